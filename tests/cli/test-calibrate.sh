#!/bin/bash
# test-calibrate.sh: calibrate refuses, fits and applies; --max-error, other settings, forms of one's own; the promise in status.
. "$(dirname "$0")/cli.sh"
models=${VERNO_MODELS:-$root/models}
mkdir in
cp "$cases/fields/form-17/in.tif" in/form.tif
cp "$cases/fields/translation/in.tif" in/translation.tif
accepted() { python3 -c "
import json, glob
print(sum(f['status'] == 'accepted' for p in glob.glob('$1/export/json/*.json') for f in json.load(open(p))['fields']))"; }
reasons() { python3 -c "
import json, glob
print(sorted({r for p in glob.glob('$1/export/json/*.json') for f in json.load(open(p))['fields'] for r in f['reasons']}))"; }

# Bad arguments.
run 1 calibrate; complains 'calibrate wants one FOLDER'
run 1 calibrate nowhere --truth in; complains 'no such folder'
run 1 run in -o f --max-error 0; complains '--max-error'
run 1 run in -o f --max-error 2x; complains '2x'
run 1 run in -o f --set confidence.calibrator=missing; complains 'missing.ini'

# As shipped: something is accepted, and it is said what that is worth.
run 0 run in -o shipped; complains 'promise      at most 1 % of the accepted fields'
[ "$(accepted shipped)" -gt 8 ] || fail "only $(accepted shipped) fields were accepted"
run 0 status shipped --all; says 'promise      at most 1 %'; says 'outgoing_number'; says 'bound 0.'
# A promise that nothing can keep accepts nothing; a looser one no less than before.
run 0 run in -o strict --max-error 0.01%
[ "$(accepted strict)" = 0 ] || fail "accepted under a promise of 0.01 %"
run 0 status strict; says 'at most 0.01 %'; says 'refused'
run 0 run in -o loose --max-error 5%
[ "$(accepted loose)" -ge "$(accepted shipped)" ] || fail "a looser promise accepts less"

# Other settings than those it was fitted on: a warning, nothing accepted, pages read all the same.
run 0 run in -o other --set deskew.max-angle=4
complains 'warning: confidence is not calibrated and no field is accepted'
[ "$(accepted other)" = 0 ] || fail "accepted with settings that nobody measured"
reasons other | grep -q uncalibrated || fail "not told why: $(reasons other)"
# A setting that changes no reading does not matter.
run 0 run in -o aside --form form-17 --quiet
[ "$(accepted aside)" -gt 4 ] || fail "--form costs the promise"
# A form whose description changed is on its own.
cp -r "$models" mine
printf '\n' >>mine/forms/form-17/form.ini
VERNO_MODELS=$PWD/mine run 0 run in -o edited
python3 - <<'PY' || fail "a changed description costs more, or less, than its own pages"
import json
form = json.load(open("edited/export/json/form-p1.json"))["fields"]
other = json.load(open("edited/export/json/translation-p1.json"))["fields"]
assert not any(f["status"] == "accepted" for f in form), "form-17"
assert any(f["status"] == "accepted" for f in other), "form-17-en"
PY

# A folder that was read without a calibrator, judged afterwards, is the same as one read with it.
run 0 run in -o bare --set confidence.calibrator=none
[ "$(accepted bare)" = 0 ] || fail "accepted without a calibrator"
run 1 calibrate bare; complains 'nobody has decided anything'
run 1 calibrate bare --truth "$root/samples/scans"; complains 'no field of the folder has both evidence and a truth'
run 0 calibrate bare --apply verno; says '2 pages judged'
run 0 export bare --to json
same bare shipped
run 0 run in -o bare; read_now 0
printf 'broken' >bad.ini
run 1 calibrate bare --apply ./bad.ini; complains 'bad.ini'
run 1 calibrate other --apply verno; complains 'settings differ'
finish
