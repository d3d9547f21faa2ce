#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds, and opens the program: here, or in the micro-VM where this computer cannot hold containers.
set -euo pipefail
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/common.sh"

usage() {
    cat <<'USAGE'
Usage: packaging/run.sh [--native | --vm] [--out DIR] [--help]

Installs what is missing, builds, and opens Vitrine. Nothing is installed system-wide but packages of the distribution.

  --native   on this computer, on a private bus with the helper just built; asks for root through sudo or pkexec
  --vm       in a small virtual machine that sees this computer's files
  --out DIR  where screenshots and measurements go when there is no display (build/release/main-job)

Without --native or --vm: here if this computer has control groups of version 2, else in the virtual machine. With no display the
program runs off screen and takes the main job from New… to the end.
USAGE
}

where='' out=''
while [[ $# -gt 0 ]]; do
    case $1 in
    --native) where=native && shift ;;
    --vm) where=vm && shift ;;
    --out) out=${2:?--out needs a folder} && shift 2 ;;
    --help | -h) usage && exit ;;
    *) usage >&2 && exit 2 ;;
    esac
done

if [[ -z $where ]]; then
    where=native
    if ! has_usable_cgroups; then
        where=vm
        say "this computer has no control groups of version 2 that are fit for limits ($(stat -fc %T /sys/fs/cgroup)): using the micro-VM"
    fi
fi
groups=(build run)
targets=(vitrine vitrine-helper vitrine-shim vitrine-unpack vitrine_manual)
[[ $where == native ]] || groups+=(vm)
shows_window=''
if [[ $where == native ]]; then
    ! has_display || shows_window=1
elif has_local_x; then
    shows_window=1
elif has_display; then
    say "the micro-VM opens windows only on an X server of this computer, and there is none (DISPLAY is \"${DISPLAY:-}\")"
fi
if [[ ! $shows_window ]]; then
    groups+=(screen)
    targets+=(find-control)
fi
install_packages "${groups[@]}"
build release "${targets[@]}"
tree=$repository/build/release
out=${out:-$tree/main-job}
mkdir -p "$out"
out=$(cd "$out" && pwd -P)

run_in_vm() {
    if [[ $shows_window ]]; then
        say "opening Vitrine in the micro-VM (emulated, so it takes its time)"
        "$repository/tests/vm/run" --build "$tree" --timeout 86400 --user --display -- vitrine
        return
    fi
    say "no display: the main job off screen, in the micro-VM"
    local status=0
    "$repository/tests/vm/run" --build "$tree" --timeout 1500 --user --out "$out" -- \
        "$repository/tests/vm/off-screen" "$repository/tests/vm/main-job" || status=$?
    say "screenshots and measurements: $out"
    return $status
}

run_here() {
    local directory=/run/vitrine-bus.$$ address bus feed pipes status=0
    pipes=$(mktemp -d)
    # shellcheck disable=SC2064 # by its value: the variable is gone when the script ends
    trap "rm -rf '$pipes'" EXIT
    mkfifo "$pipes/feed" "$pipes/address"
    as_root "$repository/packaging/private-bus.sh" "$(id -u)" "$tree/privhelper/vitrine-helper" "$directory" \
        <"$pipes/feed" >"$pipes/address" &
    bus=$!
    exec {feed}>"$pipes/feed"
    read -r address <"$pipes/address" || die "the private bus did not start"
    export DBUS_SYSTEM_BUS_ADDRESS=${address%%,guid*} PATH=$tree/gui:$PATH
    # The bus ends once nobody holds the pipe, so what is started here does not get it: it may leave a process behind.
    if [[ $shows_window ]]; then
        say "opening Vitrine"
        vitrine {feed}>&- || status=$?
    else
        say "no display: the main job off screen"
        VM_OUT=$out VM_BUILD=$tree "$repository/tests/vm/off-screen" "$repository/tests/vm/main-job" {feed}>&- || status=$?
        say "screenshots and measurements: $out"
    fi
    exec {feed}>&-
    wait "$bus" || true
    return $status
}

if [[ $where == vm ]]; then
    run_in_vm
else
    run_here
fi
