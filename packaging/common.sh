# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What run.sh and test.sh share: packages, building, and the choice of where to run. Sourced.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
export PATH=$PATH:/usr/sbin:/sbin

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

say() {
    printf -- '-- %s\n' "$*"
}

# sudo tells who may not use it only after their password; so, as well, whoever is in one of the groups that it is set up for.
may_sudo() {
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null || id -nG | grep -qwE 'sudo|wheel|admin'
}

# as_root COMMAND…: its standard streams are those given here.
as_root() {
    if [[ $(id -u) == 0 ]]; then
        "$@"
    elif may_sudo; then
        sudo "$@"
    elif command -v pkexec >/dev/null; then
        pkexec "$@"
    elif command -v su >/dev/null && { : </dev/tty; } 2>/dev/null; then
        say "the password of root, for: $*" >&2
        # su reads the password from its standard input, so the command's goes by another number.
        su -s /bin/bash root -c "$(printf '%q ' "$@") <&9 9<&-" 9<&0 </dev/tty
    else
        die "needs root for: $*. Run that line as root, or install sudo or pkexec and be allowed to use it"
    fi
}

# listed_packages GROUP…: the lines of these groups of dependencies.txt.
listed_packages() {
    local group
    for group; do
        sed -n "/^\[$group\]\$/,/^\[/{/^[a-z]/p}" "$repository/packaging/dependencies.txt"
    done | sort -u
}

# missing_packages: of the lines on standard input, those of which no alternative is installed.
missing_packages() {
    local line name found installed
    installed=" $(dpkg-query -W -f='${db:Status-Status}=${binary:Package} ' | tr ' ' '\n' | sed -n 's/^installed=\([^:]*\).*/\1/p' | tr '\n' ' ')"
    while read -r line; do
        found=''
        for name in ${line//|/ }; do
            [[ $installed == *" $name "* ]] && found=1
        done
        [[ $found ]] || printf '%s\n' "$line"
    done
}

# install_packages GROUP…: quick when everything is there.
install_packages() {
    local missing line name names=()
    command -v dpkg-query >/dev/null || die "this script knows Debian and Ubuntu only; see packaging/dependencies.txt for what is needed"
    missing=$(listed_packages "$@" | missing_packages)
    [[ $missing ]] || return 0
    say "installing what is missing: $(tr '\n' ' ' <<<"$missing")"
    as_root apt-get update -qq || die "apt-get update failed"
    while read -r line; do
        for name in ${line//|/ }; do
            apt-cache show "$name" >/dev/null 2>&1 && names+=("$name") && break
        done
    done <<<"$missing"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${names[@]}" ||
        die "could not install the packages above"
    missing=$(listed_packages "$@" | missing_packages)
    [[ ! $missing ]] || die "not to be had from the configured sources of apt: $(tr '\n' ' ' <<<"$missing")"
}

# build PRESET [TARGET…]: configures when needed, and builds with as many jobs as there are cores and memory for.
build() {
    local preset=$1 jobs memory log
    shift
    jobs=$(nproc)
    memory=$(awk '/^MemAvailable/ { print int($2 / 1500000) + 1 }' /proc/meminfo)
    ((memory < jobs)) && jobs=$memory
    log=$(mktemp)
    # A newer CMakePresets.json changes what an older tree was configured with.
    if [[ ! -e $repository/build/$preset/build.ninja || $repository/CMakePresets.json -nt $repository/build/$preset/CMakeCache.txt ]]; then
        say "configuring build/$preset"
        (cd "$repository" && cmake --preset "$preset") >"$log" 2>&1 || { cat "$log"; rm "$log"; die "could not configure"; }
        touch "$repository/build/$preset/CMakeCache.txt"
    fi
    rm "$log"
    say "building build/$preset"
    cmake --build "$repository/build/$preset" -j "$jobs" ${@:+--target "$@"} || die "could not build"
}

# Control groups of version 2 with the controllers that limits need, and nothing else in their place.
has_usable_cgroups() {
    local controller
    [[ $(stat -fc %T /sys/fs/cgroup 2>/dev/null) == cgroup2fs ]] || return 1
    for controller in cpu memory pids; do
        grep -qw "$controller" /sys/fs/cgroup/cgroup.controllers || return 1
    done
}

has_display() {
    [[ ${WAYLAND_DISPLAY:-} || ${DISPLAY:-} ]]
}

# An X server on this computer, the only place where the micro-VM can open windows: not Wayland alone, not ssh -X.
has_local_x() {
    [[ ${DISPLAY:-} =~ ^(unix)?:[0-9]+ ]]
}
