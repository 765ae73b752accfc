#!/bin/sh
# sources.sh: the files of the project, from its top: what git tracks or would track; without git all but builds.
set -eu
cd "$(dirname "$0")/../.."
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files --cached --others --exclude-standard | while IFS= read -r file; do
        [ -f "$file" ] && printf '%s\n' "$file"
    done
else
    find . -type f ! -path './build*' ! -path './out/*' ! -path './.git/*' | sed 's|^\./||'
fi | sort
