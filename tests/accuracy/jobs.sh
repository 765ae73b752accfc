#!/usr/bin/env bash
# jobs.sh [SCANS] - same page and settings, same bytes: exports, summaries and records with one worker and with four.
. "$(dirname "$0")/bench.sh"
scans=${1:-$WORK/jobs-samples}
[ -d "$scans" ] || "$VERNO" sample "$scans" -n 24 --seed 5 --tier typical --quiet

for jobs in 1 4; do
    JOBS=$jobs read_into "$WORK/jobs-$jobs" "$scans" --to json,csv
    sqlite3 "$WORK/jobs-$jobs/verno.db" "SELECT id, state, cause, verdict, plan, record FROM pages ORDER BY id" \
        > "$WORK/records-$jobs"
done
pages=$(wc -l < "$WORK/records-1")
status=0
diff -r "$WORK/jobs-1/export" "$WORK/jobs-4/export" || status=1
diff "$WORK/jobs-1/summary.csv" "$WORK/jobs-4/summary.csv" || status=1
diff -q "$WORK/records-1" "$WORK/records-4" || status=1
printf '%d pages, --jobs 1 and --jobs 4: %s\n' "$pages" "$([ "$status" -eq 0 ] && echo 'same bytes' || echo 'DIFFERENT')"
exit "$status"
