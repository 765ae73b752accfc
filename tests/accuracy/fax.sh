#!/usr/bin/env bash
# fax.sh [SEED [N]] - pixels that are not square: drawn pages and the same pages as faxes of 204x196 and of 204x98 dpi,
# read and scored beside the stock command, which takes pixels as they are.
. "$(dirname "$0")/bench.sh"
seed=${1:-3}
count=${2:-30}

samples=$WORK/fax-samples-$seed-$count
if [ ! -d "$samples" ]; then
    "$VERNO" sample "$samples" -n "$count" --seed "$seed" --tier "${TIER:-clean}" --fax --quiet
    mkdir "$samples/fax" "$samples/fine" "$samples/square"
    mv "$samples"/*-fax[.-]* "$samples/fax"
    mv "$samples"/*-fine[.-]* "$samples/fine"
    find "$samples" -maxdepth 1 -type f -exec mv -t "$samples/square" {} +
fi
for twin in square fine fax; do
    read_into "$WORK/fax-read-$twin" "$samples/$twin"
    heading "fax twins, $twin"
    "$VERNO" eval "$WORK/fax-read-$twin" --truth "$samples/$twin" --baseline tesseract --cache "$CACHE" \
        --jobs "$JOBS" --csv "$WORK/fax-$twin.csv"
done
