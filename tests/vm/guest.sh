#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# PID 1 of the micro-VM once its root is there: a small system with disks, users, bus and polkit; runs one command, powers off.
# In an image, whose own init has made the system, only the last two.
set -u
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8
readonly vm=/run/vm
exec </dev/null

power_off() {
    dmesg >$vm/ctl/dmesg
    sync
    if [[ ${image:-} ]]; then
        journalctl -b --no-pager >$vm/ctl/system.log
        exec systemctl poweroff
    fi
    echo o >/proc/sysrq-trigger
    sleep 60
}

fail() {
    echo "vm: $*" >/dev/console
    power_off
}

mount_kernel_file_systems() {
    mkdir -p /dev/pts /dev/shm
    mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts /dev/pts
    mount -t tmpfs -o mode=1777,nosuid,nodev shm /dev/shm
    ln -sfn /proc/self/fd /dev/fd
    ln -sfn /proc/self/fd/0 /dev/stdin
    ln -sfn /proc/self/fd/1 /dev/stdout
    ln -sfn /proc/self/fd/2 /dev/stderr
    # As systemd has it: what is mounted on a copy of a mount of the host must not come to be mounted on the host.
    mount --make-rshared /
    # As systemd mounts it.
    mount -t cgroup2 -o nsdelegate,memory_recursiveprot cgroup2 /sys/fs/cgroup
    mount -t bpf -o mode=700 bpf /sys/fs/bpf 2>/dev/null
    mkdir -p /run/lock /run/user
    chmod 1777 /run/lock
}

# Everything that a test may bind into a container, and the store, lies on ext4: id-mapped mounts work neither on
# overlayfs nor, before 6.3, on tmpfs. The checkout and the build stay visible where they are, whatever covers them.
mount_disks() {
    local path n=0 keep
    mkdir -p /run/vm-keep
    mapfile -t keep < <(grep -E "^/(tmp|run|home/(tester|other)|var/lib/vitrine)/" $vm/ctl/keep)
    for path in "${keep[@]}"; do
        mkdir "/run/vm-keep/$n"
        mount --bind "$path" "/run/vm-keep/$n" || fail "cannot keep $path"
        n=$((n + 1))
    done
    mkdir -p /run/vm-data /mnt/disk
    mount -t ext4 /dev/vda /run/vm-data || fail "no data disk"
    mount -t ext4 /dev/vdb1 /mnt/disk || fail "no second disk"
    chmod 1777 /mnt/disk
    mkdir -p /run/vm-data/{store,tmp,tester,other} /var/lib/vitrine /home/tester /home/other
    chmod 1777 /run/vm-data/tmp
    chmod 700 /run/vm-data/store
    mount --bind /run/vm-data/tmp /tmp
    mount --bind /run/vm-data/store /var/lib/vitrine
    mount --bind /run/vm-data/tester /home/tester
    mount --bind /run/vm-data/other /home/other
    n=0
    for path in "${keep[@]}"; do
        mkdir -p "$path"
        mount --move "/run/vm-keep/$n" "$path"
        n=$((n + 1))
    done
    while read -r path; do
        while [[ $path == /*/* ]]; do
            path=${path%/*}
            chmod o+x "$path"
        done
    done <$vm/ctl/keep
}

# add_user NAME UID: replaces whoever has the name or the id in the VM's copy of the tables.
add_user() {
    local name=$1 id=$2 file
    for file in passwd group; do
        awk -F: -v n="$name" -v i="$id" '$1 != n && $3 != i' "/etc/$file" >"/run/$file" && cat "/run/$file" >"/etc/$file"
    done
    echo "$name:x:$id:$id:$name:/home/$name:/bin/bash" >>/etc/passwd
    echo "$name:x:$id:" >>/etc/group
    chown "$id:$id" "/home/$name"
    chmod 700 "/home/$name"
    mkdir -m 700 "/run/user/$id"
    chown "$id:$id" "/run/user/$id"
}

start_bus() {
    local address dir
    dbus-uuidgen --ensure=/etc/machine-id
    mkdir -p /run/dbus /var/lib/dbus
    for dir in /etc/polkit-1/rules.d /usr/share/polkit-1/rules.d; do
        mkdir -p "$dir"
        mount -t tmpfs -o mode=755 rules "$dir"
    done
    # Emulation is slow: time enough for services to start.
    cat >/etc/dbus-1/system-local.conf <<'CONF'
<busconfig><limit name="service_start_timeout">120000</limit><limit name="reply_timeout">300000</limit></busconfig>
CONF
    # No seat and no login manager here, so nobody has an active session: the two users get what that would give them.
    cat >/etc/polkit-1/rules.d/00-vm.rules <<'RULES'
polkit.addRule(function(action, subject) {
    var everyday = action.id == "io.vitrine.create" || action.id == "io.vitrine.manage";
    if (everyday && (subject.user == "tester" || subject.user == "other"))
        return polkit.Result.YES;
});
RULES
    mkfifo /run/vm-bus-ready
    dbus-daemon --system --nofork --nopidfile --nosyslog --print-address=3 3>/run/vm-bus-ready >>$vm/ctl/system.log 2>&1 &
    read -r address </run/vm-bus-ready || fail "the system bus did not start"
    rm /run/vm-bus-ready
}

# The device of a virtio-serial port by its name; there is no udev to make the link.
port() {
    local dir
    for dir in /sys/class/virtio-ports/*; do
        [[ $(<"$dir/name") == "$1" ]] && echo "/dev/${dir##*/}" && return
    done
    fail "no port $1"
}

# The X display of the computer that the machine runs on, over a network that leads nowhere else.
use_display() {
    modprobe virtio_net || fail "no network device for the display"
    ip address add 10.0.2.15/24 dev eth0
    ip link set eth0 up
    install -o "$1" -m 600 $vm/ctl/xauthority /run/vm-xauthority
    export DISPLAY=10.0.2.100:0 XAUTHORITY=/run/vm-xauthority QT_QPA_PLATFORM=xcb QT_X11_NO_MITSHM=1
}

run_command() {
    local -a command user=()
    local status relays=()
    eval "command=($(<$vm/ctl/command))"
    # A port takes one opener only, so a relay has it and the command writes to an ordinary pipe.
    mkfifo -m 666 /run/vm-stdout /run/vm-stderr
    cat /run/vm-stdout >"$(port vm.stdout)" &
    relays+=($!)
    cat /run/vm-stderr >"$(port vm.stderr)" &
    relays+=($!)
    VM_BUILD=$(tail -n 1 $vm/ctl/keep)
    export VM_OUT=$vm/out VM_STAGE=$vm/stage VM_BUILD VM_DISK=/dev/vdb VM_DISK_MOUNT=/mnt/disk HOME=/root USER=root LOGNAME=root
    if [[ $as_user ]]; then
        user=(setpriv --reuid 1000 --regid 1000 --init-groups --)
        export HOME=/home/tester USER=tester LOGNAME=tester XDG_RUNTIME_DIR=/run/user/1000
    fi
    [[ ! $display ]] || use_display "$USER"
    cd "$cwd" 2>/dev/null && "${user[@]}" test -x . || cd "$HOME" || cd /
    setsid "${user[@]}" "${command[@]}" >/run/vm-stdout 2>/run/vm-stderr
    status=$?
    # What was left running in the background may hold the pipes: their readers get a moment to pass on the rest.
    timeout 5 tail --pid="${relays[0]}" -f /dev/null
    timeout 5 tail --pid="${relays[1]}" -f /dev/null
    echo $status >$vm/ctl/status
}

. $vm/ctl/boot.conf
if [[ ! $image ]]; then
    mount_kernel_file_systems
    mount_disks
    mount --make-rshared / # as systemd has it
    hostname vitrine-vm
    grep -q vitrine-vm /etc/hosts || echo "127.0.1.1 vitrine-vm" >>/etc/hosts
    ip link set lo up
    add_user tester 1000
    add_user other 1001
    start_bus
fi
run_command
power_off
