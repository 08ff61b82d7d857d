#!/bin/sh
# Tells by `delivery.toml` that the night's build failed, or works again, within a minute; and every
# morning at 08:00 in Bangkok looks whether an export is overdue or anything kept is damaged.
#
# Whom a message did not reach is told with the next, at the latest the next morning: until then there is
# /tmp/unsent, by which the container is "unhealthy".
set -u
export TZ=ICT-7

alarm() {
    if python -m etl alarm "$@"; then
        rm -f /tmp/unsent
    else
        touch /tmp/unsent
    fi
}

next_morning() {
    morning=$(date --date=08:00 +%s)
    [ "$morning" -gt "$(date +%s)" ] || morning=$(date --date="tomorrow 08:00" +%s)
}

told=
next_morning
while :; do
    # Without this file nobody is named who hears it.
    if [ -e "$PAKTHONG_DATA/delivery.toml" ]; then
        if [ -e /run/pakthong/build-failed ]; then found=failed; else found=well; fi
        if [ "$found" != "$told" ]; then
            told=$found
            if [ "$found" = failed ]; then
                alarm pakthong-build
            else
                alarm pakthong-build --well
            fi
        fi
        if [ "$(date +%s)" -ge "$morning" ]; then
            next_morning
            alarm
        fi
    fi
    sleep 60
done
