#!/usr/bin/env bash
# real.sh [OPTION…] - accuracy on real scans with truth: Soviet typescript pages, typed US despatches, line sets and
# forms. OPTIONs go to `verno run`. PARTS: which of the five sets [all].
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
cyr=$DATA/cyr-typescript
eng=$DATA/eng-typescript/pages
for part in ${PARTS:-chaikovsky eng-typescript lines-gold lines-chaikovsky eng-forms}; do
    case $part in
    chaikovsky) score "$part" "$cyr/pages/chaikovsky" "$cyr/text/chaikovsky" "--psm 1 -l rus+eng" ;;
    eng-typescript) score "$part" "$eng" "$eng" "--psm 1 -l rus+eng" ;;
    lines-*) score "$part" "$cyr/$part" "$cyr/$part" "--psm 7 -l rus" --lines ;;
    eng-forms)
        need_data eng-forms
        score "$part" "$DATA/eng-forms/images" "$DATA/eng-forms/annotations" "--psm 1 -l rus+eng"
        ;;
    *) echo "$0: unknown part $part" >&2; exit 1 ;;
    esac
done
