"""Start a whole site for tests: a dashboard that is signed in to, behind nginx with TLS."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.soak.people import People
from tests.browser import ROOT, Serve, free_port
from tests.certificates import write_certificate

EXAMPLE = ROOT / "deploy" / "nginx.conf"
NAME = "localhost"
NO_NGINX = "no nginx: install it (Debian: `apt-get install nginx`)"


@dataclass
class Site:
    """A running site: its two addresses, what signs people in, and its own folder."""

    address: str
    plain: str
    dashboard: str
    people: People
    folder: Path


def write_configuration(folder: Path, tls: int, plain: int, dashboard: int) -> Path:
    """The example itself, with this machine's ports and folders put in for a server's."""
    certificate, key = write_certificate(folder)
    example = EXAMPLE.read_text(encoding="utf-8")
    lines = [line for line in example.splitlines() if "listen [::]" not in line]
    text = "\n".join(lines)
    for there, here in (
        ("https://pakthong.example.org$request_uri", f"https://{NAME}:{tls}$request_uri"),
        ("/etc/letsencrypt/live/pakthong.example.org/fullchain.pem", str(certificate)),
        ("/etc/letsencrypt/live/pakthong.example.org/privkey.pem", str(key)),
        ("pakthong.example.org", NAME),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{tls} ssl"),
        ("127.0.0.1:8501", f"127.0.0.1:{dashboard}"),
        ("/var/cache/nginx/pakthong", f"{folder}/cache"),
        ("/var/log/nginx/pakthong.log", f"{folder}/access.log"),
        ("/var/www/letsencrypt", f"{folder}/acme"),
    ):
        assert there in text, there
        text = text.replace(there, here)
    (folder / "site.conf").write_text(text, encoding="utf-8")
    user = "user root;\n" if os.getuid() == 0 else ""
    temporary = "\n".join(
        f"    {kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"{user}daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n"
        f"worker_processes 1;\nevents {{ worker_connections 512; }}\n"
        f"http {{\n    include /etc/nginx/mime.types;\n{temporary}\n    include site.conf;\n}}\n",
        encoding="utf-8",
    )
    return whole


@pytest.fixture(scope="session")
def site(serve: Serve, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample's dashboard behind nginx; skipped where there is no nginx."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(NO_NGINX, pytrace=False)
        pytest.skip(NO_NGINX)
    folder = tmp_path_factory.mktemp("site")
    tls, plain = free_port(), free_port()
    address, people = f"https://{NAME}:{tls}", People()
    data = folder / "data"
    shutil.copytree(published, data)
    env = {"PAKTHONG_DATA": str(data), "STREAMLIT_SERVER_ALLOWED_HOSTS": NAME}
    dashboard = serve(ROOT / "serve.py", env, people.options(data, address))
    whole = write_configuration(folder, tls, plain, int(dashboard.rpartition(":")[2]))
    running = subprocess.Popen(
        [program, "-p", str(folder), "-c", str(whole)], stderr=subprocess.PIPE, text=True
    )
    try:
        _wait(tls, running)
        yield Site(address, f"http://127.0.0.1:{plain}", dashboard, people, folder)
    finally:
        running.terminate()
        running.wait(10)


def _wait(port: int, running: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if running.poll() is not None:
            pytest.fail(f"nginx ended: {running.stderr.read() if running.stderr else ''}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("nginx stays silent")
