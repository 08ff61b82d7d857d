"""The container images and compose.yaml do what they say, where there is no engine too.

The steps of the Dockerfile run in folders of their own, from an empty Debian; services run as
compose.yaml tells, sealed, by their users. docs/deploy.md, "In containers", is typed as it stands.
"""

import shlex
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser import ROOT
from tests.deploy.debian import compose, first_data, roots, visitor
from tests.deploy.debian.compose import Compose
from tests.deploy.debian.dockerfile import Builder
from tests.deploy.debian.fences import Page
from tests.deploy.debian.machine import Failed, Machine

NAME = "pakthong.test"
RUN = "docker compose run --rm --no-deps "
IGNORED = ("certbot ", "docker compose build", "docker compose ps")
"""Needs the internet; is what the test does itself; has nothing to say without an engine."""

pytestmark = pytest.mark.slow


@dataclass
class Running:
    """A site in containers: its services, what each has said, and the machine they are on."""

    compose: Compose
    host: Path
    logs: Path
    typed: list[str]

    def log(self, name: str) -> str:
        return (self.logs / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def running(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The site as "In containers" has it made, command by command."""
    folder = tmp_path_factory.mktemp("containers")
    folder.chmod(0o755)
    host = roots.unpack("bookworm", folder / "host")
    first_data.write_exports(host / "root")
    images = Builder(ROOT / "deploy/containers/Dockerfile", ROOT, wheels, folder)
    told = compose.read(ROOT / "compose.yaml", {"SITE_NAME": NAME})
    logs = folder / "logs"
    logs.mkdir()
    with Compose(told, images, host, folder / "volumes") as site:
        found = Running(site, host, logs, [])
        with Machine(host) as outer:
            _type(found, outer, told["services"])
        yield found


def _type(site: Running, outer: Machine, services: dict[str, object]) -> None:
    """Type the section's commands; those of an engine are done by the test's own."""
    page = Page(ROOT / "docs" / "deploy.md")
    lines = page.of("In containers")
    assert len(lines) > 10
    for line in lines:
        text = line.text.replace("pakthong.example.org", NAME)
        if text.startswith(IGNORED):
            continue
        site.typed.append(text)
        if text.startswith("docker compose up"):
            for name in services:
                with (site.logs / name).open("wb") as out:
                    site.compose.up(name, out)
        elif RUN in text:
            _run(site, text)
        elif text.startswith("editor "):
            file = text.split()[1]
            there = site.host / file[1:]
            there.write_text(first_data.filled(page.shown[there.name], NAME), encoding="utf-8")
        else:
            outer.run(["sh", "-euc", text], folder="/root")


def _run(site: Running, text: str) -> None:
    """Type a command of which a part runs in a container."""
    before, _, after = text.partition(RUN)
    name, _, command = after.removeprefix("-T ").partition(" ")
    command = command.replace("< /etc", f"< {site.host}/etc")
    typed = before + shlex.join(site.compose.words(name)) + " " + command
    folder = site.host / "root"
    done = subprocess.run(typed, shell=True, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"


def until(holds: Callable[[], bool], seconds: float = 90) -> bool:
    """Whether something comes to hold in so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.5)
    return False


def test_the_site_comes_up_behind_tls_and_asks_who_is_there(running: Running) -> None:
    assert until(lambda: running.compose.is_healthy("dashboard")), running.log("dashboard")
    certificate = running.host / "etc/pakthong/tls/fullchain.pem"
    seen = visitor.visit(running.compose.machine("nginx").pid, NAME, certificate)
    assert seen.plain == f"https://{NAME}/"
    assert (seen.status, seen.tls, seen.is_page, seen.is_sign_in) == (200, "TLSv1.3", True, True)
    assert "max-age" in seen.headers["strict-transport-security"]
    assert "default-src 'none'" in seen.headers["content-security-policy"]
    assert seen.ready == 404
    # What people look at is in no log, who asked is.
    assert until(lambda: '"GET /" 200' in running.log("nginx"), 5), running.log("nginx")


def test_the_night_build_publishes_what_was_put_into_the_volume(running: Running) -> None:
    volume = running.host.parent / "volumes" / "data"
    assert until((volume / "warehouse" / "CURRENT").is_file), running.log("build")
    assert running.compose.is_healthy("build")
    owners = {path.stat().st_uid for path in [volume, *volume.rglob("*")]}
    assert owners == {10001}
    assert volume.stat().st_mode & 0o777 == 0o700
    assert (volume / "access.toml").stat().st_mode & 0o777 == 0o600


def test_the_check_of_its_health_fails_where_nothing_answers(running: Running) -> None:
    """In a machine of the same image with nothing in it."""
    image = running.compose.image("dashboard")
    with Machine(image.root) as empty, pytest.raises(Failed, match="refused"):
        empty.run(image.health, image.user, image.env, image.folder)


@pytest.mark.parametrize("name", ["nginx", "dashboard", "build", "alarms"])
def test_no_service_can_write_but_where_it_must_or_become_anybody(
    name: str, running: Running
) -> None:
    script = (
        "find / -xdev -type d -writable 2>/dev/null; "
        "for each in $(awk '{print $2}' /proc/mounts); do test -w $each && echo $each; done; "
        "grep -E '^(Cap|NoNewPrivs)' /proc/self/status"
    )
    words = running.compose.words(name, "sh", "-c", script)
    said = subprocess.run(words, capture_output=True, text=True).stdout
    told = running.compose.service(name)
    writable = {each.partition(":")[0] for each in told.get("tmpfs", [])}
    volumes = told.get("volumes", [])
    writable |= {each.split(":")[1] for each in volumes if not each.endswith(":ro")}
    devices = {f"/dev/{each}" for each in ("null", "zero", "full", "random", "urandom", "tty")}
    folders = {line for line in said.splitlines() if line.startswith("/")}
    assert writable <= folders
    outside = {line for line in folders if not line.startswith(tuple(writable))}
    assert outside - devices - {"/dev/shm", "/proc"} == set()
    rights = [line.split() for line in said.splitlines() if line.startswith(("Cap", "NoNew"))]
    assert len(rights) == 6
    assert {value for key, value in rights if key != "NoNewPrivs:"} == {"0" * 16}
    assert ["NoNewPrivs:", "1"] in rights


def test_the_image_has_nothing_of_the_party_or_of_the_tests_and_cannot_install(
    running: Running,
) -> None:
    root = running.compose.image("dashboard").root
    app = root / "opt/pakthong/app"
    tops = {path.name for path in app.iterdir()}
    assert not tops & {"tests", "bench", "docs", ".git", "sbom.cdx.json"}
    assert (app / "static/vendor/Sarabun-Regular.woff2").is_file()
    assert list((app / "etl/__pycache__").glob("*.pyc"))
    packages = {path.name.lower() for path in (app / ".venv/lib").glob("*/site-packages/*")}
    assert "streamlit" in packages
    assert not packages & {"pytest", "_pytest", "playwright", "mypy", "pip", "setuptools"}
    assert not list((root / "var/lib/pakthong").iterdir())
    assert not list((root / "var/lib/apt/lists").iterdir())
