# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# No network, or a private one that goes without a trace.

equal "without a network there is only the loopback" "lo" \
    "$(v run --rm --host --network none -- sh -c 'ls /sys/class/net' 2>&1 | tr -d '\r')"
start net --network private -- sleep 600
address=$(v inspect --json net | jq -r .address)
check "it has an address" test -n "$address"
check "the host reaches it" busybox ping -c 1 -W 20 "$address"
contains "it has a route" "$(v exec net -- cat /proc/net/route 2>&1)" eth0
contains "rules are there" "$(nft list tables)" vitrine
# A name server that the host itself uses on its loopback would be of no use inside.
equal "no loopback resolver inside" "" "$(v exec net -- grep -E '^nameserver (127\.|::1)' /etc/resolv.conf 2>/dev/null)"
start net2 --network private -- sleep 600
other=$(v inspect --json net2 | jq -r .address)
check "two have two addresses" test "$address" != "$other"
remove net net2
