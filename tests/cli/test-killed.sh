#!/bin/bash
# test-killed.sh: a run may be killed at any moment and started again; a worker or a page's process that is killed costs
# one page; an interrupted run ends with 130 and goes on.
. "$(dirname "$0")/cli.sh"
scans in
RANDOM=${SEED:-1950}

# start FOLDER OPTION…: a run in the background, $pid.
start() {
    local folder=$1
    shift
    : >"$err"
    "$verno" run in -o "$folder" --jobs 2 "$@" >/dev/null 2>"$err" </dev/null &
    pid=$!
}

# ended: waits for $pid; its status is in $got.
ended() {
    got=0
    wait $pid || got=$?
}

# nobody_left FOLDER: within five seconds no process of verno works for it any more.
nobody_left() {
    local process left
    for _ in $(seq 50); do
        left=
        for process in /proc/[0-9]*; do
            [ "$(readlink "$process/exe")" = "$verno" ] && grep -qsaF "$1" "$process/cmdline" && left=$process
        done
        [ -n "$left" ] || return 0
        sleep 0.1
    done
    fail "$left of $1 is left"
}

children_of() { cat /proc/"$1"/task/"$1"/children 2>/dev/null || true; }

begin=$(date +%s%N)
run 0 run in -o "$dir/whole" --jobs 2
took_ms=$((($(date +%s%N) - begin) / 1000000))

# kill -9, six times at moments by chance; a run that was quicker than its killer starts over.
kills=0
for n in $(seq 30); do
    start "$dir/killed"
    delay=$((RANDOM % (took_ms * 2 / 3) + 20))
    sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
    if kill -9 $pid 2>/dev/null; then kills=$((kills + 1)); else rm -rf killed; fi
    wait $pid 2>/dev/null || true
    nobody_left "$dir/killed"
    [ ! -e killed/verno.db ] || [ "$(sqlite3 killed/verno.db 'pragma integrity_check')" = ok ] || fail "the store is broken after kill $n"
    [ $kills -lt 6 ] || break
done
[ $kills = 6 ] || fail "only $kills of 30 kills met a run"
run 0 run in -o "$dir/killed" --jobs 2
same whole killed

# A picture that was being written when the run was killed: its page is not in the store yet.
mkdir -p half/images
one=$(cd whole/images && ls */*.png | head -1)
mkdir -p "half/images/${one%/*}"
echo half >"half/images/$one.AB12CD"
run 0 run in -o "$dir/half" --jobs 2
same whole half
run 0 run in -o "$dir/killed" --jobs 2
read_now 0

# SIGINT and SIGTERM: what is in hand is finished, the status is 130, the rest waits.
for signal in INT TERM; do
    rm -rf stopped
    start "$dir/stopped"
    for _ in $(seq 200); do
        grep -q ' of .*: ' "$err" && break
        sleep 0.05
    done
    kill -$signal $pid
    ended
    [ $got = 130 ] || fail "SIG$signal ended with $got"
    nobody_left "$dir/stopped"
    status stopped 's["waiting"] > 0 or s["pages"] < 10'
    status stopped 's["last_run"]["how"] == "interrupted"'
    run 0 run in -o "$dir/stopped" --jobs 2
    same whole stopped
done

# is_young PROCESS: it lives, and has worked for less than a tenth of a second: no page is read by then.
is_young() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
    read -r -a stat <<<"${stat##*) }"
    [ "${stat[0]}" != Z ] && [ $((stat[11] + stat[12])) -lt 10 ]
}

# kill_below FOLDER DEPTH SIGNAL: once a page has come, a worker (1) or a page's process (2) gets the signal, before its
# page is read.
kill_below() {
    local folder=$1 depth=$2 signal=$3
    shift 3
    rm -rf "$folder"
    start "$folder" "$@"
    for _ in $(seq 400); do
        grep -q ' of .*: ' "$err" && for worker in $(children_of $pid); do
            for child in $(children_of "$worker"); do
                is_young "$child" || continue
                [ "$depth" = 1 ] && target=$worker || target=$child
                kill -"$signal" "$target" 2>/dev/null && return 0
            done
        done
        sleep 0.02
    done
    fail "no process to kill in $folder"
}

kill_below "$dir/worker" 1 9
ended
[ $got = 2 ] || fail "a killed worker ended the run with $got"
status worker 's["states"]["failed"] == 1 and s["waiting"] == 0 and sum(s["states"].values()) == 10'
status worker 's["failures"][0]["cause"] == "the worker process was killed from outside"'
run 0 run in -o "$dir/worker" --jobs 2 --retry-failed
read_now 1
same whole worker

kill_below "$dir/child" 2 9
ended
[ $got = 2 ] || fail "a killed page ended the run with $got"
status child 's["states"]["failed"] == 1 and s["waiting"] == 0 and "Killed" in s["failures"][0]["cause"]'

# A page's process that stands still is killed at the wall limit and tried once more, which reads it.
kill_below "$dir/still" 2 STOP --wall 4
ended
[ $got = 0 ] || fail "a page that stood still once ended the run with $got"
[ "$(sqlite3 still/verno.db 'select count(*) from pages where attempts = 2')" = 1 ] || fail "no page was tried twice"
same whole still
finish
