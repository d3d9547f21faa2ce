# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
# What compare and the benchmark share. Sourced.

skip() {
    printf 'skipped: %s\n' "$*"
    exit 77
}

# debian_tar: prints the path of a small Debian as a tar; from the second time on it is there already.
debian_tar() {
    local cache=${XDG_CACHE_HOME:-$HOME/.cache}/vitrine/images codename
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    mkdir -p "$cache"
    if [[ ! -e $cache/$codename.tar ]]; then
        mmdebstrap --quiet --variant=minbase --format=tar "$codename" "$cache/$codename.new.tar" >&2 || return 1
        mv "$cache/$codename.new.tar" "$cache/$codename.tar"
    fi
    printf '%s\n' "$cache/$codename.tar"
}
