#!/usr/bin/env bash
# real.sh [OPTION…] - accuracy on real scans with truth: Soviet typescript pages, typed US despatches, line sets and
# forms. OPTIONs go to `verno run`.
. "$(dirname "$0")/bench.sh"
need_data cyr-typescript eng-typescript

# score NAME SCANS TRUTH BASELINE [eval option…]
score() {
    local name=$1 scans=$2 truth=$3 baseline=$4
    shift 4
    read_into "$WORK/$name" "$scans" "${options[@]}"
    heading "$name"
    "$VERNO" eval "$WORK/$name" --truth "$truth" --scans "$scans" --baseline "tesseract:$baseline" --cache "$CACHE" \
        --jobs "$JOBS" --csv "$WORK/$name.csv" --worst "${WORST:-0}" "$@"
}

options=("$@")
score chaikovsky "$DATA/cyr-typescript/pages/chaikovsky" "$DATA/cyr-typescript/text/chaikovsky" "--psm 1 -l rus+eng"
score eng-typescript "$DATA/eng-typescript/pages" "$DATA/eng-typescript/pages" "--psm 1 -l rus+eng"
score lines-gold "$DATA/cyr-typescript/lines-gold" "$DATA/cyr-typescript/lines-gold" "--psm 7 -l rus" --lines
score lines-chaikovsky "$DATA/cyr-typescript/lines-chaikovsky" "$DATA/cyr-typescript/lines-chaikovsky" \
    "--psm 7 -l rus" --lines
[ ! -d "$DATA/eng-forms" ] ||
    score eng-forms "$DATA/eng-forms/images" "$DATA/eng-forms/annotations" "--psm 1 -l rus+eng"
