#!/bin/bash
# run.sh VERNO SOURCE_DIR [TEST.mjs [ARGUMENT…]]: browser tests of the review desk. Installs what package-lock.json names into a directory
# of its own, reads samples/scans once, runs the tests on copies of that folder. TAP; exit status 0 where all passed.
# REVIEW_DIR names another place than a temporary one: then packages and folder are kept there for the next time.
set -eu
verno=$(realpath "$1")
source=$(realpath "$2")
test=${3:-desk.test.mjs}
shift $(($# < 3 ? $# : 3))
work=${REVIEW_DIR:-$(mktemp -d "${TMPDIR:-/tmp}/verno-review-run-XXXXXX")}
[ -n "${REVIEW_DIR:-}" ] || trap 'rm -rf "$work"' EXIT
mkdir -p "$work/tests"
for needed in node npm sqlite3 /usr/bin/chromium; do
    command -v "$needed" >/dev/null || { echo "1..0 # SKIP $needed is not installed"; exit 0; }
done
cp "$source"/tests/review/*.mjs "$source"/tests/review/package*.json "$work/tests/"
cd "$work/tests"
if [ ! -d node_modules ] || ! cmp -s package-lock.json ../installed.json; then
    npm ci --loglevel=error --no-audit --no-fund --ignore-scripts >../npm.log 2>&1 || {
        echo "1..0 # SKIP npm ci did not work: $(tail -n 1 ../npm.log)"
        exit 0
    }
    cp package-lock.json ../installed.json
fi
if [ ! -f ../folder/verno.db ]; then
    # Exit status 2 is right: files beside the scans are no pages.
    "$verno" run "$source/samples/scans" -o ../folder --to json >../run.log 2>&1 || [ $? = 2 ] || { cat ../run.log; exit 1; }
fi
VERNO=$verno FOLDER=$work/folder node "$test" "$@"
