#!/usr/bin/env bash
# speed.sh [SCANS [ROUNDS]] - pages a minute on two cores: `verno run --jobs 2` against two stock commands at a time, each
# with one thread, over the same scans, in turn, ROUNDS times; the processor seconds a page, which a busy machine
# disturbs less; and the most memory that a page's process took.
# SCANS: a directory [60 drawn pages of the tier typical, seed 7]; of a scan with several pages both read all.
. "$(dirname "$0")/bench.sh"
scans=${1:-$WORK/speed-samples}
rounds=${2:-3}
[ -d "$scans" ] || "$VERNO" sample "$scans" -n 60 --seed 7 --tier typical --quiet

find "$scans" -type f \( -iname '*.tif' -o -iname '*.tiff' -o -iname '*.png' -o -iname '*.jpg' \) -print0 \
    | sort -z > "$WORK/speed-list"

run_verno() {
    "$VERNO" run "$scans" -o "$WORK/speed" --jobs 2 --to json --quiet > /dev/null 2>&1 || [ $? -eq 2 ]
}

run_stock() {
    # shellcheck disable=SC2016 # for the inner shell
    OMP_THREAD_LIMIT=1 xargs -0 -P2 -I{} sh -c 'tesseract "$1" stdout --psm 1 -l rus+eng tsv > /dev/null 2>&1 || true' \
        sh {} < "$WORK/speed-list"
}

# measure COMMAND: prints its wall and processor seconds.
measure() {
    local TIMEFORMAT='%R %U %S'
    { time "$1" >&2; } 2>&1 | awk '{ print $1, $2 + $3 }'
}

printf 'two of %s cores\n%-6s%6s%14s%14s%8s%16s%16s\n' "$(nproc)" round pages "verno p/min" "stock p/min" ratio \
    "verno cpu s/p" "stock cpu s/p"
for round in $(seq "$rounds"); do
    rm -rf "$WORK/speed"
    verno=$(measure run_verno)
    stock=$(measure run_stock)
    pages=$(sqlite3 "$WORK/speed/verno.db" "SELECT count(*) FROM pages WHERE state IN ('done', 'blank')")
    echo "$round $pages $verno $stock" | awk '{
        printf "%-6s%6d%14.1f%14.1f%8.2f%16.2f%16.2f\n", $1, $2, 60 * $2 / $3, 60 * $2 / $5, $5 / $3, $4 / $2, $6 / $2 }'
done
sqlite3 "$WORK/speed/verno.db" "SELECT printf('peak memory of a page''s process: most %.0f MB, mean %.0f MB; %d pages',
    max(peak_bytes) / 1e6, avg(peak_bytes) / 1e6, count(*)) FROM pages"
