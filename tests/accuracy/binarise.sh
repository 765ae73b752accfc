#!/usr/bin/env bash
# binarise.sh [SEED [N]] - the methods that make ink of a normalised page, compared by what is read: N drawn pages of each
# tier and the Soviet typescript where it is at hand. The picture that is read stays grey; the ink decides where lines,
# letters and rules are.
. "$(dirname "$0")/bench.sh"
seed=${1:-4}
count=${2:-16}

# row FOLDER TRUTH: its CER.
row() {
    "$VERNO" eval "$1" --truth "$2" | awk '/CER strict  / { print $3; exit }'
}

printf '%-10s%10s%10s%10s%12s\n' method clean typical hard chaikovsky
for tier in clean typical hard; do
    [ -d "$WORK/ink-$tier" ] || "$VERNO" sample "$WORK/ink-$tier" -n "$count" --seed "$seed" --tier "$tier" --quiet
done
for method in fixed otsu sauvola; do
    printf '%-10s' "$method"
    for tier in clean typical hard; do
        read_into "$WORK/ink-read" "$WORK/ink-$tier" --set binarise.method="$method"
        printf '%9s%%' "$(row "$WORK/ink-read" "$WORK/ink-$tier")"
    done
    if [ -d "$DATA/cyr-typescript" ]; then
        read_into "$WORK/ink-read" "$DATA/cyr-typescript/pages/chaikovsky" --set binarise.method="$method"
        printf '%11s%%' "$(row "$WORK/ink-read" "$DATA/cyr-typescript/text/chaikovsky")"
    fi
    echo
done
