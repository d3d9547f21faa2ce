# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Every limit raised, lowered and removed while the container runs.

start live -m 64M --cpus 1 --pids-limit 20 -- sleep 600

# change OPTION VALUE FILE EXPECTED: sets it and reads what the kernel has.
change() {
    local output
    output=$(v set live "$1" "$2" 2>&1) || fail "set $1 $2" "$output"
    equal "set $1 $2" "$4" "$(knob live "$3")"
}

change --memory 128M memory.max 134217728
change --memory 32M memory.max 33554432
change --memory none memory.max max
change --memory-high 64M memory.high 67108864
change --memory-high 16M memory.high 16777216
change --memory-high none memory.high max
change --memory-swap-max 64M memory.swap.max 67108864
change --memory-swap-max 8M memory.swap.max 8388608
change --memory-swap-max none memory.swap.max max
change --cpus 1.5 cpu.max "150000 100000"
change --cpus 0.25 cpu.max "25000 100000"
change --cpus none cpu.max "max 100000"
change --cpu-weight 500 cpu.weight 500
change --cpu-weight 20 cpu.weight 20
change --cpu-weight none cpu.weight 100
change --cpuset-cpus 0 cpuset.cpus 0
change --cpuset-cpus 0-1 cpuset.cpus 0-1
check "set --cpuset-cpus none" v set live --cpuset-cpus none
# The kernel does not let a cpuset with processes become empty again.
equal "every core may be used again" "$(</sys/fs/cgroup/cpuset.cpus.effective)" "$(knob live cpuset.cpus.effective)"
equal "and the list shows no limit" null "$(field live .limits.cpusetCpus)"
change --io-weight 300 io.weight "default 300"
change --io-weight none io.weight "default 100"
change --pids-limit 100 pids.max 100
change --pids-limit 10 pids.max 10
change --pids-limit none pids.max max
number=$(<"/sys/block/${VM_DISK#/dev/}/dev")
change --device-read-bps "$VM_DISK:8M" io.max "$number rbps=8388608 wbps=max riops=max wiops=max"
change --device-read-bps "$VM_DISK:1M" io.max "$number rbps=1048576 wbps=max riops=max wiops=max"
change --device-read-bps "$VM_DISK:none" io.max ""
change --device-write-iops "$VM_DISK:30" io.max "$number rbps=max wbps=max riops=max wiops=30"
change --device-write-iops "$VM_DISK:none" io.max ""

before=$(v inspect --json live | jq -S .limits)
output=$(v set live --memory 1 --cpus 100000 --pids-limit 0 2>&1)
equal "a wrong change is refused" 125 $?
contains "and each problem named" "${output,,}" "cpu"
equal "and changes nothing" "$before" "$(v inspect --json live | jq -S .limits)"
equal "the container has run through it all" running "$(field live .state)"

check "pause" v pause live
equal "it is frozen" "frozen 1" "$(grep frozen "$(cgroup_of live)/cgroup.events")"
equal "and said to be paused" paused "$(field live .state)"
check "resume" v resume live
equal "it is thawed" "frozen 0" "$(grep frozen "$(cgroup_of live)/cgroup.events")"
check "rename" v rename live lively
equal "it has the new name" running "$(field lively .state)"
pid=$(field lively .initPid)
check "restart" v restart lively
check "it is a new process" test "$pid" != "$(field lively .initPid)"
check "stop" v stop lively
equal "it has ended" ended "$(field lively .state)"
remove lively
