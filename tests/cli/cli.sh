# shellcheck shell=bash disable=SC2034 # sourced by the tests of the program, which use what is set here
# cli.sh VERNO MAKE-ODD ROOT: what the tests of the program share. Scans come from the cases of tests/stages: small,
# read in half a second, and committed. Everything happens in $dir, which is removed at the end.
set -euo pipefail
verno=$(realpath "$1")
odd=$(realpath "$2")
root=$(realpath "$3")
cases=$root/tests/stages
dir=$(realpath "$(mktemp -d)")
trap 'chmod -R u+rwX "$dir"; rm -rf "$dir"' EXIT
cd "$dir"
out=$dir/stdout err=$dir/stderr
checked=0

fail() {
    echo "FAILED: $*"
    echo "--- stdout"
    tail -n 40 "$out"
    echo "--- stderr"
    tail -n 20 "$err"
    exit 1
}

# run STATUS ARGUMENT…: verno with these arguments must end with STATUS; what it says is kept.
run() {
    local want=$1 got=0
    shift
    "$verno" "$@" >"$out" 2>"$err" </dev/null || got=$?
    [ "$got" = "$want" ] || fail "verno $* ended with $got, not $want"
    [ "$want" != 1 ] || [ ! -s "$out" ] || fail "verno $* could not start and printed data"
    checked=$((checked + 1))
}

complains() { grep -qF -- "$1" "$err" || fail "“$1” is not complained of"; }
says() { grep -qF -- "$1" "$out" || fail "“$1” is not said"; }

# status FOLDER CONDITION: a Python expression over s, what verno status --json says, must hold.
status() {
    "$verno" status --json "$1" >"$out" 2>"$err" || fail "no status of $1"
    python3 - "$out" "$2" <<'PY' || fail "not so in $1: $2"
import json, sys
s = json.load(open(sys.argv[1]))
assert s["pages"] == s["waiting"] + sum(s["states"].values()), "the counts do not add up"
assert eval(sys.argv[2]), (s["states"], s["failures"])
PY
    checked=$((checked + 1))
}

# read_now N: the last run read N pages anew.
read_now() { grep -qF "($1 read now" "$err" || fail "not $1 pages were read: $(tail -n 1 "$err")"; }

# same A B: the exports of two folders are the same bytes under the same names, and nothing else lies there.
same() {
    diff -r "$1/export" "$2/export" >"$out" 2>&1 || fail "the exports of $1 and $2 differ"
    (cd "$1" && find . -type f ! -name 'verno.db*' | sort) >"$dir/list-a"
    (cd "$2" && find . -type f ! -name 'verno.db*' | sort) >"$dir/list-b"
    diff "$dir/list-a" "$dir/list-b" >"$out" 2>&1 || fail "other files in $2 than in $1"
    diff "$1/summary.csv" "$2/summary.csv" >"$out" 2>&1 || fail "the summaries of $1 and $2 differ"
    checked=$((checked + 1))
}

# scans DIR: eight small scans of ten pages.
scans() {
    mkdir -p "$1/box"
    cp "$cases/doubts/good/in.tif" "$1/body.tif"
    cp "$cases/tesseract/english/in.tif" "$1/english.tif"
    cp "$cases/upright/upside-down/in.tif" "$1/upside-down.tif"
    cp "$cases/blank/empty/in.tif" "$1/empty.tif"
    cp "$cases/blank/one-word/in.tif" "$1/box/one-word.tif"
    cp "$cases/lines/two-columns/in.tif" "$1/box/columns.tif"
    cp "$cases/deskew/left/in.tif" "$1/box/skewed.tif"
    "$odd" join "$1/box/three.tif" "$cases/turn/side/in.tif" "$cases/tidy/letter-spaced/in.tif" "$cases/doubts/signature/in.tif"
}

finish() { echo "$checked checks, all as they should be"; }
