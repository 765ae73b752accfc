#!/usr/bin/env bash
# ink.sh [SEED [N [OPTION…]]] - annotations, kinds of ink pixel by pixel, and type under other ink, on N drawn typical
# pages of each kind; then the same as bilevel Group 4. HANDS: folders with handwriting faces, separated by blanks, that
# models/train/ink-data.py holds out (without them the hands are Debian's, on which the network was trained); PENS: a
# folder with pictures of real handwriting, for a third set. OPTIONs go to `verno run`.
. "$(dirname "$0")/bench.sh"
seed=${1:-9301} n=${2:-12}
shift $(($# < 2 ? $# : 2))
options=("$@")
fonts=()
for folder in ${HANDS:-}; do fonts+=(--fonts "$folder"); done

# data LANGUAGE: the generator's data with held-out hands and stamps where there are such, its own else.
data() {
    if [ ${#fonts[@]} -gt 0 ]; then
        python3 "$top/models/train/ink-data.py" "$top/samples/data" "$WORK/data-$1" "$1" held-out
    else
        mkdir -p "$WORK/data-$1"
        cp -r "$top"/samples/data/* "$WORK/data-$1"
    fi
}

# pages SET KIND LANGUAGE SEED [option…]
pages() {
    local set=$1 kind=$2 language=$3 from=$4
    shift 4
    VERNO_SAMPLE_DATA=$WORK/data-$language "$VERNO" sample "$WORK/$set" --ink "$WORK/$set-ink" -n "$n" --seed "$from" \
        --tier typical --kind "$kind" --quiet "${fonts[@]}" "$@"
}

score() {
    read_into "$WORK/$1-read" "$WORK/$1" "${options[@]}"
    heading "$1"
    "$VERNO" eval "$WORK/$1-read" --truth "$WORK/$1" --ink "$WORK/$1-ink" --csv "$WORK/$1.csv"
}

data russian
data english
for set in typical g4; do
    if [ $set = g4 ]; then
        sed -i 's/^mode=.*/mode=bilevel:1/; s/^compression_bilevel=.*/compression_bilevel=g4:1/' "$WORK"/data-*/tiers.ini
        seed=$((seed + 10))
    fi
    pages $set form-17 russian $seed
    pages $set letter-ru russian $((seed + 1))
    pages $set form-17-en english $((seed + 2))
    pages $set letter-en english $((seed + 3))
    score $set
done
if [ -n "${PENS:-}" ]; then
    pages pens form-17 russian $((seed + 10)) --hands "$PENS"
    pages pens letter-ru russian $((seed + 11)) --hands "$PENS"
    score pens
fi
