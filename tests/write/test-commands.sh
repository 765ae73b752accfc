#!/bin/sh
# test-commands.sh VERNO TEST-EXPORT: verno status, why and export on a folder with hostile names and texts.
set -eu
verno=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
f=$dir/folder
"$2" --folder "$f"
out=$dir/out
err=$dir/err

fail() {
    echo "FAILED: $*"
    echo "--- stdout"; cat "$out"
    echo "--- stderr"; cat "$err"
    exit 1
}
# run STATUS COMMAND…: runs verno, keeps what it says.
run() {
    want=$1
    shift
    got=0
    "$verno" "$@" >"$out" 2>"$err" || got=$?
    [ "$got" = "$want" ] || fail "verno $* ended with $got, not $want"
    [ "$want" = 0 ] || [ ! -s "$out" ] || fail "verno $* failed and printed data"
}
says() { grep -qF -- "$1" "$out" || fail "“$1” is not said"; }
complains() { grep -qF -- "$1" "$err" || fail "“$1” is not complained of"; }

run 0 status "$f"
says '34 pages of 32 scans'
says 'done         31'
says 'damaged      1'
says 'waiting      1'
says '31  doubts:low-confidence'
says 'mixed.tif page 2: damaged: strip 3: <broken>\x0a\x1b[31m'
says 'mixed.tif page 3'
says 'last run     1, finished'
run 0 status --json "$f"
python3 - "$out" <<'EOF'
import json, sys
s = json.load(open(sys.argv[1]))
assert s["pages"] == s["waiting"] + sum(s["states"].values()) == 34, s
assert len(s["failures"]) == s["pages"] - s["waiting"] - s["states"]["done"] - s["states"]["blank"] == 1
assert s["failures"][0]["path"] == "mixed.tif" and s["failures"][0]["page"] == 2
assert sum(s["fields"].values()) > 0 and set(s["fields"]) <= {"accepted", "review", "missing"}, s["fields"]
assert s["waiting_pages"] == [{"path": "mixed.tif", "page": 3}]
EOF
run 0 status "$f"; says 'fields       '
run 1 status "$dir/nowhere"; complains 'no such folder'
run 1 status "$dir"; complains 'not a folder of verno run'
run 1 status; complains 'verno status --help'
run 0 status --help; says 'verno status [OPTION'

id=$(printf 'scan 0' | sha256sum | cut -c1-16)-1
for page in box/00-p1 'box/00.tif#1' box/00.tif "$id"; do
    run 0 why "$f" "$page" ПЕКИН
    says 'word “ПЕКИН”'
    says 'box          100.5,210.0 300.0,200.3 302.0,240.0 102.4,250.0'
done
run 0 why "$f" box/00-p1 ПЕКИН
says 'confidence   0.9312'
says 'typed as     “П Е К И Н”'
says 'or           “ПЕНИН” 0.0213, “ЛЕКИН” 0.0101'
says '“К” 0.9200'
says '“Н” 0.1100'
says 'line l1: typed, Cyrl'
says 'deskew: abstained: too few lines: 2'
says 'read by verno 0.0.9'
says 'deskew max-angle=15'
says 'model        rus=sha256:'
run 0 why "$f" box/00-p1 пек; says 'word “ПЕКИН”'
run 0 why "$f" box/00-p1 150,225; says 'word “ПЕКИН”'
run 0 why "$f" box/00-p1 received_at; says 'field received_at («Получена»)'; says 'value        “1950-05-16T00:40”'
run 0 why "$f" box/00-p1 l2; says 'line l2: printed'
run 0 why "$f" 'line\x0abreak.tif' plain; says 'line\x0abreak.tif page 1'
run 0 why "$f" -- '-rf' plain; says '-rf page 1'
run 0 why "$f" -- '-rf' received_at
says 'value        “1950-05-17T00:40”'
says 'machine      “1950-05-16T00:40”'
says 'decided      edit by anna, 2026-01-02T03:04:05Z; was review'
says 'status       corrected'
says '  2026-01-02T03:04:05Z anna, received_at: edit “1950-05-16T00:40” → “1950-05-17T00:40”'
says '  2026-01-02T03:04:05Z boris, copy_number: illegible “”'
run 0 why "$f" -- '-rf' copy_number; says 'why          illegible: a person could not read it'
run 0 why "$f" -- '-rf' l1; says 'machine      “ПЕКИН 16.У”'
run 1 why "$f" box/00-p1 ПИКЕН; complains 'near it: “ПЕКИН”'
run 1 why "$f" box/00-p1 9999,9999; complains 'no field, word, line or place'
run 1 why "$f" box/0 x; complains 'near it: box/00-p1'
run 1 why "$f" 'mixed.tif#2' x; complains 'damaged: strip 3'
run 1 why "$f" 'mixed.tif#3' x; complains 'not read yet'
run 1 why "$f"; complains 'why wants FOLDER PAGE FIELD'

run 0 export "$f" --to json,text,csv,alto,boxes,overlay -o "$dir/export"
complains 'exported 32 of 34 pages, 1 wait to be read, 1 could not be read'
[ -f "$dir/export/json/box/00-p1.json" ] || fail "no json"
[ -f "$dir/export/csv/lines.csv" ] || fail "no csv"
[ ! -e "$dir/up" ] || fail "a file outside the export"
run 0 export "$f" --to alto --set alto.glyphs=yes
grep -q '<Glyph' "$f/export/alto/box/00-p1.xml" || fail "no glyphs"
run 0 export "$f" --to lines
[ "$(cat "$f/export/lines/-rf-p1-l1.gt.txt")" = 'П Е К И Н 17.У' ] || fail "not the corrected line"
[ "$(find "$f/export/lines" -type f ! -name .verno-export | wc -l)" = 2 ] || fail "other lines than the corrected one"
run 1 export "$f" --to docx; complains 'there are: json, csv, alto, text, boxes, overlay, lines'
run 1 export "$f"; complains '--to LIST'
run 1 export "$dir/nowhere" --to json; complains 'no such folder'
run 0 export --help; says 'boxes'
echo "all as it should be"
