#!/bin/bash
# test-readme.sh: the commands in README.md do what they say. Blocks that begin with ```sh are run one after the other
# from a directory in which build/, samples/ and models/ are those of the project; SCANS and FOLDER stand for the reader's
# own. A block under <!-- not run --> is left out: installing, minutes of reading.
. "$(dirname "$0")/cli.sh"
readme=$root/README.md
[ -f "$readme" ] || { echo "SKIP: no README.md"; exit 77; }
awk '/<!-- not run -->/ { skip = 1 }
    /^```sh$/ { if (skip) skip = 0; else { on = 1; next } }
    /^```/ { on = 0 }
    on' "$readme" >commands
[ -s commands ] || { echo "SKIP: README.md has no block to run"; exit 77; }
mkdir -p bin build SCANS
ln -s "$verno" build/verno
ln -s "$verno" bin/verno
ln -s "$root/samples" "$root/models" "$root/tests" .
scans SCANS
export PATH=$dir/bin:$PATH
set +e
while IFS= read -r line; do
    line=${line%%  *\#*}
    case $line in
    '' | '#'*) continue ;;
    ./*) [ -x "$root/$line" ] || fail "no $line"; continue ;; # check runs quickstart itself
    esac
    bash -c "$line" >"$out" 2>"$err" </dev/null
    got=$?
    [ $got = 0 ] || [ $got = 2 ] || fail "“$line” ended with $got"
    checked=$((checked + 1))
done <commands
set -e
finish
