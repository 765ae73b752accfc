#!/usr/bin/env bash
# nothing.sh [SEED [N [OPTION…]]] - N drawn pages of nothing (blank, grain, texture, strokes), and every real page that is no
# form: how many fields were accepted there? None may be. OPTIONs go to `verno run`.
. "$(dirname "$0")/bench.sh"
seed=${1:-8401} n=${2:-600}
shift $(($# < 2 ? $# : 2))
draw=$(dirname "$VERNO")/tests/draw-nothing
[ -x "$draw" ] || { echo "$0: no $draw (build it: it is made beside the program)" >&2; exit 1; }

tell() {
    heading "$1"
    sqlite3 "$WORK/$1.read/verno.db" \
        "SELECT count(*) || ' pages, ' || (SELECT count(*) FROM pages WHERE state = 'blank') || ' blank, '
            || (SELECT count(*) FROM pages WHERE state NOT IN ('done', 'blank')) || ' not read' FROM pages;
         SELECT count(*) || ' fields, ' || coalesce(sum(status = 'accepted'), 0) || ' accepted' FROM fields;
         SELECT 'ACCEPTED ' || page || ' ' || name || ' ' || value FROM fields WHERE status = 'accepted'"
}

mkdir -p "$WORK/nothing"
"$draw" "$WORK/nothing" "$n" "$seed"
read_into "$WORK/nothing.read" "$WORK/nothing" "$@"
tell nothing
for set in eng-forms skew cyr-print cyr-handwriting eng-typescript cyr-typescript; do
    [ -d "$DATA/$set" ] || continue
    read_into "$WORK/$set.read" "$DATA/$set" "$@"
    tell "$set"
done
