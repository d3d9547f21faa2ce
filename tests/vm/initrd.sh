#!/bin/busybox sh
# SPDX-License-Identifier: GPL-3.0-or-later
# First process of the micro-VM. The root is the machine's own, seen over 9p, under a writable overlay; or, with vm.image on the
# kernel's command line, the first disk, which brings an init of its own.
/bin/busybox mkdir -p /proc /sys /dev /share /new /rw /layer/host /layer/kernel /layer/stage
/bin/busybox --install -s /bin
export PATH=/bin
stop() {
    echo "vm: $*" >/dev/console
    echo o >/proc/sysrq-trigger
    sleep 60
}
# mount_9p TAG PLACE OPTIONS
mount_9p() {
    mount -t 9p -o "trans=virtio,version=9p2000.L,$3" "$1" "$2" || stop "no $1 over 9p"
}
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
while read -r module; do
    insmod "/modules/$module" || echo "vm: module $module did not load"
done </modules/order
# The machine's files do not change while it is looked at, so they may be cached; what both sides write may not.
readonly_9p=msize=512000,cache=loose,ro
mount_9p share /share msize=262144,cache=none
mount_9p kernel /layer/kernel $readonly_9p
mount_9p stage /layer/stage $readonly_9p
if grep -qw vm.image /proc/cmdline; then
    init=/sbin/init
    mount -t ext4 /dev/vda /new || stop "no root on the first disk"
    mkdir -p /new/usr/lib/modules
    mount --bind /layer/kernel/usr/lib/modules /new/usr/lib/modules
else
    init="/bin/bash /run/vm/ctl/guest.sh"
    mount_9p host /layer/host $readonly_9p
    mount -t tmpfs -o mode=755 rw /rw
    mkdir /rw/upper /rw/work
    mount -t overlay -o lowerdir=/layer/stage:/layer/kernel:/layer/host,upperdir=/rw/upper,workdir=/rw/work overlay /new || stop "no overlay"
fi
mount -t tmpfs -o mode=755,nosuid,nodev run /new/run
mkdir /new/run/vm
mount --move /share /new/run/vm
mount --bind /layer/stage /new/run/vm/stage
[ ! -d /new/run/vm/ctl/units ] || { mkdir -p /new/run/systemd && cp -r /new/run/vm/ctl/units /new/run/systemd/system; }
mount --move /proc /new/proc
mount --move /sys /new/sys
mount --move /dev /new/dev
# shellcheck disable=SC2086
exec switch_root /new $init
