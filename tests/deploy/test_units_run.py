"""Do the units do what they say when systemd itself starts them, sandboxes and all?

A systemd of the test's own, in namespaces; see `machine`.
"""

import json
from pathlib import Path
from typing import Any

import pyrage
import pytest

from tests.deploy import machine

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of it all."""
    if why := machine.why_not():
        pytest.skip(why)
    recipient = pyrage.x25519.Identity.generate().to_public()
    env = {"PAKTHONG_DATA": "/var/lib/pakthong", "PAKTHONG_BACKUP_RECIPIENT": str(recipient)}
    out = machine.drive("tests.deploy.on_the_machine", tmp_path_factory.mktemp("machine"), env)
    told = {path.name: path.read_text(errors="replace") for path in out.iterdir()}
    if "found.json" not in told and "mount" in told["boot"]:
        pytest.skip(f"this machine lets nobody mount: {told['boot']}")
    assert "found.json" in told, told
    return dict(json.loads(Path(out / "found.json").read_text(encoding="utf-8")))


def test_a_unit_that_fails_is_told_once_and_once_that_it_is_well(found: dict[str, Any]) -> None:
    assert (found["failed"], found["built"]) == (1, 0)
    failed, well, *_ = found["mails"]
    assert "Building a new edition failed (it ended with an error)." in failed
    assert "Building a new edition: this works again." in well


def test_systemd_tells_how_a_unit_ended(found: dict[str, Any]) -> None:
    assert found["reported"] == 1
    assert "Writing the report of last month failed (it took too long)." in found["mails"][3]


def test_a_dashboard_that_does_not_stay_up_is_told_of_once(found: dict[str, Any]) -> None:
    assert "Serving the dashboard failed (it ended with an error)." in found["mails"][4]
    assert "journalctl --unit pakthong@8501 says why" in found["mails"][4]
    assert found["left"] == 0


def test_the_daily_look_tells_of_overdue_exports(found: dict[str, Any]) -> None:
    assert found["watched"] == 0
    assert "Exports are overdue: members of 22 Oct 2023" in found["mails"][2]


def test_the_backup_is_written_where_its_unit_may(found: dict[str, Any]) -> None:
    assert found["backed_up"] == 0
    (name,) = found["backups"]
    assert name.startswith("pakthong-") and name.endswith(".age")


def test_an_upload_is_checked_in_a_group_of_its_own(found: dict[str, Any]) -> None:
    assert found["ending"] == "checked"
    assert "pakthong-intake@" in found["group"]
    assert "pakthong-intake" not in found["own_group"]
