# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# A real disk held to a rate, whatever it is called, and devices that were not granted.

install -d -o tester -g tester "$VM_DISK_MOUNT/tester"
writer='while :; do dd if=/dev/zero of=/data/file bs=128k count=200 oflag=direct conv=notrunc 2>/dev/null; done'

# written NAME: bytes written to the second disk.
written() {
    awk -v disk="$disk_number" '$1 == disk { for (i = 2; i <= NF; i++) if ($i ~ /^wbytes=/) print substr($i, 8) }' "$(cgroup_of "$1")/io.stat"
}

# write_rate NAME SECONDS
write_rate() {
    local t0 t1 b0 b1
    b0=$(written "$1") t0=$(date +%s%N)
    sleep "$2"
    b1=$(written "$1") t1=$(date +%s%N)
    awk -v b=$((${b1:-0} - ${b0:-0})) -v t=$((t1 - t0)) 'BEGIN { printf "%.0f", b * 1e9 / t }'
}

disk_number=$(<"/sys/block/${VM_DISK#/dev/}/dev")
# The partition stands for the disk that it is a part of.
start writer --device-write-bps "${VM_DISK}1:4M" -v "$VM_DISK_MOUNT/tester:/data" -- sh -c "$writer"
contains "the kernel has the rate, for the whole disk" "$(knob writer io.max)" "$disk_number rbps=max wbps=4194304"
wait_for 30 written writer
sleep 1
between "direct writes are held to 4 MiB/s" "$(write_rate writer 8)" 3565158 4823449
v set writer --device-write-bps "$VM_DISK:1M"
contains "the rate is lowered while it runs" "$(knob writer io.max)" "wbps=1048576"
v set writer --device-write-bps none
equal "none takes it away" "" "$(knob writer io.max)"
between "then it writes faster" "$(write_rate writer 4)" 6000000 100000000000
remove writer

start reader --device-read-bps "$VM_DISK_MOUNT:2M" --device-read-iops "$VM_DISK:100" --device-write-iops "$VM_DISK:50" -- sleep 300
contains "a path stands for its disk" "$(knob reader io.max)" "$disk_number rbps=2097152 wbps=max riops=100 wiops=50"
remove reader

output=$(v run --rm --host -- sh -c "cat $VM_DISK" 2>&1)
check "a disk is not there to be opened" test $? -ne 0
mknod -m 666 "$VM_DISK_MOUNT/tester/node" b "$(cut -d: -f1 <<<"$disk_number")" "$(cut -d: -f2 <<<"$disk_number")"
output=$(v run --rm --host -v "$VM_DISK_MOUNT/tester:/data" -- sh -c 'head -c 1 /data/node' 2>&1)
check "a device node that lies in a folder cannot be opened" test $? -ne 0
rm "$VM_DISK_MOUNT/tester/node"
output=$(v run --rm --host -u 0 -- sh -c "mknod /tmp/node b ${disk_number/:/ } && head -c 1 /tmp/node" 2>&1)
check "nor made" test $? -ne 0

output=$(v run --rm --host --device "$VM_DISK:r" -- true 2>&1)
equal "an ordinary user may not grant a device" 125 $?
contains "and is told who has to agree" "$output" "administrator"
# Root needs no password.
output=$(vitrine run --rm --host --device "$VM_DISK:r" -u 0 -- sh -c "head -c 4 $VM_DISK | wc -c; echo x >$VM_DISK" 2>&1)
contains "a granted device can be read" "$output" 4
check "but not written when only reading was granted" grep -qi 'not permitted\|denied' <<<"$output"
rm -rf "$VM_DISK_MOUNT/tester"
