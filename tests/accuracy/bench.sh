# shellcheck shell=bash disable=SC2034 # sourced by the others, which use what is set here
# bench.sh - what the measurements share; sourced, not run. Sets top, VERNO, DATA, WORK and CACHE.
#
# VERNO       the program                    [build/verno]
# VERNO_DATA  the real scans                 [../shared/data beside the project]
# VERNO_WORK  where folders and samples go   [a temporary directory, removed at the end]
# VERNO_CACHE answers of the stock command   [WORK/cache]
# JOBS        pages at a time                [2]
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
VERNO=$(realpath "${VERNO:-$top/build/verno}")
DATA=${VERNO_DATA:-$top/../shared/data}
JOBS=${JOBS:-2}
if [ -n "${VERNO_WORK:-}" ]; then
    mkdir -p "$VERNO_WORK"
    WORK=$(realpath "$VERNO_WORK")
else
    WORK=$(mktemp -d)
    trap 'rm -rf "$WORK"' EXIT
fi
CACHE=${VERNO_CACHE:-$WORK/cache}

[ -x "$VERNO" ] || { echo "$0: no program $VERNO (build it, or set VERNO)" >&2; exit 1; }

# need_data DIR…: ends with status 77, a skipped test for meson, where a part of the data is not there.
need_data() {
    for part in "$@"; do
        [ -d "$DATA/$part" ] || { echo "$0: skipped: no $DATA/$part (set VERNO_DATA)" >&2; exit 77; }
    done
}

# read_into FOLDER SCANS [option…]: reads all pages anew; pages that fail are part of what is measured.
read_into() {
    local folder=$1 scans=$2 status=0
    shift 2
    rm -rf "$folder"
    "$VERNO" run "$scans" -o "$folder" --jobs "$JOBS" --to json --quiet "$@" || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 2 ] || exit "$status"
}

# heading TEXT
heading() {
    printf '\n== %s\n' "$1"
}

# draw_moved DIR SEED LAYOUTS N [option…]: forms in LAYOUTS copies of the generator's layouts moved by chance, N form-17 of
# each tier and a third as many translations of each; all in one folder.
draw_moved() {
    local out=$1 seed=$2 layouts=$3 n=$4 k kind count file
    shift 4
    mkdir -p "$out"
    for k in $(seq "$layouts"); do
        python3 "$top/samples/move-layouts.py" "$top/samples/data" "$out/data" $((seed + k))
        for kind in form-17 form-17-en; do
            count=$([ "$kind" = form-17 ] && echo "$n" || echo $(((n + 2) / 3)))
            VERNO_SAMPLE_DATA=$out/data "$VERNO" sample "$out/drawn" -q -n $((3 * count)) --seed $((seed + k)) --tier all \
                --kind "$kind" "$@"
        done
        # Layouts share names, and a truth names its scan.
        for file in "$out/drawn"/*.tif; do mv "$file" "$out/layout$k-$(basename "$file")"; done
        for file in "$out/drawn"/*.truth.json; do
            sed "s/\(\"scan\": *\"\)/\1layout$k-/" "$file" >"$out/layout$k-$(basename "$file")"
        done
        rm -rf "$out/drawn" "$out/data"
    done
}
