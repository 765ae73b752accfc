#!/bin/sh
# Draws the scans in samples/scans again, byte for byte: samples/redraw.sh [VERNO [DIR]]
# With Debian 12's fonts and libraries `git diff --stat samples/scans` is empty afterwards.
set -eu
verno=${1:-verno}
dir=${2:-$(dirname "$0")/scans}

draw() {
    name=$1
    shift
    "$verno" sample "$dir" --quiet --small --seed 1950 --name "$name" "$@"
}

draw 8691-556-clean --tier clean --document 8691-556
draw 8691-556-typical --tier typical --document 8691-556 --first 1
draw 8600-550-clean --tier clean --document 8600-550 --first 2
draw 8600-550-typical --tier typical --document 8600-550 --first 3 --fax
draw en-1950-05-13 --tier typical --document en-1950-05-13 --first 4
draw en-8600 --tier typical --document en-8600 --first 5
draw draft-1949-10-26 --tier typical --document draft-1949-10-26 --first 6
draw form-turned --tier hard --kind form-17 --first 7 --rotation 90
draw letter-upside-down --tier typical --kind letter-ru --first 8 --rotation 180
draw blank-verso --tier typical --kind blank --first 9
draw letter-three-pages --tier typical --kind letter-ru --first 10 --pages 3
