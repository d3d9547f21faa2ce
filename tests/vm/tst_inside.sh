# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What a container is from within and without: namespaces, root, ids, capabilities, descriptors, and who can see it.

start room -e SECRET=known -- sh -c 'sleep 600'
inside() {
    v exec room -- "$@" 2>&1
}
init=$(field room .initPid)
for kind in user mnt pid net uts ipc cgroup; do
    check "its $kind namespace is its own" test "$(readlink "/proc/$init/ns/$kind")" != "$(readlink /proc/self/ns/$kind)"
done
equal "time is shared" "$(readlink /proc/self/ns/time)" "$(readlink "/proc/$init/ns/time")"
equal "PID 1 is its own" "1" "$(inside sh -c 'ls -d /proc/1 | cut -d/ -f3')"
check "few processes are seen" test "$(inside sh -c 'ls -d /proc/[0-9]* | wc -l')" -le 6
equal "the root is private" "" "$(inside sh -c "ls -d /work /root/.[a-z]* $VM_DISK_MOUNT/* /run/vm 2>/dev/null")"
check "nothing of the host can be written" test "$(inside sh -c 'touch /usr/bin/x /usr/x 2>/dev/null && echo written')" != written
equal "no mount of it is seen outside" "" "$(grep -c 'vitrine/containers' /proc/1/mountinfo | grep -v '^0$')"
check "the host's secrets cannot be read" test "$(inside sh -c 'cat /etc/shadow 2>/dev/null | wc -c')" = 0
inside sh -c '(sh -c "sleep 0.1 & exec true") ; (sleep 0.1 &) ; sleep 1' >/dev/null
equal "PID 1 reaps what is left to it" "" "$(ps -o stat= --ppid "$init" | grep Z)"

equal "descriptors 0 to 2 and no other" "0 1 2 " "$(inside sh -c 'for f in /proc/self/fd/*; do [ -e "$f" ] && echo -n "${f##*/} "; done')"
host_fds=$(find "/proc/$init/fd" -mindepth 1 -printf '%f\n' | sort -n | tail -n 1)
status=$(inside cat /proc/self/status)
contains "no new privileges" "$status" $'NoNewPrivs:\t1'
contains "a system-call filter" "$status" $'Seccomp:\t2'
contains "no inheritable capability" "$status" $'CapInh:\t0000000000000000'
contains "no ambient capability" "$status" $'CapAmb:\t0000000000000000'
check "the bounding set is not full" test "$(awk '/^CapBnd/ { print $2 }' <<<"$status")" != 000001ffffffffff
equal "an ordinary umask" 0022 "$(inside sh -c umask)"
equal "its environment is what was given" known "$(inside sh -c 'echo $SECRET')"
equal "and nothing of the caller's" "" "$(inside env | grep -E '^(XDG_RUNTIME_DIR|DBUS_|SUDO_|VM_)')"
contains "mount is refused" "$(inside -- sh -c 'mount -t tmpfs x /tmp' 2>&1; inside unshare -m true)" "ermi"
check "the host's processes cannot be hit" test "$(inside sh -c "kill -0 $$ 2>/dev/null && echo hit")" != hit

uid=$(awk '/^Uid/ { print $2 }' "/proc/$init/status")
check "outside its root is an id of no account" test "$uid" -ge 65536
check "which nobody on the host has" test -z "$(getent passwd "$uid")"
check "every process of it" test "$(for p in $(knob room cgroup.procs); do awk '/^Uid/ { print ($2 >= 65536) }' "/proc/$p/status"; done | sort -u)" = 1
check "the host's root is not in its map" awk '$2 == 0 || ($2 <= 1000 && $2 + $3 > 1000) { bad = 1 } END { exit bad }' "/proc/$init/uid_map"
start second -- sleep 600
check "two containers share no id" test "$(awk 'NR == 1 { print $2 }' "/proc/$init/uid_map")" != "$(awk 'NR == 1 { print $2 }' "/proc/$(field second .initPid)/uid_map")"
remove second

install -d -o tester -g tester /home/tester/shared
start sharing -v /home/tester/shared:/data -- sh -c 'echo mine >/data/file; sleep 600'
check "a shared folder is written" wait_for 30 test -s /home/tester/shared/file
equal "what it writes there is the caller's" tester "$(stat -c %U /home/tester/shared/file)"
remove sharing
v run --rm --host -v /home/tester/shared:/data:ro -- sh -c 'echo no >/data/other' >/dev/null 2>&1
check "a read-only folder is not" test ! -e /home/tester/shared/other
rm -rf /home/tester/shared
equal "with identity me it is the caller" 1000 "$(v run --rm --host --identity me -- id -u 2>/dev/null)"

equal "nobody else sees it" 0 "$(as other vitrine ps --all --json | jq length)"
id=$(field room .id)
theirs=$(as other vitrine inspect "$id" 2>&1)
none=$(as other vitrine inspect "${id//[0-9a-f]/0}" 2>&1)
equal "and is told the same as of one that is not there" "${none//${id//[0-9a-f]/0}/X}" "${theirs//$id/X}"
check "nobody else stops it" test -n "$(as other vitrine stop room 2>&1; is_state room running && echo runs)"
as other vitrine run --rm --name room --host -- true >/dev/null 2>&1
equal "another user may use the same name" 0 $?
equal "the store is closed to others" "" "$(as tester ls /var/lib/vitrine /run/vitrine 2>/dev/null)"
: "${host_fds:?}"
remove room
