#!/bin/bash
# test-limits.sh: a page that takes too long is stopped, tried twice and told; the others are read.
. "$(dirname "$0")/cli.sh"
mkdir in
cp "$cases/tesseract/english/in.tif" in/quick.tif
"$odd" tile "$root/samples/scans/8691-556-clean.tif" in/slow.tif 3 3

run 2 run in -o f --jobs 1 --wall 1
status f 's["states"]["done"] == 1 and s["states"]["timeout"] == 1'
status f 's["failures"][0]["path"] == "slow.tif" and "after 1 s of wall time" in s["failures"][0]["cause"]'
[ "$(sqlite3 f/verno.db 'select count(*) from pages where attempts = 2')" = 1 ] || fail "not tried twice"

# It stays so until it is asked for again.
run 2 run in -o f --jobs 1 --wall 1
read_now 0
run 2 run in -o f --jobs 1 --wall 1 --retry-failed
read_now 1
finish
