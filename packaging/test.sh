#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and runs every test.
set -euo pipefail
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/common.sh"

usage() {
    cat <<'USAGE'
Usage: packaging/test.sh [--quick] [--sanitize] [--help]

Installs what is missing, builds and runs every test. The last line is the verdict.

  --quick      without the tests that boot the micro-VM
  --sanitize   before that, all that can run under sanitizers: address and undefined behaviour, then threads; and each fuzz
               harness for a short while

Tests that need root (label "kernel") are skipped, with the reason, for anybody else.
USAGE
}

quick='' sanitize=''
for argument; do
    case $argument in
    --quick) quick=1 ;;
    --sanitize) sanitize=1 ;;
    --help | -h) usage && exit ;;
    *) usage >&2 && exit 2 ;;
    esac
done

groups=(build run test screen image)
[[ $quick ]] || groups+=(vm)
[[ ! $sanitize ]] || groups+=(sanitize)
install_packages "${groups[@]}"

if [[ $sanitize ]]; then
    build asan
    ctest --test-dir "$repository/build/asan" --output-on-failure -LE 'vm|package|bench' -j "$(nproc)"
    build tsan
    ctest --test-dir "$repository/build/tsan" --output-on-failure -LE 'vm|package|bench|kernel' -j "$(nproc)"
    build fuzz fuzz_CommandLine fuzz_Image fuzz_Spec fuzz_Tar fuzz_Wire
    ctest --test-dir "$repository/build/fuzz" --output-on-failure -L fuzz -j "$(nproc)"
fi

build check
if [[ $quick ]]; then
    exec ctest --test-dir "$repository/build/check" --output-on-failure -LE 'vm|bench' -j "$(nproc)"
fi
for kernel in 6.1 6.12; do
    "$repository/tests/vm/run" --kernel $kernel --prepare || say "no kernel $kernel to be had here: its tests will say so"
done
exec ctest --test-dir "$repository/build/check" --output-on-failure -LE bench -j "$(nproc)"
