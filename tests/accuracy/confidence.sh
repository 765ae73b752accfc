#!/usr/bin/env bash
# confidence.sh [SEED [N]] - fits a calibrator on N drawn pages of each tier (seed SEED, Debian's faces; a tenth as many forms
# in other layouts besides) and measures it on a third as many of another seed; TEST_FONTS: folder with other typewriter faces
# for those (TEST_FACES: their families, one a line). Then fits on clean and typical pages alone and runs that on the hard
# ones. The calibrator that verno comes with is the first one: confidence.ini in VERNO_WORK.
. "$(dirname "$0")/bench.sh"
seed=${1:-6001} n=${2:-400}

faces=()
if [ -n "${TEST_FONTS:-}" ]; then
    faces=(--fonts "$TEST_FONTS")
    while read -r family; do [ -z "$family" ] || faces+=(--font "$family"); done <<<"${TEST_FACES:-}"
fi

# draw SET SEED N [option…]: forms, their translations and letters, as 4 to 2 to 1 and 1.
draw() {
    local set=$1 from=$2 count=$3
    shift 3
    "$VERNO" sample "$WORK/$set" -q -n $((3 * count)) --seed "$from" --tier all --kind form-17 "$@"
    "$VERNO" sample "$WORK/$set" -q -n $((3 * count / 2)) --seed $((from + 1)) --tier all --kind form-17-en "$@"
    "$VERNO" sample "$WORK/$set" -q -n $((3 * count / 4)) --seed $((from + 2)) --tier all --kind letter-ru "$@"
    "$VERNO" sample "$WORK/$set" -q -n $((3 * count / 4)) --seed $((from + 3)) --tier all --kind letter-en "$@"
}

# only SET NAME TIER…: the truths of some tiers, in a folder of their own.
only() {
    local set=$1 name=$2
    shift 2
    mkdir -p "$WORK/$name"
    for tier in "$@"; do cp "$WORK/$set/$tier"-*.truth.json "$WORK/$name"; done
}

draw fit "$seed" "$n"
draw_moved "$WORK/fit/moved" $((seed + 3000)) 6 $(((n + 29) / 30))
mv "$WORK/fit/moved"/* "$WORK/fit"
draw test $((seed + 2000)) $((n / 3)) "${faces[@]}"
read_into "$WORK/fit.read" "$WORK/fit" --set confidence.calibrator=none
heading "fitted on all tiers"
"$VERNO" calibrate "$WORK/fit.read" --truth "$WORK/fit" -o "$WORK/confidence.ini"
read_into "$WORK/test.read" "$WORK/test" --set "confidence.calibrator=$WORK/confidence.ini"
heading "on other pages"
"$VERNO" eval "$WORK/test.read" --truth "$WORK/test" --plot "$WORK/confidence.svg"

only fit fit-easy clean typical
mkdir -p "$WORK/hard"
cp "$WORK"/test/hard-* "$WORK/hard"
heading "fitted on clean and typical pages"
"$VERNO" calibrate "$WORK/fit.read" --truth "$WORK/fit-easy" -o "$WORK/easy.ini"
read_into "$WORK/hard.read" "$WORK/hard" --set "confidence.calibrator=$WORK/easy.ini"
heading "on hard ones"
"$VERNO" eval "$WORK/hard.read" --truth "$WORK/hard"
