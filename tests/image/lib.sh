# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
# What compare and the benchmark share. Sourced.

skip() {
    printf 'skipped: %s\n' "$*"
    exit 77
}

# The folder for what takes long to make. A name in it says what the file depends on.
image_cache() {
    local cache=${XDG_CACHE_HOME:-$HOME/.cache}/vitrine/images
    mkdir -p "$cache" && printf '%s\n' "$cache"
}

codename() {
    (. /etc/os-release && echo "$VERSION_CODENAME")
}

# debian_tar [PACKAGE]: prints the path of a small Debian as a tar, with a package and what it needs; from the second time on
# it is there already.
debian_tar() {
    local tar
    tar=$(image_cache)/$(codename)${1:+-$1}.tar
    if [[ ! -e $tar ]]; then
        SOURCE_DATE_EPOCH=1700000000 mmdebstrap --quiet --variant=minbase ${1:+--include="$1"} --format=tar "$(codename)" "$tar.new" >&2 ||
            return 1
        mv "$tar.new" "$tar"
    fi
    printf '%s\n' "$tar"
}

# add_layer LAYOUT BASE NEW COMMANDS: a layer of what the commands do to the tree in $root.
add_layer() {
    local bundle root status=0
    bundle=$(mktemp -d ./bundle.XXXXXX)
    umoci unpack --image "$1:$2" "$bundle" >&2 || return
    root=$bundle/rootfs
    eval "$4" && umoci repack --image "$1:$3" "$bundle" >&2 || status=$?
    rm -rf "$bundle"
    return $status
}

# What a web server is: Debian, nginx, and a layer that takes some of Debian away and adds a page.
readonly make_nginx='
    rm -r "$root/usr/share/doc" "$root/var/cache/apt" "$root/var/www/html"
    mkdir -p "$root/var/www/html" && echo "<h1>a page of the image</h1>" >"$root/var/www/html/index.html"
    ln -sf /dev/stderr "$root/var/log/nginx/error.log" && ln -sf /dev/stdout "$root/var/log/nginx/access.log"'
readonly nginx_settings=(--config.cmd nginx --config.cmd -g --config.cmd 'daemon off;' --config.exposedports 80/tcp
    --config.stopsignal SIGQUIT --config.label purpose=web)

# What a database is: it runs as a user of its own, and makes its files and takes in the SQL that is laid beside it at the first start.
readonly make_postgresql='
    rm -r "$root/usr/share/doc" "$root/var/lib/postgresql"/*/main "$root/etc/postgresql"
    mkdir "$root/initdb.d" "$root/var/lib/postgresql/data"
    mkdir -p "$root/run/postgresql" && chmod 700 "$root/var/lib/postgresql/data"
    chown --reference="$root/var/lib/postgresql" "$root/var/lib/postgresql/data" "$root/run/postgresql"
    cat >"$root/usr/local/bin/database" <<"EOF"
#!/bin/sh
set -e
data=/var/lib/postgresql/data
PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
if [ ! -s "$data/PG_VERSION" ]; then
    initdb --pgdata "$data" --auth trust --no-sync
    # Where nobody looks for it before all is in.
    pg_ctl --pgdata "$data" --options "-c listen_addresses= -c unix_socket_directories=/tmp" --wait start
    for file in /initdb.d/*.sql; do
        [ ! -f "$file" ] || psql --host /tmp --set ON_ERROR_STOP=1 --file "$file"
    done
    pg_ctl --pgdata "$data" --mode fast --wait stop
fi
exec postgres -D "$data" -c listen_addresses=
EOF
    chmod 755 "$root/usr/local/bin/database"'
readonly postgresql_settings=(--config.entrypoint /usr/local/bin/database --config.user postgres
    --config.volume /var/lib/postgresql/data --config.stopsignal SIGINT)

# application nginx|postgresql: prints the path of an OCI archive of three layers with it; from the second time on it is there already.
application() (
    local archive debian full work
    archive=$(image_cache)/$(codename)-$1-$(declare -f add_layer application | cat - <(declare -p "make_$1" "$1_settings") | sha256sum | cut -c 1-12).tar
    if [[ ! -e $archive ]]; then
        debian=$(debian_tar) && full=$(debian_tar "$1") || return 1
        rm -f "$(image_cache)/$(codename)-$1"-*.tar* # as it was made before
        work=$(mktemp -d /var/tmp/vitrine-application.XXXXXX)
        trap 'rm -rf "$work"' EXIT
        cd "$work" || return
        umoci init --layout layout >&2 && umoci new --image layout:empty >&2 &&
            umoci raw add-layer --image layout:empty --tag debian "$debian" >&2 || return
        # shellcheck disable=SC2016
        add_layer layout debian full 'find "$root" -mindepth 1 -delete; tar -xf "$full" -C "$root"' || return
        local -n commands="make_$1" settings="$1_settings"
        add_layer layout full done "$commands" || return
        umoci config --image layout:done "${settings[@]}" >&2 || return
        skopeo copy -q "oci:layout:done" "oci-archive:$archive.new:$1:1" && mv "$archive.new" "$archive" || return
    fi
    printf '%s\n' "$archive"
)
