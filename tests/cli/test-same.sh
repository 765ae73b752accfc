#!/bin/bash
# test-same.sh: the same bytes whatever the number of workers; what is there is not read again; what changes is.
. "$(dirname "$0")/cli.sh"
scans in
formats=json,text,csv,alto,boxes,overlay

run 0 run in -o one --jobs 1 --to $formats
read_now 10
run 0 run in -o four --jobs 4 --to $formats
same one four

# Again: nothing is read, nothing changes, not even a file's time.
find one -type f ! -name 'verno.db*' ! -name '*.csv' ! -name .verno-export -printf '%p %T@\n' | sort >before
run 0 run in -o one --jobs 2 --to $formats
read_now 0
same one four
find one -type f ! -name 'verno.db*' ! -name '*.csv' ! -name .verno-export -printf '%p %T@\n' | sort >after
cmp -s before after || fail "a second run wrote files again: $(diff before after | head -n 4)"

# A scan more: it alone is read.
cp "$cases/deskew/right/in.tif" in/more.tif
run 0 run in -o one --jobs 2 --to $formats
read_now 1
[ -s one/export/text/more-p1.txt ] || fail "no text of the new scan"

# A setting changed: all is read again, and the result is that of a folder read so from the first.
run 0 run in -o one --jobs 2 --to $formats --set tidy.join=no
read_now 11
run 0 run in -o fresh --jobs 2 --to $formats --set tidy.join=no
same one fresh

# A scan that is gone or changed.
cp "$cases/grey/two-tones/in.tif" in/more.tif
rm in/english.tif
run 0 run in -o one --jobs 2 --to $formats --set tidy.join=no
read_now 1
run 0 run in -o anew --jobs 2 --to $formats --set tidy.join=no
cmp -s one/export/text/more-p1.txt anew/export/text/more-p1.txt || fail "the changed scan was not read anew"

# keep-steps: a picture after every stage.
run 0 run "$cases/doubts/good/in.tif" -o steps --keep-steps --quiet
[ "$(find steps/steps -name '*.png' | wc -l)" -ge 10 ] || fail "not a picture for every stage"
[ "$(find steps/steps -name '*-deskew.png' | wc -l)" = 1 ] || fail "no picture after deskew"
finish
