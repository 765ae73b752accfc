#!/usr/bin/env bash
# fax.sh [SEED [N]] - pixels that are not square: the same drawn pages as faxes of 204x98 and 204x196 dpi and with
# square pixels, read and scored beside the stock command, which takes pixels as they are.
. "$(dirname "$0")/bench.sh"
seed=${1:-3}
count=${2:-30}

samples=$WORK/fax-samples-$seed-$count
[ -d "$samples" ] || "$VERNO" sample "$samples" -n "$count" --seed "$seed" --tier "${TIER:-clean}"
packages="glib-2.0 jansson lept"
# shellcheck disable=SC2046,SC2086 # words are wanted
"${CC:-cc}" -O2 -std=gnu17 "$top/tests/accuracy/fax-twin.c" -o "$WORK/fax-twin" $(pkg-config --cflags --libs $packages)
rm -rf "$WORK/fax"
"$WORK/fax-twin" "$samples" "$WORK/fax"
for twin in standard fine square; do
    read_into "$WORK/fax-read-$twin" "$WORK/fax/$twin"
    heading "fax twins, $twin"
    "$VERNO" eval "$WORK/fax-read-$twin" --truth "$WORK/fax/$twin" --baseline tesseract --cache "$CACHE" \
        --jobs "$JOBS" --csv "$WORK/fax-$twin.csv"
done
