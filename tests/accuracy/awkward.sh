#!/usr/bin/env bash
# awkward.sh - odd and broken TIFFs: every file ends in a state, none stops the run. Prints the states of each set and the
# valid files, by libtiff's own verdict, that verno does not read, with the cause.
. "$(dirname "$0")/bench.sh"
need_data tiff-awkward tiff-malformed
failed=0

for part in tiff-awkward tiff-malformed; do
    folder=$WORK/$part
    read_into "$folder" "$DATA/$part"
    heading "$part"
    files=$(find "$DATA/$part" -type f \( -iname '*.tif' -o -iname '*.tiff' \) | wc -l)
    sqlite3 -separator ' ' "$folder/verno.db" "
        SELECT printf('%d files, %d scans, %d pages', $files, (SELECT count(*) FROM scans),
                      (SELECT sum(pages) FROM scans));
        SELECT printf('  %-12s%5d pages, longest %.1f s, most %.0f MB', state, count(*), max(took_s),
                      max(peak_bytes) / 1e6) FROM pages GROUP BY state ORDER BY state;"
    lost=$(sqlite3 "$folder/verno.db" "SELECT count(*) FROM scans s WHERE NOT EXISTS
        (SELECT 1 FROM pages p WHERE p.hash = substr(s.sha256, 1, 16))")
    scans=$(sqlite3 "$folder/verno.db" "SELECT count(*) FROM scans")
    echo "  without a state: $lost"
    if [ "$lost" -gt 0 ] || [ "$scans" -lt "$files" ]; then failed=1; fi
    # What tiff2rgba reads and verno does not.
    sqlite3 :memory: ".mode tabs" ".import '$DATA/$part/MANIFEST.tsv' manifest" "ATTACH '$folder/verno.db' AS folder" "
        SELECT printf('  libtiff reads, verno: %-12s%4d files: %s', state, count(*), cause) FROM (
            SELECT p.state, p.cause FROM manifest m JOIN folder.scans s ON CAST(s.path AS TEXT) = m.file
            JOIN folder.pages p ON p.hash = substr(s.sha256, 1, 16)
            WHERE m.tiff2rgba_rc = '0' AND p.number = 1 AND p.state NOT IN ('done', 'blank'))
        GROUP BY state, cause ORDER BY count(*) DESC LIMIT 40"
done
exit "$failed"
