# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Images of several layers, volumes, mounts of a container that runs, and a look at its files.

# layer NAME: packs the folder NAME into NAME.tar, owned by root.
layer() {
    tar -C "$work/$1" --owner=0 --group=0 --sort=name -cf "$work/$1.tar" .
}

# blob FILE: puts it into the layout; its digest.
blob() {
    local digest
    digest=$(sha256sum <"$1" | cut -d ' ' -f 1)
    cp "$1" "$work/layout/blobs/sha256/$digest"
    echo "$digest"
}

# descriptor TYPE FILE: as a manifest wants it.
descriptor() {
    jq -nc --arg type "application/vnd.oci.image.$1" --arg digest "sha256:$(blob "$2")" --argjson size "$(stat -c %s "$2")" \
        '{mediaType: $type, digest: $digest, size: $size}'
}

# An OCI layout of these layers, the lowest first, as an archive.
make_image() {
    local name layers='' diffs=''
    mkdir -p "$work/layout/blobs/sha256"
    echo '{"imageLayoutVersion":"1.0.0"}' >"$work/layout/oci-layout"
    for name; do
        layer "$name"
        layers+=$(descriptor layer.v1.tar "$work/$name.tar")
        diffs+="\"sha256:$(sha256sum <"$work/$name.tar" | cut -d ' ' -f 1)\""
    done
    jq -nc --argjson diffs "$(jq -sc . <<<"$diffs")" --arg machine "$(uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/')" \
        '{architecture: $machine, os: "linux", config: {Cmd: ["cat", "/greeting"], Env: ["COLOUR=green"], User: "999"}, rootfs: {type: "layers", diff_ids: $diffs}}' \
        >"$work/config.json"
    jq -nc --argjson config "$(descriptor config.v1+json "$work/config.json")" --argjson layers "$(jq -sc . <<<"$layers")" \
        '{schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json", config: $config, layers: $layers}' >"$work/manifest.json"
    jq -nc --argjson manifest "$(descriptor manifest.v1+json "$work/manifest.json")" '{schemaVersion: 2, manifests: [$manifest]}' \
        >"$work/layout/index.json"
    tar -C "$work/layout" -cf "$work/image.tar" .
}

work=/home/tester/store
mkdir -p "$work"/{base/bin,middle,top/data}
cp "$(command -v busybox)" "$work/base/bin/busybox"
for applet in sh cat ls id touch sleep rm stat; do ln -s busybox "$work/base/bin/$applet"; done
echo below >"$work/base/greeting"
echo gone >"$work/base/gone"
echo above >"$work/middle/greeting"
: >"$work/middle/.wh.gone"
echo seed >"$work/top/data/seed"
make_image base middle top
chown -R tester:tester "$work"

check "an image of three layers is imported" v image import "$work/image.tar" layered:1
equal "it has its layers" 3 "$(v image inspect layered:1 --json | jq -r '.. | .layers? // empty | length' | head -n 1)"
equal "it runs what it says, the upper layer over the lower" above "$(v run --rm layered:1 2>&1 | tr -d '\r')"
equal "as its user, with its environment" "999 green" "$(v run --rm layered:1 sh -c 'echo $(id -u) $COLOUR' 2>&1 | tr -d '\r')"
check "what an upper layer deletes is gone" v run --rm layered:1 sh -c '! cat /gone'
output=$(v image import "$work/layout/index.json" broken:1 2>&1)
check "what is no image is refused, with a reason" test $? != 0 -a -n "$output"

v run -d --name reader --user 0 -v kept:/data layered:1 sleep 600 >/dev/null 2>&1
equal "a new volume has what the image has there" seed "$(v exec reader cat /data/seed 2>&1 | tr -d '\r')"
v exec reader sh -c 'echo mine >/data/mine; echo changed >/greeting; rm /data/seed' >/dev/null 2>&1
contains "the change of a file is seen" "$(v diff reader)" "C /greeting"
equal "a file comes out" changed "$(v cp reader:/greeting /home/tester/copy >/dev/null && cat /home/tester/copy)"
output=$(v image rm layered:1 2>&1)
contains "an image in use is not removed, and its user named" "$output" reader
output=$(v volume rm kept 2>&1)
contains "nor is a volume" "$output" reader

mkdir -m 0700 /home/tester/mine
chown tester:tester /home/tester/mine
check "a folder is mounted while it runs" v mount add reader /home/tester/mine:/mine
v exec reader sh -c 'echo inside >/mine/file' >/dev/null 2>&1
equal "what is made in it is the person's" "tester inside" "$(stat -c %U /home/tester/mine/file) $(cat /home/tester/mine/file)"
check "and is taken away" v mount rm reader /mine
check "the folder is as it was" test -s /home/tester/mine/file
remove reader
equal "the volume has outlived its container" mine "$(v run --rm -v kept:/data layered:1 cat /data/mine 2>&1 | tr -d '\r')"
check "the volume goes" v volume rm kept
check "the image goes" v image rm layered:1
rm -rf "$work" /home/tester/mine /home/tester/copy
