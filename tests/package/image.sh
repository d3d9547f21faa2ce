# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
# Makes a fresh system of this distribution with systemd as its init, as an ext4 image for tests/vm/run --image. Sourced by
# tests/package/system. Wants $cache, $package_dir and die().

# What such a system has before the package comes, and what the test itself uses.
readonly image_packages=(systemd systemd-sysv libpam-systemd dbus polkitd kmod login passwd util-linux procps iproute2 nftables jq busybox-static)

# installable LINE…: of each "a | b" the first that the sources of apt have.
installable() {
    local line name
    for line; do
        for name in ${line//|/ }; do
            [[ $(apt-cache policy "$name" 2>/dev/null) == *"Candidate: "[0-9]* ]] && printf '%s\n' "$name" && break
        done
    done
}

# What is of no use to the test costs time to unpack and to boot.
make_root() {
    local codename=$1 packages=$2 sources=() file
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
        [[ ! -s $file ]] || sources+=("$file")
    done
    mmdebstrap --quiet --variant=minbase --format=tar --include="$packages" \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/icons/*' \
        --customize-hook="$package_dir/customize" "$codename" - "${sources[@]}"
}

# ensure_image PACKAGE…: prints the path of an image that has these packages beside its own; from the second time on it is
# there already.
ensure_image() {
    local codename names key image
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    names=$(installable "${image_packages[@]}" "$@" | sort -u | paste -sd,)
    key=$( (cat "$package_dir/image.sh" "$package_dir/customize" && echo "$codename $names") | sha256sum | cut -c 1-12)
    image=$cache/system-$codename-$key.img
    if [[ ! -e $image ]]; then
        rm -f "$cache"/system-*.img "$cache"/system-*.new
        make_root "$codename" "$names" | pack_image "$image.new" || die "cannot make a system with mmdebstrap"
        mv "$image.new" "$image"
    fi
    printf '%s\n' "$image"
}

# pack_image FILE: of the archive on standard input. The files keep their owners, to which end this is root, or fakeroot thinks so.
pack_image() {
    local file=$1 root pretend=()
    [[ $(id -u) == 0 ]] || pretend=(fakeroot)
    root=$(mktemp -d "$cache/root.XXXXXX")
    # shellcheck disable=SC2016
    "${pretend[@]}" sh -euc '
        chmod 755 "$1"
        tar -x -p --xattrs --xattrs-include="*" -C "$1" --exclude="./dev/*"
        truncate -s 3G "$2"
        mke2fs -q -F -t ext4 -E lazy_itable_init=1,lazy_journal_init=1 -d "$1" "$2"
        rm -rf "$1"' pack "$root" "$file" || { rm -rf "$root" "$file"; return 1; }
}
