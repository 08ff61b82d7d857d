#!/bin/sh
# Builds an edition when it starts, and every night at 03:30 in Bangkok.
#
# A build that failed leaves the edition before it serving, and /tmp/failed, by which the container is
# "unhealthy" until one succeeds.
set -u
export TZ=ICT-7

while :; do
    if python -m etl build; then
        rm -f /tmp/failed
    else
        touch /tmp/failed
    fi
    next=$(date --date=03:30 +%s)
    now=$(date +%s)
    [ "$next" -gt "$now" ] || next=$(date --date="tomorrow 03:30" +%s)
    sleep $((next - now))
done
