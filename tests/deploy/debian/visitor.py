"""Visits a site as a browser does, in another machine's network, and tells what it saw as JSON.

python -m tests.deploy.debian.visitor NAME CERTIFICATE

The certificate is the only one that is believed.
"""

import http.client
import json
import socket
import ssl
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from i18n.phrases import phrases

_SECONDS = 30


@dataclass(frozen=True)
class Sight:
    """What a visitor saw: `plain` is where http leads, `tls` the protocol spoken."""

    plain: str
    tls: str
    status: int
    headers: dict[str, str]
    is_page: bool
    is_sign_in: bool
    ready: int


def visit(machine_pid: int, name: str, certificate: Path) -> Sight:
    """Visit the site of a name in the network of a process."""
    net = f"--net=/proc/{machine_pid}/ns/net"
    module = [sys.executable, "-m", "tests.deploy.debian.visitor", name, str(certificate)]
    told = subprocess.run(["nsenter", net, *module], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    return Sight(**json.loads(told.stdout))


def look(name: str, certificate: str) -> Sight:
    """Ask for the page with and without TLS."""
    trusted = ssl.create_default_context(cafile=certificate)
    plain = http.client.HTTPConnection("127.0.0.1", timeout=_SECONDS)
    plain.request("GET", "/", headers={"Host": name})
    led = plain.getresponse().getheader("location") or ""
    page = _ask(trusted, name, "/")
    return Sight(
        plain=led,
        tls=page[3],
        status=page[0],
        headers=page[1],
        is_page=b"<title>" in page[2],
        is_sign_in=phrases()["sign_in.button"]["th"].encode() in page[2],
        ready=_ask(trusted, name, "/ready")[0],
    )


def _connected(trusted: ssl.SSLContext, name: str) -> ssl.SSLSocket:
    raw = socket.create_connection(("127.0.0.1", 443), _SECONDS)
    return trusted.wrap_socket(raw, server_hostname=name)


def _ask(trusted: ssl.SSLContext, name: str, path: str) -> tuple[int, dict[str, str], bytes, str]:
    connection = http.client.HTTPConnection(name, timeout=_SECONDS)
    connection.sock = secure = _connected(trusted, name)
    connection.request("GET", path, headers={"Host": name})
    answer = connection.getresponse()
    headers = {key.lower(): value for key, value in answer.getheaders()}
    return answer.status, headers, answer.read(), secure.version() or ""


if __name__ == "__main__":
    print(json.dumps(vars(look(*sys.argv[1:]))))  # noqa: T201
