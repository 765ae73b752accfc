#!/bin/bash
# attack.sh VERNO SOURCE_DIR: what the review desk refuses, and what it keeps when it is killed, on a folder of four small scans.
set -eu
verno=$(realpath "$1")
source=$(realpath "$2")
work=$(mktemp -d "${TMPDIR:-/tmp}/verno-attack-XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/scans"
for case in form-17 worn translation letter; do cp "$source/tests/stages/fields/$case/in.tif" "$work/scans/$case.tif"; done
"$verno" run "$work/scans" -o "$work/folder" --set confidence.calibrator=none --quiet >"$work/run.log" 2>&1 ||
    { cat "$work/run.log"; exit 1; }
python3 "$source/tests/review/attack.py" "$verno" "$work/folder"
