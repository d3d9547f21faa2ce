# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the tests of the display share. Sourced, after tests/vm/lib.sh; run by an ordinary user with a helper that answers.

patience=${DISPLAY_PATIENCE:-180}
out=${VM_OUT:?the folder for results}

v() {
    vitrine "$@"
}

# app NAME COMMAND…: runs it in a container as a desktop app would.
app() {
    local name=$1
    shift
    v run -d --name "$name" --host --identity me --display -- "$@"
}

# inside NAME COMMAND…
inside() {
    local name=$1
    shift
    v exec "$name" -- "$@"
}

# shows TITLE: a window of that title can be seen; toolkits have others of the same name that cannot.
shows() {
    xdotool search --onlyvisible --name "^$1\$"
}

refuses() {
    ! "$@"
}

# denied WHAT REASON CONTAINER COMMAND…: the command inside fails, and for that reason.
denied() {
    local what=$1 reason=$2 said
    shift 2
    if said=$(inside "$@" 2>&1); then
        fail "$what" "it may" "$said"
    else
        contains "$what" "$said" "$reason"
    fi
}

shot() {
    import -window root "$out/$1.png" && echo "     screenshot $1.png"
}

verdict() {
    echo "$passed passed, $failed failed"
    ((failed == 0))
}
