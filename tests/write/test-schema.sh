#!/bin/sh
# test-schema.sh TEST-RECORD SCHEMA CHECK: records that the C code writes meet the JSON Schema; damaged ones do not.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$1" --records "$dir"
python=/usr/bin/python3
[ -x $python ] || python=python3
$python "$3" "$2" "$dir"/*.json

# The schema is strict: each of these turns a sound record into one that must be refused.
refuse() {
    sed "$1" "$dir/00.json" >"$dir/refused"
    cmp -s "$dir/00.json" "$dir/refused" && { echo "“$1” changes nothing"; exit 1; }
    if $python "$3" "$2" "$dir/refused" 2>/dev/null; then
        echo "the schema lets pass: $1"
        exit 1
    fi
}
for change in 's/"page":2/"page":0/' 's/"form":null,//' 's/"blank":false/"blank":0/' 's/"kind":"typed"/"kind":"spoken"/' \
    's/\[100.5,210\]/[100.5]/' 's/\[100.5,210\],//' 's/"confidence":0.5,/"confidence":1.5,/' 's/"doubt":true/"doubt":false/' \
    's/"rotation":90/"rotation":45/' 's/"verdict":"/"extra":1,"verdict":"/' 's/"status":"review"/"status":"maybe"/' \
    's/"sha256:/"md5:/' 's/"script":"Cyrl"/"script":"cyr"/' 's/"id":"l1"/"id":"1"/'; do
    refuse "$change" "$2" "$3"
done
