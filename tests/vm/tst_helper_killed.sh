# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# kill -9 of the helper: what runs goes on, what was being made leaves nothing.

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

# During a start: ended by the first, second, … call of each kind that the helper makes on the way. A caller sees an error or a container,
# and after it is removed the machine is as before.
before=$(snapshot)
killed=0
for point in memfd_create:1 socketpair:1 mkdirat:1 mkdir:1 mkdir:2 bpf:1 clone3:1 vfork:1 clone:1 open_tree:1 mount_setattr:1 \
    renameat:1 renameat:2 rename:1 rename:2 fsync:1 fsync:2 fdatasync:1 sendmsg:3 sendmsg:6 sendmsg:9 recvmsg:6 recvmsg:10; do
    v ps >/dev/null 2>&1 # a helper is there
    pid=$(helper_pid)
    strace -qq -f -o /dev/null -e "inject=${point%:*}:signal=KILL:when=${point#*:}" -p "$pid" 2>/dev/null &
    tracer=$!
    wait_for 20 grep -q "TracerPid:[[:space:]]*[1-9]" "/proc/$pid/status"
    timeout 60 setpriv --reuid tester --regid tester --init-groups vitrine run -d --name victim --host --network private -- sleep 600 >/dev/null 2>&1
    kill "$tracer" 2>/dev/null
    wait "$tracer" 2>/dev/null
    [[ -d /proc/$pid ]] || killed=$((killed + 1))
    if ! v ps --all --json >/dev/null 2>&1; then
        fail "killed at $point: the next call is answered"
    fi
    remove victim
done
between "the helper was killed on the way" "$killed" 5 100
unchanged "killed at any step, a start leaves nothing" "$before"
