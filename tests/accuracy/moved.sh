#!/usr/bin/env bash
# moved.sh [SEED [LAYOUTS [N]]] - fields of forms that are laid out otherwise: LAYOUTS copies of the generator's layouts, moved
# by chance and with other label faces (move-layouts.py), N pages of each tier and a third as many translations of each.
# FACES: the families typed with, one a line [all]; FONTS: a folder with more of them. Options of verno run: OPTIONS.
. "$(dirname "$0")/bench.sh"
seed=${1:-9700} layouts=${2:-6} n=${3:-6}

only=()
if [ -n "${FONTS:-}" ]; then only+=(--fonts "$FONTS"); fi
while read -r family; do [ -z "$family" ] || only+=(--font "$family"); done <<<"${FACES:-}"

draw_moved "$WORK/moved" "$seed" "$layouts" "$n" "${only[@]}"
# shellcheck disable=SC2086 # several options
read_into "$WORK/read" "$WORK/moved" ${OPTIONS:-}
"$VERNO" eval "$WORK/read" --truth "$WORK/moved"
