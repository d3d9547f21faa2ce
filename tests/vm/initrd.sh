#!/bin/busybox sh
# SPDX-License-Identifier: GPL-3.0-or-later
# First process of the micro-VM: lays a writable overlay over the machine's own root, seen over 9p, and enters it.
/bin/busybox mkdir -p /proc /sys /dev /share /new /rw /layer/host /layer/kernel /layer/stage
/bin/busybox --install -s /bin
export PATH=/bin
stop() {
    echo "vm: $*" >/dev/console
    echo o >/proc/sysrq-trigger
    sleep 60
}
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
while read -r module; do
    insmod "/modules/$module" || echo "vm: module $module did not load"
done </modules/order
# The machine's files do not change while it is looked at, so they may be cached; what both sides write may not.
for tag in host kernel stage; do
    mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose,ro $tag /layer/$tag || stop "no $tag over 9p"
done
mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144,cache=none share /share || stop "no share over 9p"
mount -t tmpfs -o mode=755 rw /rw
mkdir /rw/upper /rw/work
mount -t overlay -o lowerdir=/layer/stage:/layer/kernel:/layer/host,upperdir=/rw/upper,workdir=/rw/work overlay /new || stop "no overlay"
mount -t tmpfs -o mode=755,nosuid,nodev run /new/run
mkdir /new/run/vm
mount --move /share /new/run/vm
mount --move /proc /new/proc
mount --move /sys /new/sys
mount --move /dev /new/dev
exec switch_root /new /bin/bash /run/vm/ctl/guest.sh
