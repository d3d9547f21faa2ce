# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# kill -9 of the helper: what runs goes on. (What was being done leaves nothing: tests/kernel/tst_KilledAnywhere.cpp)

for n in 1 2 3 4 5; do
    start "keep$n" -m 64M --pids-limit 20 -- sh -c 'while :; do echo tick; sleep 1; done'
done
pids=$(for n in 1 2 3 4 5; do field "keep$n" .initPid; done)
old=$(helper_pid)
kill -9 "$old"
wait_for 20 test ! -e "/proc/$old"
alive=0
for pid in $pids; do [[ -d /proc/$pid ]] && alive=$((alive + 1)); done
equal "all five run on without it" 5 "$alive"
equal "the next call finds them all" 5 "$(v ps --json | jq '[.[] | select(.state == "running")] | length')"
check "it is another helper" test "$old" != "$(helper_pid)"
equal "with the processes that they had" "$pids" "$(for n in 1 2 3 4 5; do field "keep$n" .initPid; done)"
check "a limit can be moved" v set keep1 --memory 128M
equal "and is moved" 134217728 "$(knob keep1 memory.max)"
ticks=$(v logs keep2 | wc -l)
check "the log goes on" wait_for 30 bash -c "[[ \$(setpriv --reuid tester --regid tester --init-groups vitrine logs keep2 | wc -l) -gt $ticks ]]"
equal "a command can be run in one" hello "$(v exec keep3 -- echo hello 2>&1 | tr -d '\r')"

# One ends while there is no helper: how it ended is known all the same.
start gone -- sh -c 'sleep 3; exit 9'
kill -9 "$(helper_pid)"
check "an end without a helper is not lost" wait_for 60 is_state gone ended
equal "nor its status" 9 "$(field gone .ended.exitCode)"
remove gone
for n in 1 2 3 4 5; do
    check "keep$n is stopped" v stop -t 1 "keep$n"
    remove "keep$n"
done
