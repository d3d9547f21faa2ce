#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Importing a gzip layer of about 200 MB: Vitrine against tar -xzf, umoci unpack and podman load, each with its files on disk
# at the end, in turns, as ratios of the medians. Usage: import.sh BUILD_DIR [ROUNDS]. As root, on a quiet machine.
set -euo pipefail
# shellcheck source=tests/image/lib.sh
. "$(dirname "$0")/../image/lib.sh"
build=$(realpath "$1")
rounds=${2:-3}
[[ $(id -u) == 0 ]] || skip "unpacking with the owners of files needs root"
debian=$(debian_tar) || skip "no Debian to be had here (mmdebstrap)"
work=$(mktemp -d "${BENCH_DIR:-/var/tmp}/vitrine-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

# Files of Debian, and as much again that hardly shrinks.
mkdir root && tar -xf "$debian" -C root
for i in $(seq 130); do head -c 1M /dev/urandom >"root/opt/$i"; done
tar -cf layer.tar -C root . && rm -rf root && gzip -6 -k layer.tar
umoci init --layout layout >/dev/null && umoci new --image layout:empty >/dev/null
umoci raw add-layer --image layout:empty --tag big layer.tar >/dev/null
skopeo copy -q oci:layout:big oci-archive:image.tar:big
printf 'layer: %s bytes packed, %s unpacked\n' "$(stat -c %s layer.tar.gz)" "$(stat -c %s layer.tar)"

by_vitrine() { "$build/tests/image/RunUnpack" "$build/privhelper/vitrine-unpack" 1700000000 image.tar out image; }
by_tar() { tar -xzf layer.tar.gz -C out; }
by_umoci() { umoci raw unpack --image layout:big out/root; }
by_podman() { podman --root "$work/out/root" --runroot "$work/out/run" load -i image.tar; }

# What was made stays until the end: ext4 is slow to make files where many have just been deleted.
runs=0
measure() {
    local start
    rm -f out
    mkdir "out.$((++runs))" && ln -s "out.$runs" out && sync -f .
    start=$(date +%s%N)
    "by_$1" >/dev/null 2>&1 && sync -f .
    echo $((($(date +%s%N) - start) / 1000000)) >>"$1.ms"
    umount out/root/overlay 2>/dev/null || true
}

others=(tar)
for program in umoci podman; do ! command -v "$program" >/dev/null || others+=("$program"); done
for _ in $(seq "$rounds"); do
    for program in vitrine "${others[@]}"; do measure "$program"; done
done
median() { sort -n "$1.ms" | sed -n "$(((rounds + 1) / 2))p"; }
own=$(median vitrine)
printf 'vitrine: %s ms\n' "$own"
for program in "${others[@]}"; do
    printf '%s: %s ms, vitrine takes %s of it\n' "$program" "$(median "$program")" \
        "$(awk -v a="$own" -v b="$(median "$program")" 'BEGIN { printf "%.2f", a / b }')"
done
