# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Processor time: a share of one core, a chosen core, and weights.

busy=(perl -e '1 while 1')

# rate NAME SECONDS: cores used, by cpu.stat and the clock.
rate() {
    local t0 t1 u0 u1 directory
    directory=$(cgroup_of "$1")
    u0=$(awk '/^usage_usec/ { print $2 }' "$directory/cpu.stat") t0=$(date +%s%N)
    sleep "$2"
    u1=$(awk '/^usage_usec/ { print $2 }' "$directory/cpu.stat") t1=$(date +%s%N)
    awk -v u=$((u1 - u0)) -v t=$((t1 - t0)) 'BEGIN { printf "%.3f", u * 1000 / t }'
}

start half --cpus 0.5 -- "${busy[@]}"
equal "the kernel has the limit" "50000 100000" "$(knob half cpu.max)"
between "half a core is half a core over 10 s" "$(rate half 10)" 0.45 0.55
between "the kernel counts the throttling" "$(awk '/^nr_throttled/ { print $2 }' "$(cgroup_of half)/cpu.stat")" 1 1000000
v set half --cpus none
equal "none takes the limit away" "max 100000" "$(knob half cpu.max)"
between "then it uses more" "$(rate half 4)" 0.7 1.2
remove half

start pinned --cpuset-cpus 1 -- "${busy[@]}"
equal "the kernel has the core" 1 "$(knob pinned cpuset.cpus.effective)"
cores=''
for _ in 1 2 3 4 5 6; do
    for pid in $(knob pinned cgroup.procs); do
        cores+=$(awk '{ print $39 }' "/proc/$pid/stat")$'\n'
    done
    sleep 0.3
done
equal "it is never seen on another core" 1 "$(sort -u <<<"${cores%$'\n'}" | tr '\n' ' ' | sed 's/ $//')"
remove pinned

start light --cpuset-cpus 1 --cpu-weight 100 -- "${busy[@]}"
start heavy --cpuset-cpus 1 --cpu-weight 300 -- "${busy[@]}"
sleep 1
l0=$(usage_usec light) h0=$(usage_usec heavy)
sleep 8
l1=$(usage_usec light) h1=$(usage_usec heavy)
between "weights 100 and 300 share a core 1 : 3" "$(awk -v l=$((l1 - l0)) -v h=$((h1 - h0)) 'BEGIN { printf "%.2f", h / l }')" 2.55 3.45
remove light heavy
