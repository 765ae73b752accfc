#!/bin/bash
# test-refused.sh: what cannot start says so on stderr, names what is wrong, prints no data, ends with 1 and leaves
# nothing behind.
. "$(dirname "$0")/cli.sh"
mkdir -p in/sub
cp "$cases/blank/one-word/in.tif" in/a.tif

refused() { # MESSAGE ARGUMENT…
    local message=$1
    shift
    run 1 "$@"
    complains "$message"
    [ "$(grep -c '' "$err")" -le 3 ] || fail "more than three lines for: $*"
    [ ! -e f ] || fail "a folder was made by: verno $*"
}
refused 'no command “read”' read in
refused 'run wants SCANS' run -o f
refused 'run wants -o FOLDER' run in
refused 'Unknown option --colour' run in -o f --colour
refused 'nowhere: No such file or directory' run nowhere -o f
refused 'nowhere: No such file or directory' run in nowhere -o f
refused 'no stage “deskwe”' run in -o f --set deskwe.max-angle=5
refused 'deskew: no option “angle”' run in -o f --set deskew.angle=5
refused 'deskew: max-angle takes a number' run in -o f --set deskew.max-angle=much
refused 'is not of the form stage.option=value' run in -o f --set deskew
refused 'no format “docx” (there are: json, csv, alto, text, boxes, overlay, lines)' run in -o f --to json,docx
refused 'run wants --jobs' run in -o f --jobs -1
refused 'run wants --wall' run in -o f --wall -1
refused 'klingon' run in -o f --set tesseract.model=klingon
refused 'lie one in the other' run in -o in/f
refused 'lie one in the other' run in -o in/sub
refused 'lie one in the other' run in -o in
refused 'lie one in the other' run in/a.tif -o in/a.tif
refused 'lie one in the other' run in/sub -o in
refused 'no such folder' status f
refused 'no such folder' export f --to json
refused 'no such folder' why f a 1,1
[ "$(find in | wc -l)" = 3 ] || fail "something was written into in/"

# A folder that is something else is left alone.
mkdir f
echo mine >f/verno.db
run 1 run in -o f
[ "$(cat f/verno.db)" = mine ] || fail "a file that is no store was written to"
rm -r f
echo mine >f
run 1 run in -o f
[ "$(cat f)" = mine ] || fail "a file was taken for a folder"
rm f
if [ "$(id -u)" != 0 ]; then
    mkdir closed
    chmod 555 closed
    run 1 run in -o closed/f
fi

# A folder that a live run holds.
scans many
"$verno" run many -o f --jobs 1 >/dev/null 2>"$dir/first" &
first=$!
for _ in $(seq 100); do
    [ -s "$dir/first" ] && break
    sleep 0.1
done
run 1 run in -o f
complains "writes to it since"
wait $first || fail "the run that was there first did not end well"
status f 's["states"]["done"] == 9 and s["states"]["blank"] == 1'

# What can be asked without a folder.
run 0 --version
says 'verno 0'
for command in doctor eval export run sample stages status why; do
    run 0 --help
    says "  $command "
    run 0 $command --help
done
run 0 stages
says 'max-angle'
run 0 doctor
finish
