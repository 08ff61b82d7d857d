#!/bin/sh
# Builds an edition when it starts, and every night at 03:30 in Bangkok.
#
# A build that failed leaves the edition before it serving, and /run/pakthong/build-failed until one
# succeeds: by it the container is "unhealthy", and watch.sh tells of it.
set -u
export TZ=ICT-7

while :; do
    if python -m etl build; then
        rm -f /run/pakthong/build-failed
    else
        touch /run/pakthong/build-failed
    fi
    next=$(date --date=03:30 +%s)
    now=$(date +%s)
    [ "$next" -gt "$now" ] || next=$(date --date="tomorrow 03:30" +%s)
    sleep $((next - now))
done
