#!/usr/bin/env bash
# moved.sh [SEED [LAYOUTS [N]]] - fields of forms that are laid out otherwise: LAYOUTS copies of the generator's layouts, moved
# by chance and with other label faces (move-layouts.py), N pages of each tier and a third as many translations of each.
# FACES: the families typed with, one a line [all]; FONTS: a folder with more of them. Options of verno run: OPTIONS.
. "$(dirname "$0")/bench.sh"
seed=${1:-9700} layouts=${2:-6} n=${3:-6}

only=()
if [ -n "${FONTS:-}" ]; then only+=(--fonts "$FONTS"); fi
while read -r family; do [ -z "$family" ] || only+=(--font "$family"); done <<<"${FACES:-}"

for k in $(seq "$layouts"); do
    python3 "$top/tests/accuracy/move-layouts.py" "$top/samples/data" "$WORK/data" $((seed + k))
    for kind in "form-17 $n" "form-17-en $(((n + 2) / 3))"; do
        # shellcheck disable=SC2086 # a kind and its number
        set -- $kind
        VERNO_SAMPLE_DATA=$WORK/data "$VERNO" sample "$WORK/moved/$k" -q -n $((3 * $2)) --seed $((seed + k)) --tier all \
            --kind "$1" "${only[@]}"
    done
    # One folder for all, for truths name their scan without its folder.
    mkdir -p "$WORK/all"
    for file in "$WORK/moved/$k"/*.tif; do mv "$file" "$WORK/all/layout$k-$(basename "$file")"; done
    for file in "$WORK/moved/$k"/*.truth.json; do
        sed "s/\(\"scan\": *\"\)/\1layout$k-/" "$file" >"$WORK/all/layout$k-$(basename "$file")"
    done
    rm -rf "${WORK:?}/moved/$k" "$WORK/data"
done
# shellcheck disable=SC2086 # several options
read_into "$WORK/read" "$WORK/all" ${OPTIONS:-}
"$VERNO" eval "$WORK/read" --truth "$WORK/all"
