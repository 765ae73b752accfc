#!/bin/bash
# test-forms.sh: forms list, lint and show; a form of one's own by a folder alone; why of a field; links in a folder.
. "$(dirname "$0")/cli.sh"
models=${VERNO_MODELS:-$(dirname "$0")/../../models}

run 0 forms list; says 'form-17 '; says 'letter-en'
run 0 forms lint
run 1 forms; run 0 forms --help; says 'forms show FORM SCAN'

mkdir -p own/bad
printf '[form]\ntitle=x\n[anchor a]\ntext=Куда\nwieght=2\n[field f]\nplace=right\nanchor=b\n' >own/bad/form.ini
run 2 forms lint own/bad; says 'own/bad/form.ini:5: [anchor a] wieght=2: no such key here'
says 'own/bad/form.ini:8: [field f] anchor=b: described nowhere above'
run 2 forms lint own/bad/form.ini; says ':5:'
run 2 forms lint nowhere; says 'nowhere'

# A description with mistakes stops a run before it starts; a sound one is used without building anything.
cp -r "$models" mine; mkdir mine/forms/mine; cp own/bad/form.ini mine/forms/mine
export VERNO_MODELS=$PWD/mine
mkdir in; cp "$cases/fields/worn/in.tif" in/worn.tif
run 1 run in -o f; complains 'form.ini:5: [anchor a] wieght=2'
printf '[form]\ntitle=Only where to\n[anchor a]\ntext=Куда\n[anchor b]\ntext=Кому\n[field f]\nplace=right\nanchor=a\ntype=caps\n' \
    >mine/forms/mine/form.ini
rm -r mine/forms/form-17
run 0 run in -o f; run 0 why f worn.tif f; says 'field f'; says 'value        “ПЕКИН”'; says 'form         mine'
unset VERNO_MODELS

run 0 forms show form-17 in/worn.tif -o zones.png; says 'label  outgoing'; says 'field  received_at'
python3 - <<'PY' || fail "zones.png is no picture"
assert open("zones.png", "rb").read(8) == b"\x89PNG\r\n\x1a\n"
PY
run 1 forms show nothing in/worn.tif; complains 'no form “nothing”'
run 1 forms show form-17 in/worn.tif 2; complains 'no page 2'

# The same telegram twice, and its translation.
cp "$(dirname "$0")/../../samples/scans/"{8600-550-typical,8600-550-clean,en-8600}.tif in
run 0 run in -o g --jobs 2
python3 - g/export/json <<'PY' || fail "links are not as they should be"
import json, sys
pages = {n: json.load(open(f"{sys.argv[1]}/{n}-p1.json")) for n in ("8600-550-typical", "8600-550-clean", "en-8600", "worn")}
ids = {p["source"]["sha256"][:16] + "-1": n for n, p in pages.items()}
links = {n: sorted((l["kind"], ids[l["page"]]) for l in p["links"]) for n, p in pages.items()}
assert links["8600-550-typical"] == [("duplicate", "8600-550-clean"), ("translation", "en-8600")], links
assert links["en-8600"] == [("translation", "8600-550-clean"), ("translation", "8600-550-typical")], links
assert links["worn"] == [], links
PY
run 0 run in/worn.tif -o h --form form-17-en; run 1 why h worn.tif received_at
run 1 run in/worn.tif -o i --form nothing; complains 'no form “nothing”'
run 0 why g 8600-550-typical.tif received_at; says 'value        “1950-05-14T04:10”'; says 'typed as'; says 'box'
run 1 why g 8600-550-typical.tif no_such_field; complains 'no field, word, line or place'
finish
