#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Run by root for run.sh: a bus of its own for one user, on which the helper of a build tree is started when it is called. Ends
# when its standard input does.
set -euo pipefail
[[ $# == 3 ]] || { echo "usage: private-bus.sh UID HELPER DIRECTORY" >&2; exit 2; }
owner=$1 helper=$(realpath "$2") directory=$3
[[ $owner =~ ^[0-9]+$ && $(id -u) == 0 ]] || { echo "private-bus.sh: to be run by root, for a user id" >&2; exit 2; }

# A directory of root's own: nobody else can put a socket or a service file in its place.
mkdir -m 711 "$directory"
bus=''
clean_up() {
    [[ ! $bus ]] || kill "$bus" 2>/dev/null || true
    rm -rf "$directory"
}
trap clean_up EXIT
trap 'exit 143' INT TERM HUP
mkdir -m 711 "$directory/services"
# State and run directories are the usual ones: places, and with them the ids and addresses of containers, are given out from
# there, and two helpers with directories of their own would give the same ones twice. So a helper that runs already is not joined
# by a second one, which waits a little and then says so here.
cat >"$directory/services/io.vitrine.Helper1.service" <<SERVICE
[D-BUS Service]
Name=io.vitrine.Helper1
Exec="$helper" --owner $owner --bus-address unix:path=$directory/bus
SERVICE
cat >"$directory/bus.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path=$directory/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>$directory/services</servicedir>
  <policy context="default">
    <deny user="*"/>
    <deny own="*"/>
    <deny send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
    <allow send_destination="org.freedesktop.DBus"/>
  </policy>
  <policy user="root">
    <allow own="io.vitrine.Helper1"/>
  </policy>
  <policy user="$owner">
    <allow send_destination="io.vitrine.Helper1"/>
  </policy>
  <policy context="mandatory">
    <allow user="root"/>
    <allow user="$owner"/>
  </policy>
  <limit name="service_start_timeout">60000</limit>
</busconfig>
CONF
dbus-daemon --config-file="$directory/bus.conf" --nofork --nopidfile --nosyslog --print-address=1 </dev/null &
bus=$!
# The one who started this holds the other end of the pipe.
cat >/dev/null
