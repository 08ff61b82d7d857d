"""compose.yaml leaves no service more than it needs, and its images nothing of the party's."""

import os
import re
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from i18n.dates import BANGKOK
from tests import discovery
from tests.browser import ROOT
from tests.deploy.debian import compose
from tests.deploy.debian.dockerfile import context_files

TOLD = compose.read(ROOT / "compose.yaml", {"SITE_NAME": "pakthong.example.org"})
SERVICES = sorted(TOLD["services"])
DOCKERFILE = (ROOT / "deploy/containers/Dockerfile").read_text(encoding="utf-8")
FAILED = "/run/pakthong/build-failed"
"""By which the build's service tells the one of alarms that it failed."""
discovery.enough(SERVICES, 4, "services")


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_held_to_what_it_needs(name: str) -> None:
    service = TOLD["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"[1-9]\d{4}:[1-9]\d{4}", service["user"])
    assert re.fullmatch(r"\dg", service["mem_limit"])
    assert 0 < service["pids_limit"] <= 1024
    assert not {"privileged", "cap_add", "devices", "pid", "ipc", "userns_mode"} & set(service)
    assert f"AS {service['build']['target']}\n" in DOCKERFILE
    assert all("size=" in each for each in service["tmpfs"])
    named = set(TOLD["volumes"])
    for volume in service["volumes"]:
        assert volume.partition(":")[0] in named or volume.endswith(":ro"), volume


def test_only_nginx_has_ports_and_a_build_no_network() -> None:
    services = TOLD["services"]
    assert {name for name in SERVICES if "ports" in services[name]} == {"nginx"}
    assert services["nginx"]["ports"] == ["80:80", "443:443"]
    assert services["dashboard"]["network_mode"] == "service:nginx"
    assert services["build"]["network_mode"] == "none"
    assert services["alarms"]["networks"] == ["outside"]
    assert not any("outside" in services[name].get("networks", []) for name in SERVICES[1:])
    assert {name for name in SERVICES if services[name].get("secrets")} == {"dashboard"}
    # Where the two are one machine, the dashboard listens on it alone, as everywhere.
    assert "address" not in DOCKERFILE
    assert "EXPOSE" not in DOCKERFILE


def test_an_image_begins_from_a_release_and_ends_as_nobody_who_matters() -> None:
    bases = set(re.findall(r"(?m)^FROM (\S+) AS", DOCKERFILE))
    assert bases == {"debian:bookworm-slim"}
    assert "--require-hashes -r requirements/runtime.txt" in DOCKERFILE
    users = re.findall(r"(?m)^USER (\S+)$", DOCKERFILE)
    assert users == [TOLD["services"][name]["user"] for name in ("dashboard", "nginx")]
    assert not re.search(r"https?://(?!127\.0\.0\.1)", DOCKERFILE)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What git keeps of this project, and beside it whatever a party has that git does not."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("this is no checkout of git")
    for name in listed.stdout.splitlines():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            shutil.copyfile(ROOT / name, tmp_path / name)
    return tmp_path


def test_nothing_that_git_keeps_out_enters_an_image(checkout: Path) -> None:
    rules = [line for line in (ROOT / ".gitignore").read_text().splitlines() if line[:1] == "/"]
    discovery.enough(rules, 18, "rules")
    before = context_files(checkout)
    for rule in rules:
        name = rule.strip("/").replace("*", "2")
        planted = checkout / name / "members.csv" if rule.endswith("/") else checkout / name
        planted.parent.mkdir(parents=True, exist_ok=True)
        planted.write_text("somebody")
    (checkout / ".env").write_text("SITE_NAME=somewhere")
    assert context_files(checkout) == before
    tops = {name.partition("/")[0] for name in before}
    assert {"etl", "pages", "metrics", "data", "dashboard.py"} <= tops
    assert not tops & {"tests", "bench", "docs", ".git"}


def test_every_list_that_is_shipped_is_in_the_image(checkout: Path) -> None:
    shipped = {f"data/{path.name}" for path in (checkout / "data").glob("*.csv")}
    shipped |= {"data/rules.toml"}
    discovery.enough(sorted(shipped), 10, "lists")
    assert shipped <= context_files(checkout)


def test_the_night_waits_until_half_past_three_in_bangkok(tmp_path: Path) -> None:
    """Wherever the machine's clock says it is; what failed is seen until a build succeeds."""
    failed = tmp_path / "failed"
    script = (ROOT / "deploy/containers/nightly.sh").read_text(encoding="utf-8")
    assert script.count(FAILED) == 3
    script = script.replace(FAILED, str(failed))
    for name, does in (
        ("python", f'echo "$@" >> {tmp_path}/builds; test "$(wc -l < {tmp_path}/builds)" != 1'),
        (
            "sleep",
            f'test -e {failed} && echo "$1 failed" || echo "$1"; [ -e {tmp_path}/last ] && '
            f"kill $PPID; touch {tmp_path}/last",
        ),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "TZ": "America/New_York"}
    done = subprocess.run(["sh", "-c", script], env=env, capture_output=True, text=True, timeout=30)
    assert (tmp_path / "builds").read_text() == "-m etl build\n" * 2
    first, second = done.stdout.splitlines()
    assert first.endswith(" failed")
    assert second.isdecimal()
    until = datetime.now(UTC) + timedelta(seconds=int(second))
    # Minutes may pass between the clock that was asked and this one.
    there = (until + timedelta(minutes=2)).astimezone(BANGKOK)
    assert (there.hour, there.minute // 10) == (3, 3)
    assert 0 < int(second) <= 86_400


def test_of_a_failed_build_the_alarms_service_hears_through_a_disk_that_is_never_full() -> None:
    build, alarms = TOLD["services"]["build"], TOLD["services"]["alarms"]
    assert f"signals:{Path(FAILED).parent}" in build["volumes"]
    assert f"signals:{Path(FAILED).parent}:ro" in alarms["volumes"]
    assert TOLD["volumes"]["signals"]["driver_opts"]["type"] == "tmpfs"
    assert build["healthcheck"]["test"][-1] == FAILED
    unit = (ROOT / "deploy/pakthong-alarm@.service").read_text(encoding="utf-8")
    (secrets,) = alarms["env_file"]
    assert f"EnvironmentFile=-{secrets['path']}\n" in unit
    assert secrets["required"] is False


def test_a_failed_build_is_told_in_a_minute_and_every_morning_all_is_looked_at(
    tmp_path: Path,
) -> None:
    """Each once, in words that the command takes; who was not told is seen until somebody is."""
    script = (ROOT / "deploy/containers/watch.sh").read_text(encoding="utf-8")
    failed, unsent, data = (tmp_path / name for name in ("failed", "unsent", "data"))
    for there, here in ((FAILED, failed), ("/tmp/unsent", unsent)):
        assert there in script
        script = script.replace(there, str(here))
    # What happens in each minute, and what is seen at its end.
    (tmp_path / "minutes").write_text(
        f"mkdir {data}\ntouch {data}/delivery.toml\ntouch {failed}\n:\nrm {failed}\n"
        f"echo {int(time.time()) + 2 * 86_400} > {tmp_path}/now\n"
    )
    (tmp_path / "now").write_text(f"{int(time.time())}\n")
    programs = {
        "python": f'echo "$@" >> {tmp_path}/asked; [ "$4" != pakthong-build ] || [ "$5" ]',
        "date": f'case "$*" in +%s) cat {tmp_path}/now;; *) exec /bin/date "$@";; esac',
        "sleep": f"test -e {unsent} && echo unsent >> {tmp_path}/asked; "
        f"line=$(head -n 1 {tmp_path}/minutes); sed -i 1d {tmp_path}/minutes; "
        'if [ "$line" ]; then eval "$line"; else kill $PPID; fi',
    }
    for name, does in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PAKTHONG_DATA": str(data)}
    subprocess.run(["sh", "-c", script], env=env, capture_output=True, text=True, timeout=30)
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked == [
        "-m etl alarm pakthong-build --well",
        "-m etl alarm pakthong-build",
        "unsent",
        "unsent",
        "-m etl alarm pakthong-build --well",
        "-m etl alarm",
    ]
