#!/bin/sh
# short.sh MAKE-SEEDS READ: some thousand altered scans through the readers; under sanitizers in ./check.
set -eu
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
"$1" "$dir"
set -- "$2" "$dir"/*
read=$1
shift
"$read" "$@" "$@" "$@" "$@" "$@" "$@" "$@" "$@" # a file's place in the list seeds what is altered
