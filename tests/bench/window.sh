#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Time from start to a mapped window, and memory (PSS) two seconds later: Vitrine against a bare Qt window with five
# empty plots, by turns on one X display. Usage: window.sh BUILD_DIR [ROUNDS]. Needs DISPLAY (see xvfb-run) and xdotool.
set -euo pipefail
build=$(realpath "$1")
rounds=${2:-7}
results=$(mktemp)
trap 'rm -f "$results"' EXIT
export QT_QPA_PLATFORM=xcb

measure() { # name, program, title
    local begin end pss pid
    begin=$(date +%s%N)
    "$2" > /dev/null 2>&1 &
    pid=$!
    # Its own waiting looks twice a second only.
    until xdotool search --onlyvisible --name "$3" > /dev/null 2>&1; do
        sleep 0.01
    done
    end=$(date +%s%N)
    sleep 2
    pss=$(awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup")
    kill "$pid"
    wait "$pid" 2> /dev/null || true
    echo "$1 $(((end - begin) / 1000)) $pss" >> "$results"
}

for ((round = 0; round < rounds; ++round)); do
    measure bare "$build/tests/bench/BareWindow" 'Bare Window'
    measure vitrine "$build/gui/vitrine" 'Vitrine'
done

median() { # name, column
    awk -v n="$1" -v c="$2" '$1 == n { print $c }' "$results" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}
printf '%-10s%14s%14s\n' '' 'start ms' 'memory MiB'
for name in bare vitrine; do
    printf '%-10s%14.1f%14.1f\n' "$name" "$(median $name 2 | awk '{ print $1 / 1000 }')" "$(median $name 3 | awk '{ print $1 / 1024 }')"
done
printf '%-10s%14.2f%14.2f\n' ratio \
    "$(echo "$(median vitrine 2) $(median bare 2)" | awk '{ print $1 / $2 }')" \
    "$(echo "$(median vitrine 3) $(median bare 3)" | awk '{ print $1 / $2 }')"
