"""The units for systemd are what they say: safe, whole, and of programs that exist."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from etl.__main__ import commands
from tests import discovery
from tests.discovery import ROOT

DEPLOY = ROOT / "deploy"
SERVICES = sorted(DEPLOY.glob("*.service"))
TIMERS = sorted(DEPLOY.glob("*.timer"))
SOCKETS = sorted(DEPLOY.glob("*.socket"))
discovery.enough(SERVICES, 9, "services")
discovery.enough(SOCKETS, 1, "sockets")
discovery.enough(TIMERS, 4, "timers")
MESSENGERS = ("pakthong-alarm@.service", "pakthong-well@.service")
"""What a unit that failed, or is well again, starts: to these it does not apply."""
APP = "/opt/pakthong/app"
MOST_EXPOSED = 1.1
"""Of 10, by `systemd-analyze security`: 1.0 needs the network and nothing else."""

GUARDS = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "MemoryDenyWriteExecute": "yes",
    "PrivateUsers": "yes",
    "PrivateMounts": "yes",
    "ProcSubset": "pid",
    "SystemCallArchitectures": "native",
    "UMask": "0077",
    "User": "pakthong",
    "StateDirectoryMode": "0700",
    "EnvironmentFile": "/etc/pakthong/pakthong.env",
}


class Unit(configparser.RawConfigParser):
    """A unit's file; of a key that comes twice, the first stays, and all are in `lines`."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, delimiters=("=",), comment_prefixes=("#",))
        self.optionxform = str  # type: ignore[assignment,method-assign]
        text = path.read_text(encoding="utf-8")
        self.read_string(text)
        self.lines = [line for line in text.splitlines() if line and not line.startswith("#")]

    def all(self, key: str) -> list[str]:
        return [line.partition("=")[2] for line in self.lines if line.partition("=")[0] == key]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_every_service_is_held_to_what_it_needs(path: Path) -> None:
    service = Unit(path)["Service"]
    for key, value in GUARDS.items():
        if key == "EnvironmentFile":
            assert value in Unit(path).all(key)
        else:
            assert service[key] == value, key
    assert "MemoryMax" in service
    assert Unit(path).all("SystemCallFilter")[0] == "@system-service"
    writable = service["ReadWritePaths"].split()
    assert {each.removeprefix("-") for each in writable} <= {
        "/var/lib/pakthong",
        f"{APP}/static/own",
        *(["/var/backups/pakthong"] if path.name == "pakthong-backup.service" else []),
    }


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_what_fails_is_told_by_a_unit_that_there_is(path: Path) -> None:
    unit = Unit(path)
    if path.name in MESSENGERS:
        assert not unit.all("OnFailure") and not unit.all("OnSuccess")
        return
    (alarm,) = unit.all("OnFailure")
    started = [alarm, *" ".join(unit.all("OnSuccess")).split()]
    for name in started:
        template = re.sub(r"@[^.]+\.", "@.", name)
        assert (DEPLOY / template).is_file(), name
    # Its own name goes along, without which nobody would know what failed.
    assert re.fullmatch(r"pakthong-alarm@(%N|pakthong-intake)\.service", alarm)
    # A dashboard that was stopped is not well: that is seen at its port.
    told_well = [name for name in started if name.startswith("pakthong-well@")]
    assert told_well == (
        [] if path.name == "pakthong@.service" else [alarm.replace("alarm", "well", 1)]
    )


@pytest.mark.parametrize("name", MESSENGERS)
def test_systemd_s_word_of_how_a_unit_ended_has_one_source(name: str) -> None:
    """systemd tells a unit how another ended only where a single relation led there."""
    stem = name.partition("@")[0]
    for path in SERVICES:
        unit = Unit(path)
        both = " ".join([*unit.all("OnFailure"), *unit.all("OnSuccess")]).split()
        assert len([each for each in both if each.startswith(f"{stem}@")]) <= 1, path.name


def test_a_backup_is_kept_elsewhere_than_the_party_s_folder_and_some_are_kept() -> None:
    (started,) = Unit(DEPLOY / "pakthong-backup.service").all("ExecStart")
    assert re.search(r" backup /var/backups/pakthong --keep [1-9]\d*$", started)


@pytest.mark.parametrize(
    "name", ["pakthong-build", "pakthong-report", "pakthong-backup", "pakthong-intake@"]
)
def test_what_needs_no_network_has_none(name: str) -> None:
    service = Unit(DEPLOY / f"{name}.service")["Service"]
    assert service["PrivateNetwork"] == "yes"
    assert service["RestrictAddressFamilies"] == "AF_UNIX"


def test_the_dashboard_listens_where_the_project_says_and_names_no_other_address() -> None:
    (started,) = Unit(DEPLOY / "pakthong@.service").all("ExecStart")
    assert "address" not in started
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert 'address = "127.0.0.1"' in config
    assert "serve.py" in started
    assert (ROOT / "serve.py").is_file()


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_every_command_of_a_service_is_one_that_exists(path: Path) -> None:
    for started in Unit(path).all("ExecStart"):
        words = started.split()
        assert words[0].startswith(f"{APP}/.venv/bin/")
        if words[1:3] == ["-m", "etl"]:
            group = get_command(commands)
            assert isinstance(group, TyperGroup)
            group.commands[words[3]].make_context(words[3], words[4:])


@pytest.mark.parametrize("path", TIMERS, ids=lambda path: path.name)
def test_every_timer_starts_a_service_and_catches_up(path: Path) -> None:
    timer = Unit(path)
    assert path.with_suffix(".service").is_file()
    assert timer["Timer"]["Persistent"] == "yes"
    assert timer["Timer"]["OnCalendar"].endswith("Asia/Bangkok")
    assert timer["Install"]["WantedBy"] == "timers.target"


@pytest.mark.parametrize("path", SOCKETS, ids=lambda path: path.name)
def test_every_socket_is_the_program_s_own_and_starts_a_unit_for_each(path: Path) -> None:
    way = Unit(path)["Socket"]
    assert path.with_name(f"{path.stem}@.service").is_file()
    assert way["Accept"] == "yes"
    assert (way["SocketUser"], way["SocketMode"]) == ("pakthong", "0600")
    assert way["ListenStream"].startswith("/run/pakthong/")


def test_the_dashboard_hands_uploads_over_where_they_are_taken() -> None:
    dashboard = Unit(DEPLOY / "pakthong@.service")
    listens = Unit(DEPLOY / "pakthong-intake.socket")["Socket"]["ListenStream"]
    assert f"PAKTHONG_INTAKE_SOCKET={listens}" in dashboard.all("Environment")
    for key in ("Wants", "After"):
        assert "pakthong-intake.socket" in dashboard["Unit"][key].split()
    takes = Unit(DEPLOY / "pakthong-intake@.service")["Service"]
    assert (takes["StandardInput"], takes["OOMPolicy"]) == ("socket", "continue")
    # What is said must not go to the connection, which is the dashboard's.
    assert takes["StandardOutput"] == takes["StandardError"] == "journal"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units with a program of this machine in place of a server's."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze on this machine")
    folder = tmp_path_factory.mktemp("units")
    for path in [*SERVICES, *TIMERS, *SOCKETS]:
        text = path.read_text(encoding="utf-8")
        text = re.sub(rf"{APP}/\.venv/bin/\w+", "/bin/true", text)
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.slow
def test_systemd_itself_understands_every_line(here: Path) -> None:
    files = sorted(map(str, here.iterdir()))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *files], capture_output=True, text=True
    )
    complaints = [line for line in done.stderr.splitlines() if "pakthong" in line]
    assert not complaints
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_systemd_itself_finds_no_service_exposed(path: Path, here: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(here / path.name)],
        capture_output=True,
        text=True,
    )
    found = re.search(r"Overall exposure level for .*?: ([\d.]+)", done.stdout)
    if found is None:
        pytest.skip("this systemd-analyze judges no unit that is not running")
    assert float(found[1]) <= MOST_EXPOSED, done.stdout
