# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Wrong names, sizes, paths and JSON: every problem is named and nothing changes.

listed_before=$(v ps --all --json | jq length)

# refused WHAT WORD OPTION…: run ends with 125, and the message holds WORD (small letters).
refused() {
    local what=$1 word=$2 output status
    shift 2
    output=$(v run --rm --host "$@" -- true 2>&1)
    status=$?
    if [[ $status == 125 && ${output,,} == *"$word"* ]]; then
        pass "$what is refused"
    else
        fail "$what is refused" "status $status: $output"
    fi
}

for name in .. a/b -x .x $'new\nline' "$(printf 'x%.0s' {1..64})" $'\xe2\x80\xaertl' 'per%n cent'; do
    refused "the name $(printf %q "$name")" name "--name=$name"
done
refused "memory of nothing" memory -m 0
refused "memory that is no number" memory -m lots
refused "memory below nothing" memory --memory=-5M
refused "more bytes than there are" memory -m 99999999999999999999
refused "no processors" cpus --cpus 0
refused "processors that are no number" cpus --cpus nan
refused "a core that is not there" cpu --cpuset-cpus 4096
refused "a weight out of range" weight --cpu-weight 10001
refused "no processes" pids --pids-limit 0
refused "a disk that is not there" /dev/none --device-write-bps /dev/none:1M
refused "a mount of what is not there" "/nowhere" -v /nowhere:/x
refused "a relative target" "" -v /home/tester:x
refused "a target with dots" "" -v /home/tester:/a/../../b
refused "/proc as a mount" "" -v /proc:/x
refused "/sys as a mount" "" -v /sys:/x
refused "control groups as a mount" "" -v /sys/fs/cgroup:/x
refused "terminals as a mount" "" -v /dev/pts:/x
refused "a mount over /proc" "" -v /home/tester:/proc
refused "an unknown option" "bogus" --bogus
refused "a variable without a name" "" -e =x

output=$(v run --rm --host -m 0 --cpus 0 --pids-limit 0 -- true 2>&1)
for word in memory cpus pids; do
    contains "several problems are named at once: $word" "${output,,}" $word
done

# create JSON: asks the helper itself, past every check of the command line.
create() {
    as tester busctl --system call io.vitrine.Helper1 /io/vitrine/Helper1 io.vitrine.Helper1 Create 'sa{sh}' "$1" 0 2>&1
}
deep=$(printf '[%.0s' {1..10000})
for json in '' '{' '[]' 'null' '{"schema":1}' '{"schema":99}' '{"unknown":1}' '{"name":"a","name":"b"}' '{"limits":{"pids":1e400}}' "$deep" $'\xef\xbb\xbf{}' '{} x'; do
    output=$(create "$json")
    if [[ $? -ne 0 && $output != *"did not receive a reply"* ]]; then
        pass "JSON is refused: ${json:0:30}"
    else
        fail "JSON is refused: ${json:0:30}" "$output"
    fi
done
check "the helper still answers" as tester busctl --system call io.vitrine.Helper1 /io/vitrine/Helper1 io.vitrine.Helper1 Ping
as tester busctl --system call io.vitrine.Helper1 /io/vitrine/Helper1 io.vitrine.Helper1 Create s x >/dev/null 2>&1
check "a wrong signature is refused" test $? -ne 0
equal "nothing was made" "$listed_before" "$(v ps --all --json | jq length)"

output=$(v run --rm --host -v /root:/x -- ls /x 2>&1)
check "root's folder shows nothing" test $? -ne 0
