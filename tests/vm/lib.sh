# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the tests in the micro-VM share. Run by root in the machine; `v` is the ordinary user's vitrine. One line for each check.

passed=0
failed=0
current=''

pass() {
    passed=$((passed + 1))
    printf 'PASS %s: %s\n' "$current" "$1"
}

# fail NAME [DETAIL…]
fail() {
    failed=$((failed + 1))
    printf 'FAIL %s: %s\n' "$current" "$1"
    shift
    [[ $# == 0 ]] || printf '       %s\n' "$@"
}

# check NAME COMMAND…: passes when COMMAND succeeds.
check() {
    local name=$1 output status
    shift
    output=$("$@" 2>&1) && pass "$name" && return
    status=$?
    fail "$name" "status $status of: $*" "${output:0:2000}"
}

# equal NAME EXPECTED ACTUAL
equal() {
    if [[ $2 == "$3" ]]; then pass "$1"; else fail "$1" "expected: ${2:0:1500}" "actual:   ${3:0:1500}"; fi
}

# contains NAME TEXT PART
contains() {
    if [[ $2 == *"$3"* ]]; then pass "$1"; else fail "$1" "no \"$3\" in: ${2:0:1500}"; fi
}

# between NAME VALUE LOW HIGH; decimals are fine.
between() {
    if awk -v v="$2" -v l="$3" -v h="$4" 'BEGIN { exit !(v != "" && v + 0 >= l && v + 0 <= h) }'; then
        pass "$1 ($2 in $3..$4)"
    else
        fail "$1" "$2 is not in $3..$4"
    fi
}

# until SECONDS COMMAND…: waits for a condition; the seconds are only the point at which it is given up.
wait_for() {
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < end)) || return 1
        sleep 0.2
    done
}

# A system with logins puts the process BASHPID where those of the user's login are.
enter_session() {
    :
}

# as USER COMMAND…
as() {
    local user=$1
    shift
    (
        enter_session "$user"
        cd "/home/$user" || exit 1
        HOME=/home/$user USER=$user LOGNAME=$user XDG_RUNTIME_DIR=/run/user/$(id -u "$user") \
            exec setpriv --reuid "$user" --regid "$user" --init-groups -- "$@"
    )
}

v() {
    as tester vitrine "$@"
}

# field NAME FILTER: of one container as `ps --json` shows it.
field() {
    v ps --all --json | jq -r --arg name "$1" ".[] | select(.name == \$name) | $2"
}

is_state() {
    [[ $(field "$1" .state) == "$2" ]]
}

cgroup_of() {
    field "$1" .cgroup
}

# knob NAME FILE: a file of the container's cgroup.
knob() {
    cat "$(cgroup_of "$1")/$2"
}

# start NAME OPTION… -- COMMAND…: in the background on this computer's files; gives up loudly.
start() {
    local name=$1 output
    shift
    output=$(v run -d --name "$name" --host "$@" 2>&1) && return
    fail "$name starts" "$output"
    return 1
}

remove() {
    local name
    for name; do
        v rm --force "$name" >/dev/null 2>&1
    done
}

helper_pid() {
    pgrep -x vitrine-helper | head -n 1
}

# A log line of the container is there.
logged() {
    v logs "$1" | grep -q -- "$2"
}

# usage_usec NAME: processor time that it has had.
usage_usec() {
    awk '/^usage_usec/ { print $2 }' "$(cgroup_of "$1")/cpu.stat"
}

# What a container may not leave behind: mounts, links, routes, rules, cgroups, files, processes.
snapshot() {
    echo "[mounts]"
    awk '{ $1 = $2 = $3 = ""; print }' /proc/self/mountinfo | sort
    echo "[links]"
    ip -o link | awk '{ print $2 }' | sort
    ip route
    nft list ruleset 2>/dev/null | grep -v counter
    grep . /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/conf/*/forwarding
    echo "[cgroups]"
    find /sys/fs/cgroup -mindepth 1 -type d | sort
    echo "[files]"
    find /run/vitrine /var/lib/vitrine -printf '%p %M %U\n' 2>/dev/null | sort
    echo "[processes]"
    ps -eo comm= | grep -E '^vitrine-(shim|unpack)' | sort
    ps -eo stat=,comm= | awk '$1 ~ /^Z/' | sort
    echo "[canaries]"
    stat -c '%n %i %a %U %Y %s' /etc/passwd /etc/shadow /root /home/other
}

# unchanged NAME BEFORE: the machine is as it was; what is on its way out gets a moment.
unchanged() {
    local before=$2 after end=$((SECONDS + 30))
    while after=$(snapshot) && [[ $after != "$before" ]] && ((SECONDS < end)); do
        sleep 0.5
    done
    if [[ $after == "$before" ]]; then
        pass "$1"
    else
        fail "$1" "$(diff <(printf '%s\n' "$before") <(printf '%s\n' "$after") | head -n 30)"
    fi
}
