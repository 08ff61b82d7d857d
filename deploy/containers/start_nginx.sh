#!/bin/sh
# Writes the site's name into the configuration, and becomes nginx.
set -eu

case "${SITE_NAME:-}" in
    "" | *[!a-z0-9.-]*)
        echo "SITE_NAME is to be the site's name, such as pakthong.example.org" >&2
        exit 1
        ;;
esac
sed "s/pakthong\.example\.org/$SITE_NAME/g" /etc/pakthong/site.conf >/run/pakthong/site.conf
exec /usr/sbin/nginx -e stderr -c /etc/pakthong/nginx.conf
