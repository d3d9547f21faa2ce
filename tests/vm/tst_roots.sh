# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# A folder and an archive as the root.

tree=/home/tester/root
mkdir -p "$tree/bin" "$tree/etc"
cp "$(command -v busybox)" "$tree/bin/busybox"
for applet in sh cat ls id touch sleep true mount ln; do ln -s busybox "$tree/bin/$applet"; done
echo "from the folder" >"$tree/etc/motd"
chown -R tester:tester "$tree"
equal "a folder is the root" "from the folder" "$(v run --rm --rootfs "$tree" -- cat /etc/motd 2>&1 | tr -d '\r')"
v run --rm --rootfs "$tree" -- sh -c 'echo changed >/etc/motd; touch /new' >/dev/null 2>&1
equal "what is written goes to a layer of the container" "from the folder" "$(<"$tree/etc/motd")"
check "nothing new in the folder" test ! -e "$tree/new"
equal "no mount points are left in the folder" "bin etc" "$(find "$tree" -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | tr '\n' ' ' | sed 's/ $//')"

as tester tar -C "$tree" -czf /home/tester/root.tar.gz .
equal "an archive is the root" "from the folder" "$(v run --rm --rootfs /home/tester/root.tar.gz -- cat /etc/motd 2>&1 | tr -d '\r')"
v run --name kept --rootfs /home/tester/root.tar.gz -- sh -c 'echo kept >/file' >/dev/null 2>&1
v restart kept >/dev/null 2>&1
check "its layer lasts as long as it does" wait_for 30 is_state kept ended
remove kept
head -c 3000 /home/tester/root.tar.gz >/home/tester/cut.tar.gz
chown tester /home/tester/cut.tar.gz
output=$(v run --rm --rootfs /home/tester/cut.tar.gz -- true 2>&1)
equal "half an archive is refused" 125 $?
check "with a reason" test -n "$output"
v run --rm --rootfs "$tree" -- nothing-of-that-name >/dev/null 2>&1
equal "a command that is not there gives 127" 127 $?
v run --rm --rootfs "$tree" -- /etc/motd >/dev/null 2>&1
equal "one that cannot be run gives 126" 126 $?
v run --rm --rootfs "$tree" -- sh -c 'exit 42' >/dev/null 2>&1
equal "a command's own status is passed on" 42 $?
rm -rf "$tree" /home/tester/root.tar.gz /home/tester/cut.tar.gz
