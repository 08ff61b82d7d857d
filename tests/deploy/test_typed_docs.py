"""docs/deploy.md is typed from its first command to its last, from an empty Debian.

All that it says of one machine; "In containers" is typed by test_containers.py.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser import ROOT
from tests.deploy.debian import roots, visitor
from tests.deploy.debian.fences import Page
from tests.deploy.debian.machine import Machine, Mount
from tests.deploy.debian.typist import NAME, WAYS, Typist
from tests.deploy.debian.visitor import Sight

pytestmark = pytest.mark.slow

INSTALLED = ("systemd", "iproute2", "cron", "tzdata", "passwd", "procps", "less")
"""What a Debian has once it is installed on a machine, and the smallest one in a folder lacks."""


@dataclass
class Server:
    """A server that was set up by the page: what was seen after each of its sections."""

    typist: Typist
    machine: Machine
    certificate: Path
    seen: dict[str, Sight]
    lines: int


@pytest.fixture(scope="module")
def server(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Type the page, and look at the site whenever a section ends once it is to be up."""
    folder = tmp_path_factory.mktemp("server")
    folder.chmod(0o755)
    root = roots.unpack("bookworm", folder / "root")
    with Machine(root, "outer", [Mount("/var/cache/apt/archives", roots.archives())]) as outer:
        brought = f"apt-get update && apt-get install --yes {' '.join(INSTALLED)}"
        outer.run(["sh", "-c", brought], env={"DEBIAN_FRONTEND": "noninteractive"})
    page = Page(ROOT / "docs" / "deploy.md")
    lines = page.of_others("In containers")
    logs = folder / "logs"
    logs.mkdir()
    certificate = root / f"etc/letsencrypt/live/{NAME}/fullchain.pem"
    with Machine(root, "own", [Mount("/mnt", wheels, "ro")]) as machine:
        typist = Typist(page, machine, logs)
        seen: dict[str, Sight] = {}
        for number, line in enumerate(lines):
            typist.type(line)
            ends = line is lines[-1] or lines[number + 1].section != line.section
            if ends and ("6. The web server" in (line.section, *seen)):
                seen[line.section] = look(typist, machine, certificate)
        yield Server(typist, machine, certificate, seen, len(lines))


def look(typist: Typist, machine: Machine, certificate: Path) -> Sight:
    """Visit the site, which takes some seconds to come up after its command has returned."""
    until = time.monotonic() + 90
    while True:
        seen = visitor.visit(machine.pid, NAME, certificate)
        if seen.is_sign_in or time.monotonic() > until:
            return seen
        time.sleep(1)


def test_every_command_ends_well_and_the_page_is_behind_tls_after_each_section(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert server.lines > 60
    assert len(server.typist.typed) == server.lines
    assert next(iter(server.seen)) == "6. The web server"
    assert {"Back up, and restore", "Update, and go back"} < set(server.seen)
    for section, seen in server.seen.items():
        found = (seen.status, seen.tls, seen.is_page, seen.is_sign_in)
        assert found == (200, "TLSv1.3", True, True), section
        assert seen.plain == f"https://{NAME}/"
        assert seen.ready == 404
    with capsys.disabled():
        sys.stdout.write("\n" + told(server.typist))


def told(typist: Typist) -> str:
    """Say what was typed otherwise than it stands."""
    lines = [f"docs/deploy.md: {len(typist.typed)} commands typed; otherwise than they stand:"]
    for way, how in WAYS.items():
        lines.append(f"  {way}: {how}")
        cases = [text for each, text in typist.notes if each == way]
        lines += [f"      {text[:150]}" for text in dict.fromkeys(cases)]
    return "\n".join(lines) + "\n"


def test_no_more_is_typed_otherwise_than_is_said(server: Server) -> None:
    """Each way is needed; what neither needs a network nor systemd stands as it is."""
    ways = Counter(way for way, _ in server.typist.notes)
    assert ways.keys() == WAYS.keys()
    otherwise = {text for way, text in server.typist.notes if way in ("systemd", "certbot")}
    assert all(text.startswith(("systemctl", "journalctl", "certbot")) for text in otherwise)


def test_the_server_serves_the_edition_of_what_the_party_brought(server: Server) -> None:
    # It was the last to be started anew; the site was answered by the other meanwhile.
    patient = ["--retry", "60", "--retry-connrefused", "--retry-delay", "1"]
    ready = server.machine.run(["curl", "--silent", *patient, "http://127.0.0.1:8501/ready"])
    assert json.loads(ready)["ready"] is True
    for unit in ("pakthong@8501", "pakthong@8502", "nginx"):
        assert "Traceback" not in server.typist.units.log(unit)
    assert server.typist.units.running.keys() == {"pakthong@8501", "pakthong@8502"}


def test_what_the_party_owns_is_nobody_elses(server: Server) -> None:
    for name in ("var/lib/pakthong", "var/backups/pakthong", "etc/pakthong"):
        assert (server.machine.root / name).stat().st_mode & 0o077 == 0, name
    for name in ("var/lib/pakthong/access.toml", "etc/pakthong/secrets.toml"):
        assert (server.machine.root / name).stat().st_mode & 0o777 == 0o600, name
    script = "find /opt/pakthong -writable ! -type l ! -path '*/static/own*' 2>&1"
    owner = server.machine.run(["id", "-u", "pakthong"]).strip()
    words = [
        "setpriv",
        f"--reuid={owner}",
        f"--regid={owner}",
        "--clear-groups",
        "sh",
        "-c",
        script,
    ]
    assert server.machine.run(words) == ""
