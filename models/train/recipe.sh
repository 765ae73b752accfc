#!/bin/bash
# recipe.sh LANGUAGE WORK - makes models/languages/rus_typed.traineddata (LANGUAGE rus) or eng_typed.traineddata (eng) from
# Debian's model of that language, on a bare Debian 12.
#
# Steps: text draw cut network train choose install. Each leaves WORK/done/STEP and is not done again; training goes on
# from its last checkpoint. STEPS names the steps to do [all]; remove WORK/done/STEP to have one done anew.
#
#   VERNO_FONTS  folder with TT2020 (OFL; fonts.sum has the names and checksums); without it the model is trained on
#                Debian's faces alone, see models/README.md for what that costs
#   VERNO_TEXT   folder of prose                           [rus: ../shared/data/rus-text; eng: Debian's fortunes]
#   VERNO_BUILD  where verno and the tools are built       [build]
#   PAGES        drawn pages of each kind of damage        [rus 420, eng 260]
#   ITERATIONS   lines the training looks at               [rus 16000, eng 8000]
#   SHARES       weights of the tuned network to try       [0.5 0.6 0.7]
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/.ci/packages.sh"
language=${1:?usage: recipe.sh LANGUAGE WORK} work=${2:?usage: recipe.sh LANGUAGE WORK}
mkdir -p "$work/done"
work=$(realpath "$work")
build=$(realpath "${VERNO_BUILD:-$top/build}")
case $language in
rus) text=../shared/data/rus-text phrases=russian.txt kind=letter-ru script=Cyrl one=0.45 pages=420 iterations=16000 ;;
eng) text=/usr/share/games/fortunes phrases=english.txt kind=letter-en script=Latn one=0.05 pages=260 iterations=8000 ;;
*) echo "$0: no language $language" >&2; exit 1 ;;
esac
text=${VERNO_TEXT:-$(cd "$top" && realpath "$text")}
pages=${PAGES:-$pages} iterations=${ITERATIONS:-$iterations} shares=${SHARES:-0.5 0.6 0.7}
stock=/usr/share/tesseract-ocr/5/tessdata/$language.traineddata
export OMP_THREAD_LIMIT=1

install_missing $packages_build $packages_check $packages_train
[ -x "$build/models/train/cut-lines" ] || { meson setup "$build" "$top" || true; ninja -C "$build"; }

# The faces that are trained on; gnu-typewriter is kept for judging.
faces="cmu-typewriter cmu-typewriter-bold free-mono free-mono-bold nimbus-mono nimbus-mono-bold c059-typed"
if [ -n "${VERNO_FONTS:-}" ]; then
    (cd "$VERNO_FONTS" && sha256sum --check --quiet "$top/models/train/fonts.sum")
    faces="$faces tt2020 tt2020-b tt2020-d tt2020-e"
fi

# data NAME SEED PART: a folder of the generator's data with our damage, our page and sentences of our making.
data() {
    mkdir -p "$work/$1/texts" "$work/$1/layouts"
    cp "$top"/samples/data/texts/* "$work/$1/texts"
    cp -r "$top/samples/data/documents" "$top/samples/data/fonts.ini" "$work/$1"
    sed "s/^one_is_i=.*/one_is_i=$one/" "$top/models/train/tiers.ini" >"$work/$1/tiers.ini"
    sed "s/^script=.*/script=$script/" "$top/models/train/page.ini" >"$work/$1/layouts/$kind.ini"
    python3 "$top/models/train/text.py" "$language" "$top/samples/data/texts/$phrases" "$text" \
        "$work/$1/texts/$phrases" "$2" "$3"
}

# draw DATA OUT N SEED TIER FACE…
draw() {
    local from=$1 out=$2 n=$3 seed=$4 tier=$5 only=()
    shift 5
    for face in "$@"; do only+=(--font "$face"); done
    VERNO_SAMPLE_DATA=$work/$from "$build/verno" sample "$work/$out" -n "$n" --seed "$seed" --kind "$kind" \
        --tier "$tier" --rotation 0 --quiet ${VERNO_FONTS:+--fonts "$VERNO_FONTS"} "${only[@]}"
}

cut_pages() {
    mkdir -p "$(dirname "$work/$2")"
    "$build/models/train/cut-lines" "$language" "$work/$1" "$work/$2" ${3:-} 2>>"$work/cut.log"
}

step_text() {
    data data-train 1 train
    data data-held 2 held-out
}

step_draw() {
    draw data-train pages-fair "$pages" 301 clean $faces &
    draw data-train pages-worn "$pages" 302 typical $faces
    wait $! # with its status: a bare wait would hide a failure
    draw data-held pages-face 16 900 typical gnu-typewriter
    draw data-held pages-damage 16 900 hard $faces
    draw data-held pages-both 16 900 hard gnu-typewriter
}

step_cut() {
    cut_pages pages-fair lines/fair- &
    cut_pages pages-worn lines/worn-
    wait $!
    cat "$work"/lines/fair-.list "$work"/lines/worn-.list | shuf --random-source=<(yes) >"$work/train.list"
    for set in face damage both; do cut_pages pages-$set held/$set/line --pictures; done
}

step_network() {
    cp "$stock" "$work/stock.traineddata"
    (cd "$work" && combine_tessdata -u stock.traineddata stock.) 2>/dev/null
    "$build/models/train/edit-network" to-float "$work/stock.lstm" "$work/stock_float.lstm"
}

step_train() {
    mkdir -p "$work/train"
    lstmtraining --continue_from "$work/stock_float.lstm" --traineddata "$work/stock.traineddata" \
        --train_listfile "$work/train.list" --model_output "$work/train/typed" --max_iterations "$iterations" \
        --target_error_rate 0.01 >>"$work/train.log" 2>&1
    grep '^At iteration' "$work/train.log" | tail -n 1 | cut -c1-100
}

# candidate SHARE: WORK/tessdata/share-SHARE.traineddata, int8.
candidate() {
    mkdir -p "$work/tessdata"
    "$build/models/train/edit-network" average "$1" "$work/stock_float.lstm" "$work/typed.lstm" "$work/average.lstm"
    lstmtraining --stop_training --convert_to_int --continue_from "$work/average.lstm" \
        --traineddata "$work/stock.traineddata" --model_output "$work/tessdata/share-$1.traineddata" 2>/dev/null
}

# errors MODEL SET: its CER on a set of lines, as the stock command reads them.
errors() {
    "$build/verno" eval --truth "$2" --scans "$2" --lines --baseline "tesseract:--psm 13 --tessdata-dir $work/tessdata -l $1" |
        awk '/CER strict, without blanks/ { print $5; exit }'
}

# The share with the fewest errors on the real lines where they are at hand, else on the held-out drawn ones.
step_choose() {
    lstmtraining --stop_training --continue_from "$work/train/typed_checkpoint" --traineddata "$work/stock.traineddata" \
        --model_output "$work/typed.traineddata" 2>/dev/null
    (cd "$work" && combine_tessdata -u typed.traineddata typed.) 2>/dev/null
    mkdir -p "$work/tessdata"
    cp "$stock" "$work/tessdata/stock.traineddata"
    ln -sfn "$(dirname "$stock")/configs" "$work/tessdata/configs" # the stock command's output formats
    local sets="$work/held/face $work/held/damage $work/held/both" real=${VERNO_DATA:-$top/../shared/data}/cyr-typescript
    [ "$language" = rus ] && [ -d "$real" ] || real=
    if [ -n "$real" ]; then sets="$sets $real/lines-gold $real/lines-chaikovsky"; fi
    : >"$work/table"
    for model in stock $shares; do
        [ "$model" = stock ] || { candidate "$model"; model=share-$model; }
        echo "$model $(for set in $sets; do errors "$model" "$set"; done | tr '\n' ' ')" | tee -a "$work/table"
    done
    awk -v real="$real" '$1 != "stock" {
        sum = real ? $(NF) + $(NF - 1) : $2 + $3 + $4
        if (best == "" || sum < least) { best = $1; least = sum } } END { print best }' "$work/table" >"$work/chosen"
}

step_install() {
    cp "$work/tessdata/$(cat "$work/chosen").traineddata" "$top/models/languages/${language}_typed.traineddata"
    sha256sum "$top/models/languages/${language}_typed.traineddata"
}

for step in ${STEPS:-text draw cut network train choose install}; do
    [ -e "$work/done/$step" ] && continue
    echo "== $step, $(date +%H:%M)"
    "step_$step"
    touch "$work/done/$step"
done
