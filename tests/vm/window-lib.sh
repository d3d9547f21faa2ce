# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034
# What the tests of the real window share: pressing, typing and dragging as a person does, and reading what the window says. Sourced
# by what off-screen runs. Controls are found by name, through the accessibility bus.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=tests/vm/lib.sh
. "$here/lib.sh"
out=${VM_OUT:?the folder for results}
find_control=${FIND_CONTROL:-${VM_BUILD:?the build tree}/tests/vm/find-control}
patience=${MAIN_JOB_PATIENCE:-180}
window='' shown_after='' ready_after=''

v() {
    vitrine "$@"
}

# open_window: until it shows its controls and the helper has answered; how long that took is in shown_after and ready_after.
open_window() {
    local began
    began=$(date +%s%N)
    vitrine >"$out/window.log" 2>&1 &
    window=$!
    check "the window opens" place 'New…'
    shown_after=$(since "$began")
    check "the helper answers" place 'helper ready.*'
    ready_after=$(since "$began")
}

# Seconds since $1 (nanoseconds of the clock), with two places.
since() {
    awk -v a="$1" -v b="$(date +%s%N)" 'BEGIN { printf "%.2f s", (b - a) / 1e9 }'
}

# By its key, as a person does; it keeps its settings then.
close_window() {
    check "the window is still there" kill -0 "$window"
    xdotool key ctrl+q
    check "it closes" wait_for 60 not kill -0 "$window" || kill "$window"
    wait "$window" 2>/dev/null
    window=''
}

not() {
    ! "$@"
}

# The pointer into a corner, where it points at nothing.
park() {
    xdotool mousemove 4000 4000
}

# shot NAME
shot() {
    import -window root "$out/$1.png" && echo "     screenshot $1.png"
}

# The middle of the screen is dark on the whole.
is_dark() {
    [[ $(import -window root -gravity center -crop 600x400+0+0 png:- | convert - -colorspace gray -format '%[fx:mean < 0.35]' info:) == 1 ]]
}

# A menu is a window of its own to the display, though not to the accessibility bus.
windows_open() {
    xdotool search --onlyvisible --pid "$window" 2>/dev/null | wc -l
}

more_open_than() {
    (($(windows_open) > $1))
}

# appear dark|'as the system': by the menu, with keys, from its end up to Appearance.
appear() {
    local windows
    windows=$(windows_open)
    click Menu
    wait_for "$patience" more_open_than "$windows"
    xdotool key Up Up Up Up Right
    [[ $1 != dark ]] || xdotool key Down Down
    xdotool key Return
    park
}

# place NAME…: where a control is, once it is there. Options are find-control's.
place() {
    "$find_control" --wait "$patience" "$@"
}

# told OPTION… NAME: what a control says now, without waiting.
told() {
    "$find_control" "$@"
}

click() {
    local x y width height
    read -r x y width height < <(place --enabled "$@") || { fail "there is \"${!#}\" to press"; return 1; }
    xdotool mousemove --sync $((x + width / 2)) $((y + height / 2)) click 1
}

# enter CONTROL TEXT: into a field of the dialog.
enter() {
    click --in 'New Container' --role text "$1" || return
    xdotool key --clearmodifiers ctrl+a
    xdotool type --delay 40 "$2"
    wait_for "$patience" says "$1" "$2" || fail "\"$1\" takes what is typed" "$(told --in 'New Container' --role text --text "$1")"
}

says() {
    [[ $(told --in 'New Container' --role text --text "$1") == "$2" ]]
}

# choose CONTAINER: in the list.
choose() {
    click --role 'list item' "$1, .*" || return
    wait_for "$patience" told --role label "$1"
}

# The colours of a limit line with its grip, of a grip without a limit, and of a mark of trouble, on a light window.
readonly limit_color='#c0392b' unset_color='#d8847c' mark_color='#b9770e'

# colored CHART COLOR: the box of all that has this colour on a chart, as "left top width height" on the screen.
colored() {
    local x y width height box left top w h
    read -r x y width height < <(place --role filler "$1") || return 1
    box=$(import -window root -crop "${width}x$height+$x+$y" +repage png:- |
        convert - -fuzz 4% -fill white +opaque "$2" -trim -format '%X %Y %w %h' info: 2>/dev/null) || return 1
    read -r left top w h <<<"$box"
    ((w < width || h < height)) || return 1 # nothing of that colour: nothing is trimmed
    echo $((x + ${left#+})) $((y + ${top#+})) "$w" "$h"
}

# grip CHART: the middle of the grip of its limit, with or without one.
grip() {
    local left top width=0 height color
    for color in "$limit_color" "$unset_color"; do
        read -r left top width height < <(colored "$1" "$color")
        if ((width > 20)); then
            echo $((left + width - 30)) $((top + height / 2))
            return
        fi
    done
    return 1
}

# drag_limit CHART PIXELS: takes the grip and moves it down, or up when negative.
drag_limit() {
    local x y step
    read -r x y < <(grip "$1") || { fail "the chart of $1 has a grip"; return 1; }
    xdotool mousemove --sync "$x" "$y" mousedown 1
    for step in 1 2 3 4 5; do
        xdotool mousemove --sync "$x" $((y + $2 * step / 5))
    done
    xdotool mouseup 1
    park
}
