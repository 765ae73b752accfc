#!/bin/bash
# test-damaged.sh: what cannot be read costs itself alone, ends in one state and is told.
. "$(dirname "$0")/cli.sh"

mkdir in
page=$cases/doubts/good/in.tif
"$odd" join in/three.tif "$page" "$page" "$cases/tesseract/english/in.tif"
"$odd" damage in/three.tif 2
"$odd" bomb in/bomb.tif
head -c 400 "$page" >in/cut-early.tif
head -c $(($(stat -c %s "$page") / 2)) "$page" >in/cut-half.tif
: >in/empty.tif
echo "Note: the scans of box 3 are upside down." >in/readme.tif
printf 'II*\0\377\377\377\377' >in/nowhere.tif
head -c 5000 /dev/zero >in/zeros.tif
cp "$page" in/sound.tif

run 2 run in -o f --jobs 2
status f 's["states"] == {"done": 3, "blank": 0, "damaged": 4, "unsupported": 4, "timeout": 0, "failed": 0}'
status f 's["scans"] == 9 and s["pages"] == 11'
status f '[(x["path"], x["page"], x["state"]) for x in s["failures"]] == [
    ("bomb.tif", 1, "unsupported"), ("cut-early.tif", 1, "damaged"), ("cut-half.tif", 1, "damaged"),
    ("empty.tif", 1, "unsupported"), ("nowhere.tif", 1, "damaged"), ("readme.tif", 1, "unsupported"),
    ("three.tif", 2, "damaged"), ("zeros.tif", 1, "unsupported")]'
status f 'all(x["cause"] for x in s["failures"])'

# The sound pages round the broken one are there, the broken one is not, and failures.csv has its row.
[ -s f/export/text/three-p1.txt ] && [ -s f/export/text/three-p3.txt ] || fail "pages 1 and 3 of three.tif are missing"
[ ! -e f/export/text/three-p2.txt ] || fail "a text of a broken page"
cmp -s f/export/text/three-p1.txt f/export/text/sound-p1.txt || fail "page 1 reads otherwise beside a broken page"
grep -q '^Strictly Secret' f/export/text/three-p3.txt || fail "page 3 is not page 3"
[ "$(grep -c '' f/failures.csv)" = 9 ] || fail "failures.csv has not 8 rows"
[ "$(grep -c '^three.tif,2,[^,]*,damaged,' f/failures.csv)" = 1 ] || fail "no row for page 2 of three.tif"
grep -q '^bomb.tif,1,[^,]*,unsupported,.*900 megapixels are over the limit' f/failures.csv || fail "the bomb is not told by size"

# A second run reads none of them again.
run 2 run in -o f --jobs 2
read_now 0

# Files that lie beside scans are listed, but no failure of a run.
mkdir beside
cp "$page" beside/sound.tif
echo "notes" >beside/notes.txt
echo "{}" >beside/sound.truth.json
run 0 run beside -o b
status b 's["scans"] == 3 and s["states"]["done"] == 1 and s["states"]["unsupported"] == 2'
cp beside/notes.txt beside/notes.tif
run 2 run beside -o b
finish
