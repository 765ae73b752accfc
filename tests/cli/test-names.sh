#!/bin/bash
# test-names.sh: every name that a file system allows is read and exported; each thing that lies in the directory is
# counted; the originals stay as they are.
. "$(dirname "$0")/cli.sh"

mkdir -p in/deep/er "in/ещё глубже"
page=$cases/tesseract/english/in.tif
long=$(printf 'n%.0s' {1..251}).tif
names=("two words.tif" $'new\nline.tif' $'\xff\xfe not utf-8.tif' .hidden.tif ..twice -o --jobs=9 "quote\"'\`\$(x).tif"
    'back\slash.tif' deep/er/page.tif "ещё глубже/лист.tif" '*?[.tif' $'\x1b[31mred.tif' ' ' "$long" page.tif page.TIF
    page.png page '%s%n.tif' '=cmd|x.tif' CON.tif)
n=0
for name in "${names[@]}"; do # each with bytes of its own behind the last directory
    n=$((n + 1))
    { cat "$page"; echo "$n"; } >"in/$name"
done
cp in/page.tif in/page-again.tif # the same bytes twice
mkfifo in/fifo
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("in/socket")'
ln -s nowhere in/dangling.tif
ln -s page.tif in/link.tif
ln -s /etc/passwd in/out.tif
ln -s /dev/zero in/device.tif
sound=$((${#names[@]} + 2)) odd_things=5
touch -hd '2001-02-03 04:05:06' in/*.tif
(cd in && find . -printf '%p %s %T@ %m %i\0' | sort -z | tr '\0' '\n' && find . -type f -print0 | sort -z | xargs -0 sha256sum) >before

run 2 run in -o f --jobs 2 --to json,text,csv,alto,boxes,overlay
read_now $((${#names[@]} + odd_things))
status f "s['scans'] == s['pages'] == $((sound + odd_things)) and s['states']['done'] == $sound and s['states']['unsupported'] == $odd_things"
for format in json text alto boxes overlay; do
    [ "$(find f/export/$format -type f ! -name '.verno-export' -printf x | wc -c)" = $sound ] || {
        find f/export/$format -type f >"$out"
        fail "not $sound files of $format"
    }
done
[ "$(find in -newer f/verno.db | wc -l)" = 0 ] || fail "something was written beside the scans"
(cd in && find . -printf '%p %s %T@ %m %i\0' | sort -z | tr '\0' '\n' && find . -type f -print0 | sort -z | xargs -0 sha256sum) >after
cmp -s before after || fail "the originals were touched"
python3 - f <<'PY' || fail "an export is not what its format says"
import csv, glob, json, os, sys
import xml.dom.minidom
f = sys.argv[1]
paths = set()
for where, _, files in os.walk(f + "/export/json"):
    for name in files:
        if name.endswith(".json"):
            paths.add(json.load(open(os.path.join(where, name), encoding="utf-8"))["source"]["path"])
assert len(paths) == 24, sorted(paths)
rows = list(csv.DictReader(open(f + "/export/csv/lines.csv", encoding="utf-8", newline=""), strict=True))
assert len({row["path"] for row in rows}) == 24
rows = list(csv.DictReader(open(f + "/summary.csv", encoding="utf-8", newline=""), strict=True))
assert len(rows) == 29, len(rows)
for where, _, files in os.walk(f + "/export/alto"):
    for name in files:
        if name.endswith(".xml"):
            xml.dom.minidom.parse(os.path.join(where, name))
PY

# Copies are read once, whoever has the page in hand, and all are counted.
mkdir copies
for n in 1 2 3 4 5 6; do cp "$page" copies/$n.tif; done
run 0 run copies -o c --jobs 2
read_now 1
complains '6 pages of 6 scans: 6 done (1 read now, 5 kept from before)'
status c 's["pages"] == 6 and s["states"]["done"] == 6'

# Two directories whose files have the same names, and a file alone.
mkdir -p a/box b/box
cp "$page" a/box/1.tif
cp "$cases/blank/empty/in.tif" b/box/1.tif
run 0 run a/box b/box in/page.tif -o g --quiet
[ ! -s "$err" ] || fail "--quiet is not quiet"
status g 's["scans"] == 3 and s["states"]["done"] == 2 and s["states"]["blank"] == 1'
finish
