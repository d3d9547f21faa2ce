# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# A program that takes more memory than it may have is ended, and the cause is named.

# shellcheck disable=SC2016
take_200m='my @x; push @x, "x" x (1024 * 1024) for 1 .. 200; print "had it all\n"; sleep 300'

output=$(v run --name greedy -m 64M --host -- perl -e "$take_200m" 2>&1)
equal "run gives the status of a killed program" 137 $?
equal "it does not get what it asks for" "" "$(grep 'had it all' <<<"$output")"
equal "it has ended" ended "$(field greedy .state)"
equal "the cause is named" oom "$(field greedy .ended.reason)"
equal "inspect names it too" oom "$(v inspect --json greedy | jq -r .ended.reason)"
remove greedy

v run --name modest -m 300M --host -- perl -e 'my @x; push @x, "x" x (1024 * 1024) for 1 .. 100; exit 7' >/dev/null 2>&1
equal "one that stays below ends by itself" 7 $?
equal "and is said to have exited" exited "$(field modest .ended.reason)"
equal "with its own status" 7 "$(field modest .ended.exitCode)"
remove modest

v run --name hit --host -- sh -c 'kill -USR1 $$; sleep 5' >/dev/null 2>&1
equal "a signal gives 128 and its number" 138 $?
equal "and is the reason" signal "$(field hit .ended.reason)"
equal "by its number" 10 "$(field hit .ended.signal)"
remove hit
