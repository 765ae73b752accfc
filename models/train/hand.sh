#!/bin/bash
# hand.sh WORK - makes models/languages/rus_hand.traineddata, which reads short notes by hand, from Debian's `rus`, on a bare
# Debian 12.
#
# Steps: draw network train choose install. Each leaves WORK/done/STEP and is not done again; training goes on from its last
# checkpoint. STEPS names the steps to do [all]; remove WORK/done/STEP to have one done anew.
#
#   VERNO_HANDS  folders with handwriting faces, separated by blanks (the families stand in hand-data.py; all are under the OFL
#                or Apache-2.0 and on npm as @fontsource/NAME, made TrueType by Debian's woff2_decompress). Needed: Debian's three
#                italics alone make no hand, and nothing would be held out.
#   VERNO_BUILD  where verno and the tools are built  [build]
#   PAGES        drawn pages, clean, typical and hard [250 370 180]
#   ITERATIONS   lines that each run of the training looks at: three one after the other, the last at half the rate, and two
#                that part from their average [40000 62000 10000 56000 56000]
#   SHARES       weights of the tuned network to try  [0.8 1]
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/.ci/packages.sh"
work=${1:?usage: hand.sh WORK}
mkdir -p "$work/done"
work=$(realpath "$work")
build=$(realpath "${VERNO_BUILD:-$top/build}")
stock=/usr/share/tesseract-ocr/5/tessdata/rus.traineddata
fonts=()
for folder in ${VERNO_HANDS:?VERNO_HANDS names no folder of handwriting faces}; do fonts+=(--fonts "$folder"); done
export OMP_THREAD_LIMIT=1

install_missing $packages_build $packages_check
[ -x "$build/models/train/cut-lines" ] || { meson setup "$build" "$top" || true; ninja -C "$build"; }

# draw PART TIER N SEED STEM [--pictures]: pages of notes, cut as the stage `notes` will cut them.
draw() {
    VERNO_SAMPLE_DATA=$work/data-$1 "$build/verno" sample "$work/pages-$1-$2" -n "$3" --seed "$4" --kind letter-ru --tier "$2" \
        --rotation 0 --quiet "${fonts[@]}"
    mkdir -p "$(dirname "$work/$5")"
    "$build/models/train/cut-lines" rus "$work/pages-$1-$2" "$work/$5" --notes ${6:-} 2>>"$work/cut.log"
}

step_draw() {
    for part in train held-out; do python3 "$top/models/train/hand-data.py" "$top/samples/data" "$work/data-$part" $part; done
    local pages=(${PAGES:-250 370 180})
    for tier in clean typical hard; do
        draw train $tier "${pages[0]}" 9101 lines/$tier-
        pages=("${pages[@]:1}")
        draw held-out $tier 12 9200 held/$tier- --pictures
    done
    cat "$work"/lines/*.list | shuf --random-source=<(yes) >"$work/train.list"
}

step_network() {
    cp "$stock" "$work/stock.traineddata"
    (cd "$work" && combine_tessdata -u stock.traineddata stock.) 2>/dev/null
    "$build/models/train/edit-network" to-float "$work/stock.lstm" "$work/stock_float.lstm"
}

# run NAME FROM ITERATIONS RATE: one run of the trainer, the lines in an order of its own; leaves WORK/NAME.lstm.
run() {
    mkdir -p "$work/train-$1"
    shuf --random-source=<(yes "$1") "$work/train.list" >"$work/$1.list"
    lstmtraining --continue_from "$2" --traineddata "$work/stock.traineddata" --train_listfile "$work/$1.list" \
        --model_output "$work/train-$1/hand" --learning_rate "$4" --reset_learning_rate --max_iterations "$3" \
        --target_error_rate 0.005 >>"$work/$1.log" 2>&1
    grep '^At iteration' "$work/$1.log" | tail -n 1 | cut -c1-100
    lstmtraining --stop_training --continue_from "$work/train-$1/hand_checkpoint" \
        --traineddata "$work/stock.traineddata" --model_output "$work/$1.traineddata" 2>/dev/null
    (cd "$work" && combine_tessdata -u "$1.traineddata" "$1.") 2>/dev/null
}

# average SHARE BASE TUNED OUT, networks of WORK
average() {
    "$build/models/train/edit-network" average "$1" "$work/$2.lstm" "$work/$3.lstm" "$work/$4.lstm"
}

# Runs are averaged: the average reads hands that none of them saw better than the best of them.
step_train() {
    local many=(${ITERATIONS:-40000 62000 10000 56000 56000})
    run first "$work/stock_float.lstm" "${many[0]}" 0.001
    run second "$work/train-first/hand_checkpoint" "${many[1]}" 0.001
    run third "$work/train-second/hand_checkpoint" "${many[2]}" 0.0005
    average 0.5 second third late
    average 0.3333 late first start
    run left "$work/start.lstm" "${many[3]}" 0.0005
    run right "$work/start.lstm" "${many[4]}" 0.0005
    average 0.5 left right both
    average 0.3333 both start hand
}

# candidate SHARE: WORK/tessdata/share-SHARE.traineddata, int8, without the parent's dictionaries: a number is in none.
candidate() {
    local out=$work/tessdata/share-$1.traineddata
    "$build/models/train/edit-network" average "$1" "$work/stock_float.lstm" "$work/hand.lstm" "$work/average.lstm"
    lstmtraining --stop_training --convert_to_int --continue_from "$work/average.lstm" \
        --traineddata "$work/stock.traineddata" --model_output "$work/candidate.traineddata" 2>/dev/null
    (cd "$work" && combine_tessdata -u candidate.traineddata candidate. && rm -f candidate.lstm-*-dawg candidate.traineddata &&
        combine_tessdata candidate. && mv candidate.traineddata "$out") >/dev/null 2>&1
}

# errors MODEL: its CER on the held-out lines, as the stock command reads them.
errors() {
    "$build/verno" eval --truth "$work/held" --scans "$work/held" --lines \
        --baseline "tesseract:--psm 13 --tessdata-dir $work/tessdata -l $1" |
        awk '/CER strict, without blanks/ { print $5; exit }'
}

step_choose() {
    mkdir -p "$work/tessdata"
    cp "$stock" "$work/tessdata/stock.traineddata"
    ln -sfn "$(dirname "$stock")/configs" "$work/tessdata/configs" # the stock command's output formats
    : >"$work/table"
    for model in stock ${SHARES:-0.8 1}; do
        [ "$model" = stock ] || { candidate "$model"; model=share-$model; }
        echo "$model $(errors "$model")" | tee -a "$work/table"
    done
    awk '$1 != "stock" { if (best == "" || $2 + 0 < least) { best = $1; least = $2 + 0 } } END { print best }' \
        "$work/table" >"$work/chosen"
}

step_install() {
    cp "$work/tessdata/$(cat "$work/chosen").traineddata" "$top/models/languages/rus_hand.traineddata"
    sha256sum "$top/models/languages/rus_hand.traineddata"
}

for step in ${STEPS:-draw network train choose install}; do
    [ -e "$work/done/$step" ] && continue
    echo "== $step, $(date +%H:%M)"
    "step_$step"
    touch "$work/done/$step"
done
