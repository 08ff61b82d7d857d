"""Tells whether an address, or a request, stays on this machine."""

import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
"""What a proxy adds: such a request comes from elsewhere, whatever its last step was."""


def is_address(host: str) -> bool:
    """Whether an IP address is this machine's own; a name, and none, is not."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def is_bound(host: str | None) -> bool:
    """Whether a server that listens on `host` is reached from this machine only.

    A name counts by what it stands for now, all of it; a name that stands for nothing does not.
    """
    if not host:
        return False
    if is_address(host):
        return True
    try:
        addresses = {str(each[4][0]) for each in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return False
    return bool(addresses) and all(map(is_address, addresses))


def is_host(header: str) -> bool:
    """Whether a request's Host names this machine.

    Another name means that somebody's web page had its own name stand for 127.0.0.1, so that the
    browser takes us for a part of that page.
    """
    host = hostname(f"//{header}")
    return host == "localhost" or is_address(host)


def hostname(url: str) -> str:
    """Return the host of an address in small letters, empty for what is no address."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_local(headers: Mapping[str, str]) -> bool:
    """Whether a request was made on this machine for this machine, going by its headers."""
    lowered = {name.lower(): value for name, value in headers.items()}
    return is_host(lowered.get("host", "")) and not any(name in lowered for name in FORWARDED)


def netloc(origin: str) -> str:
    """Return host and port of an origin, empty for what is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
