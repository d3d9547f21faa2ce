# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Fetches a kernel package of this distribution, unpacks it into the cache without installing it, and packs a small initrd.
# Sourced by tests/vm/run. Wants $cache and die().

# Modules that the VM needs before it has a root file system with modprobe in it.
readonly vm_boot_modules=(virtio_pci virtio_blk virtio_console 9pnet_virtio 9p overlay ext4)

# kernel_package WANTED: the newest package that holds a kernel of series WANTED ("6.1", "6.12"; "" is the distribution's own).
kernel_package() {
    local wanted=$1 meta package
    for meta in linux-image-amd64 ${wanted:+"linux-image-$wanted-amd64"} linux-image-generic; do
        package=$(apt-cache depends "$meta" 2>/dev/null | sed -n 's/^ *Depends: *\(linux-image-[0-9][^ ]*\)$/\1/p' | head -n 1)
        [[ $package && ( ! $wanted || $package == linux-image-"$wanted"[.-]* ) ]] || continue
        printf '%s\n' "$package"
        return
    done
    return 1
}

# unpack_kernel PACKAGE DIR: DIR gets vmlinuz, version, initrd.gz and layer/ (usr/lib/modules), to be laid over a root.
unpack_kernel() {
    local package=$1 dir=$2 version=${1#linux-image-} part
    rm -rf "$dir.new"
    mkdir -p "$dir.new/deb" "$dir.new/tree" "$dir.new/layer/usr/lib/modules"
    # Debian keeps the modules with the kernel; Ubuntu has them apart.
    for part in "$package" "linux-modules-$version" "linux-modules-extra-$version"; do
        [[ $part == "$package" ]] || apt-cache show "$part" >/dev/null 2>&1 || continue
        (cd "$dir.new/deb" && apt-get download -qq "$part" 2>"$dir.new/log") ||
            die "cannot download $part: $(tail -n 1 "$dir.new/log"). Is the package list up to date (apt-get update)?"
    done
    for part in "$dir.new"/deb/*.deb; do
        dpkg-deb -x "$part" "$dir.new/tree" || die "cannot unpack $part"
    done
    local modules=("$dir.new"/tree/lib/modules/"$version" "$dir.new"/tree/usr/lib/modules/"$version")
    for part in "${modules[@]}"; do
        [[ -d $part ]] && mv "$part" "$dir.new/layer/usr/lib/modules/"
    done
    mv "$dir.new/tree/boot/vmlinuz-$version" "$dir.new/vmlinuz" || die "no kernel in $package"
    ln -s usr/lib "$dir.new/layer/lib" # depmod and modprobe look there; removed again below
    depmod -b "$dir.new/layer" "$version" || die "depmod failed for $version"
    pack_initrd "$dir.new" "$version"
    rm "$dir.new/layer/lib" # the root's own /lib link must not be hidden
    rm -rf "$dir.new/deb" "$dir.new/tree" "$dir.new/log"
    printf '%s\n' "$version" >"$dir.new/version"
    rm -rf "$dir"
    mv "$dir.new" "$dir"
}

# pack_initrd DIR VERSION: busybox, the boot modules in the order of their dependencies, and initrd.sh.
pack_initrd() {
    local dir=$1 version=$2 root=$1/initrd module file name
    mkdir -p "$root/bin" "$root/modules"
    cp "$(command -v busybox)" "$root/bin/busybox" || die "no busybox"
    # The packaged busybox may be static or not.
    for file in $(ldd "$root/bin/busybox" 2>/dev/null | grep -o "/[^ ]*"); do
        mkdir -p "$root${file%/*}"
        cp -L "$file" "$root$file"
    done
    for module in "${vm_boot_modules[@]}"; do
        modprobe -d "$dir/layer" -S "$version" --show-depends "$module" ||
            die "the kernel $version has no module $module"
    done >"$dir/modprobe" || exit 125
    sed -n 's/^insmod \([^ ]*\).*/\1/p' "$dir/modprobe" | awk '!seen[$0]++' >"$dir/order"
    while read -r file; do
        name=${file##*/}
        case $name in
        *.xz) name=${name%.xz}; xz -dc "$file" >"$root/modules/$name" ;;
        *.zst) name=${name%.zst}; zstd -qdc "$file" >"$root/modules/$name" ;;
        *) cp "$file" "$root/modules/$name" ;;
        esac
        printf '%s\n' "$name"
    done <"$dir/order" >"$root/modules/order"
    cp "$vm_dir/initrd.sh" "$root/init"
    chmod 755 "$root/init"
    (cd "$root" && find . | busybox cpio -o -H newc 2>/dev/null | gzip -1) >"$dir/initrd.gz"
    rm -rf "$root" "$dir/order" "$dir/modprobe"
}

# ensure_kernel WANTED: prints the directory of the unpacked kernel; from the second time on nothing is asked of apt.
ensure_kernel() {
    local wanted=$1 package link=$cache/kernel-${1:-default} key
    key=$(cat "$vm_dir/kernel.sh" "$vm_dir/initrd.sh" | sha256sum | cut -c 1-12)
    if [[ ! -e $link-$key/initrd.gz ]]; then
        package=$(kernel_package "$wanted") || {
            echo "vm: no kernel package${wanted:+ of series $wanted} in the configured sources of apt (apt-get update may help)" >&2
            exit 77
        }
        [[ -e $cache/$package-$key/initrd.gz ]] || unpack_kernel "$package" "$cache/$package-$key"
        ln -sfn "$package-$key" "$link-$key"
    fi
    readlink -f "$link-$key"
}
