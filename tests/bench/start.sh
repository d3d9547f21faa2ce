#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Start to exit of /bin/true: floor, Vitrine through D-Bus, bubblewrap, crun, runc, in one run.
# Usage: start.sh BUILD_DIR [ROUNDS]. As root, on a system bus with the helper (DBUS_SYSTEM_BUS_ADDRESS is heeded).
set -euo pipefail
build=$(realpath "$1")
rounds=${2:-30}
uid=${BENCH_UID:-1000}
base=$(mktemp -d "${BENCH_DIR:-/var/tmp}/vitrine-bench.XXXXXX")
trap 'rm -rf "$base"' EXIT
chmod 755 "$base"

mkdir -p "$base/root/"{bin,proc,dev,sys,etc,tmp,run} "$base/scratch" "$base/bundle"
cp "$(command -v busybox)" "$base/root/bin/true" # static, so that the root needs nothing else
chown -R "$uid:$uid" "$base/root"

if command -v crun > /dev/null; then
    (cd "$base/bundle" && crun spec)
    sed -i -e 's/"terminal": true/"terminal": false/' -e 's/"sh"/"\/bin\/true"/' \
        -e "s|\"path\": \"rootfs\"|\"path\": \"$base/root\"|" "$base/bundle/config.json"
fi
"$build/tests/bench/StartBench" --uid "$uid" --root "$base/root" --scratch "$base/scratch" \
    --bundle "$base/bundle" --rounds "$rounds"
