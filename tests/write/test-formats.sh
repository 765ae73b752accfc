#!/bin/sh
# test-formats.sh TEST-EXPORT SOURCE-ROOT: exported files against the schemas of their formats, by other people's code.
set -eu
make=$1
root=$2
here=$root/tests/write
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$make" --folder "$dir/folder"
python=/usr/bin/python3
[ -x $python ] || python=python3

if $python -c 'import jsonschema' 2>/dev/null; then
    echo "json: the schema"
    find "$dir/folder/export/json" -name '*.json' -print0 |
        xargs -0 $python "$here/check-schema.py" "$root/pipeline/verno-page-1.schema.json"
else
    echo "SKIP: JSON is not validated: python3-jsonschema is not installed"
fi

echo "csv: read back by Python"
$python - "$dir/folder" <<'EOF'
import csv, json, os, sys
lines = {}
folder = sys.argv[1]
with open(f"{folder}/export/csv/lines.csv", encoding="utf-8", newline="") as file:
    for row in csv.DictReader(file, strict=True):
        assert None not in row and None not in row.values(), row
        assert row["text"][:1] not in tuple("=+-@\t\r"), row
        lines[row["path"], int(row["page"]), int(row["line"])] = row
pages = 0
for where, _, files in os.walk(os.fsencode(f"{folder}/export/json")):
    for name in files:
        if not name.endswith(b".json"):
            continue
        page = json.load(open(os.path.join(where, name), encoding="utf-8"))
        pages += 1
        for number, line in enumerate(page["lines"], 1):
            # The guard against formulas puts an apostrophe before the path, too.
            path = page["source"]["path"]
            path = "'" + path if path[:1] in tuple("=+-@") else path
            row = lines.pop((path, page["source"]["page"], number))
            assert row["text"] in (line["text"], "'" + line["text"]), row
            assert float(row["confidence"]) == line["confidence"]
            corners = [float(row[f"{axis}{i}"]) for i in range(4) for axis in "xy"]
            assert corners == [c for corner in line["quad"] for c in corner], row
assert pages > 20 and not lines, (pages, lines)
EOF

schemas=${VERNO_SCHEMAS:-$root/../shared/schemas}
if [ ! -f "$schemas/alto-4-4.xsd" ] || ! command -v xmllint >/dev/null; then
    echo "SKIP: ALTO is not validated: no xmllint, or no alto-4-4.xsd in $schemas (VERNO_SCHEMAS)"
    exit 0
fi
echo "alto: the official schema"
find "$dir/folder/export/alto" "$dir/folder/glyphs" -name '*.xml' -print0 |
    XML_CATALOG_FILES=$schemas/catalog.xml xargs -0 xmllint --nonet --noout --schema "$schemas/alto-4-4.xsd" >"$dir/log" 2>&1 || {
    grep -v validates "$dir/log" | head -20
    exit 1
}
echo "$(grep -c validates "$dir/log") ALTO files validate"
