# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# A limit on processes refuses what is too much, and says so.

# shellcheck disable=SC2016
ten_sleeps='for (1 .. 10) { my $p = fork; if (!defined $p) { push @r, "refused" } elsif ($p == 0) { exec "sleep", 300 } else { push @r, "started" } }
$| = 1; print "@r\n"; sleep 300'

start five --pids-limit 5 -- perl -e "$ten_sleeps"
check "the loop comes to its end" wait_for 60 logged five refused
contains "some sleeps start" "$(v logs five)" started
equal "the kernel holds the limit" 5 "$(knob five pids.max)"
between "no more than five run" "$(knob five pids.current)" 3 5
between "pids.events counts the refusals" "$(awk '/^max/ { print $2 }' "$(cgroup_of five)/pids.events")" 5 10
equal "the limit is in the list" 5 "$(field five .limits.pids)"
contains "stats names the refusals" "$(v stats --once five 2>&1)" "5"

check "the limit is raised while it runs" v set five --pids-limit 50
equal "the kernel has the new one" 50 "$(knob five pids.max)"
check "one more process starts now" v exec five -- true
remove five
