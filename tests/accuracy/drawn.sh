#!/usr/bin/env bash
# drawn.sh [SEED [N [OPTION…]]] - accuracy on drawn pages: N pages of each tier drawn with SEED, read, and scored
# beside the stock command on the same pages. OPTIONs go to `verno run`.
. "$(dirname "$0")/bench.sh"
seed=${1:-1}
count=${2:-60}
shift $(($# > 2 ? 2 : $#))

for tier in ${TIERS:-clean typical hard}; do
    samples=$WORK/drawn-$tier-$seed-$count
    [ -d "$samples" ] || "$VERNO" sample "$samples" -n "$count" --seed "$seed" --tier "$tier" --quiet
    read_into "$WORK/read-$tier-$seed" "$samples" "$@"
    heading "drawn pages, tier $tier, seed $seed, $count pages"
    "$VERNO" eval "$WORK/read-$tier-$seed" --truth "$samples" --baseline tesseract --cache "$CACHE" --jobs "$JOBS" \
        --csv "$WORK/drawn-$tier-$seed.csv" --worst "${WORST:-0}"
done
