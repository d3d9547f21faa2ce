# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The console from the command line: input that ends, readers and viewers that leave, signals that are ignored.

# shell COMMAND: what it prints as the user, and its status.
shell() {
    as tester timeout 120 bash -c "$1" 2>&1
    echo "status $?"
}

equal "all of a long input and its end arrive" $'2000000\nstatus 0' \
    "$(shell 'head -c 2000000 /dev/zero | vitrine run -i --rm --host -- sh -c "sleep 2; wc -c"')"
contains "input ends a shell on a terminal" "$(shell 'echo "echo it is $((6 * 7))" | vitrine run -it --rm --host -- sh')" "status 0"

start talker -- sh -c 'while :; do echo word; sleep 0.2; done'
equal "a viewer whose reader leaves" $'word\nstatus 0' "$(shell 'vitrine attach talker | head -n 1')"
check "leaves it running" is_state talker running
equal "an exec whose reader leaves is silent" $'y\n141 0\nstatus 0' "$(shell 'vitrine exec talker yes | head -n 1; echo "${PIPESTATUS[*]}"')"
contains "input ends a shell of an exec on a terminal" "$(shell 'echo "echo it is $((6 * 7))" | vitrine exec -it talker sh')" "it is 42"
contains "also when no line ends it" "$(shell 'printf "half a line" | vitrine exec -it talker cat')" "status 0"
remove talker

as tester nohup vitrine run --name kept --host -- sleep 600 >/dev/null 2>&1 &
foreground=$!
check "a command under nohup starts" wait_for 60 is_state kept running
pkill -HUP -u tester -x vitrine
sleep 2
check "and outlives the hangup" is_state kept running
remove kept
wait "$foreground"
