#!/bin/bash
# ink.sh WORK - makes models/ink/ink.net, the network that tells kinds of ink apart, on a bare Debian 12.
#
# Steps: draw cut train install. Each leaves WORK/done/STEP and is not done again; training goes on from its last state.
# STEPS names the steps to do [all]; remove WORK/done/STEP to have one done anew. About two hours on two cores.
#
#   VERNO_HANDS  folders with handwriting faces, separated by blanks (the families stand in ink-data.py; all are under the
#                OFL or Apache-2.0 and on npm as @fontsource/NAME, made TrueType by Debian's woff2_decompress). Without them the hands
#                are Debian's three and the generator's scribbles, and no held-out set of other hands can be drawn.
#   VERNO_REAL   folder of real typed pages, JPEG with ALTO of their typed lines beside them; every second one is learnt
#                from, the others judge  [../shared/data/eng-typescript/pages where it is there]
#   VERNO_BUILD  where verno and the tools are built  [build]
#   PAGES        drawn pages, about  [870]
#   MOVED        other layouts, 15 pages of each besides  [0]
#   PASTE        share of the pieces learnt from that get pieces of other pages laid over them  [0]
#   MINUTES      of training         [100]
#   START        network to go on from, in the format of models/ink/ink.net  [none]
set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
. "$top/.ci/packages.sh"
work=${1:?usage: ink.sh WORK}
mkdir -p "$work/done"
work=$(realpath "$work")
build=$(realpath "${VERNO_BUILD:-$top/build}")
real=${VERNO_REAL:-$top/../shared/data/eng-typescript/pages}
pages=${PAGES:-870}
MOVED=${MOVED:-0}
fonts=()
for folder in ${VERNO_HANDS:-}; do fonts+=(--fonts "$folder"); done

install_missing $packages_build $packages_check $packages_ink
[ -x "$build/models/train/cut-ink" ] || { meson setup "$build" "$top" || true; ninja -C "$build"; }

# draw LANGUAGE PART OUT KIND SEED FIRST N
draw() {
    VERNO_SAMPLE_DATA=$work/data-$1-$2 "$build/verno" sample "$work/$3" --ink "$work/$3-ink" -n "$7" --first "$6" --seed "$5" \
        --kind "$4" --tier all --quiet "${fonts[@]}"
}

# half I: every second page of all kinds, for one of two processes.
half() {
    local n=$((pages / 2))
    draw russian train pages form-17 7001 $((1000 * $1)) $((n * 32 / 100))
    draw russian train pages letter-ru 7002 $((1000 * $1)) $((n * 29 / 100))
    draw english train pages letter-en 7003 $((1000 * $1)) $((n * 24 / 100))
    draw english train pages form-17-en 7004 $((1000 * $1)) $((n * 13 / 100))
    draw russian train pages blank 7005 $((1000 * $1)) $((n * 2 / 100))
    for k in $(seq 1 $((MOVED / 2))); do moved $((k + 100 * $1)); done
}

# moved K: pages of forms whose labels stand elsewhere, so that the network learns looks and not places.
moved() {
    local language=russian kind part file
    for kind in form-17 form-17-en; do
        [ $kind = form-17 ] || language=english
        python3 "$top/samples/move-layouts.py" "$work/data-$language-train" "$work/data-moved-$1" "$1" train
        VERNO_SAMPLE_DATA=$work/data-moved-$1 "$build/verno" sample "$work/moved-$1" --ink "$work/moved-$1-ink" \
            -n $([ $kind = form-17 ] && echo 12 || echo 3) --seed $((7200 + $1)) --kind $kind --tier all --quiet "${fonts[@]}"
    done
    rm -rf "$work/data-moved-$1"
    # Layouts share names.
    for part in "" -ink; do
        for file in "$work/moved-$1$part"/*; do mv "$file" "$work/pages$part/layout$1-${file##*/}"; done
        rmdir "$work/moved-$1$part"
    done
}

step_draw() {
    for language in russian english; do
        for part in train held-out; do
            python3 "$top/models/train/ink-data.py" "$top/samples/data" "$work/data-$language-$part" $language $part
        done
    done
    half 0 &
    half 1
    wait
    [ ${#fonts[@]} -gt 0 ] || return 0
    draw russian held-out held form-17 7101 0 24
    draw russian held-out held letter-ru 7102 0 16
    draw english held-out held letter-en 7103 0 12
    draw english held-out held form-17-en 7104 0 8
}

cut_pages() {
    mkdir -p "$3"
    "$build/models/train/cut-ink" "$1" "$2" "$3" 0 2 2>>"$work/cut.log" &
    "$build/models/train/cut-ink" "$1" "$2" "$3" 1 2 2>>"$work/cut.log"
    wait
}

step_cut() {
    cut_pages "$work/pages" "$work/pages-ink" "$work/views"
    mkdir -p "$work/views-held" "$work/views-real"
    [ ! -d "$work/held" ] || cut_pages "$work/held" "$work/held-ink" "$work/views-held"
    [ ! -d "$real" ] || cut_pages "$real" "$real" "$work/views-real"
}

step_train() {
    # Debian's own Python: it has the package's torch.
    /usr/bin/python3 "$top/models/train/ink-train.py" "$work" "${MINUTES:-100}" ${START:+"$START"} | tee -a "$work/train.log"
}

step_install() {
    mkdir -p "$top/models/ink"
    cp "$work/ink.net" "$top/models/ink/ink.net"
    sha256sum "$top/models/ink/ink.net"
}

for step in ${STEPS:-draw cut train install}; do
    [ -e "$work/done/$step" ] && continue
    echo "== $step, $(date +%H:%M)"
    "step_$step"
    touch "$work/done/$step"
done
