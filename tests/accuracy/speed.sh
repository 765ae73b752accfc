#!/usr/bin/env bash
# speed.sh [SCANS [ROUNDS]] - pages a minute on two cores: `verno run --jobs 2` against two stock commands at a time, each
# with one thread, over the same scans, in turn, ROUNDS times; and the most memory that a page's process took.
# SCANS: a directory [60 drawn pages of the tier typical, seed 7]; of a scan with several pages both read all.
. "$(dirname "$0")/bench.sh"
scans=${1:-$WORK/speed-samples}
rounds=${2:-3}
[ -d "$scans" ] || "$VERNO" sample "$scans" -n 60 --seed 7 --tier typical

now() { date +%s.%N; }
find "$scans" -type f \( -iname '*.tif' -o -iname '*.tiff' -o -iname '*.png' -o -iname '*.jpg' \) -print0 \
    | sort -z > "$WORK/speed-list"

printf 'two of %s cores\n%-8s%8s%14s%14s%8s\n' "$(nproc)" round pages "verno p/min" "stock p/min" ratio
for round in $(seq "$rounds"); do
    rm -rf "$WORK/speed"
    start=$(now)
    "$VERNO" run "$scans" -o "$WORK/speed" --jobs 2 --to json --quiet || [ $? -eq 2 ]
    middle=$(now)
    # shellcheck disable=SC2016 # for the inner shell
    OMP_THREAD_LIMIT=1 xargs -0 -P2 -I{} sh -c 'tesseract "$1" stdout --psm 1 -l rus+eng tsv > /dev/null 2>&1 || true' \
        sh {} < "$WORK/speed-list"
    end=$(now)
    pages=$(sqlite3 "$WORK/speed/verno.db" "SELECT count(*) FROM pages WHERE state IN ('done', 'blank')")
    awk -v r="$round" -v n="$pages" -v a="$start" -v b="$middle" -v c="$end" 'BEGIN {
        printf "%-8s%8d%14.1f%14.1f%8.2f\n", r, n, 60 * n / (b - a), 60 * n / (c - b), (c - b) / (b - a) }'
done
sqlite3 "$WORK/speed/verno.db" "SELECT printf('peak memory of a page''s process: most %.0f MB, mean %.0f MB; %d pages',
    max(peak_bytes) / 1e6, avg(peak_bytes) / 1e6, count(*)) FROM pages"
