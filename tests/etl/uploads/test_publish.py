"""Is publishing what was handed in all or nothing: with guards, with others, and when killed?"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from etl.audit import log
from etl.sample import write
from etl.settings import Settings
from etl.uploads import progress, service, store
from etl.warehouse import editions
from tests.etl.exports import election, member, publish, rows, write_elections, write_members
from tests.etl.uploads.handing import (
    WHO,
    bytes_below,
    checked,
    csv_bytes,
    hand,
    published,
    wait_for,
)

ROOT = Path(__file__).resolve().parents[3]
DIES_BEFORE_LANDING = """
import os, signal, sys
from etl.uploads import landing
from etl.__main__ import main
landing.land = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main(["intake", "publish", sys.argv[1]])
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def started(upload: store.Upload, step: str) -> int:
    """Wait until a build is at the step whose sentence holds `step`; return its process."""
    until = time.monotonic() + 90
    account = upload.folder / "progress.jsonl"
    while time.monotonic() < until:
        lines = [json.loads(line) for line in account.read_text("utf-8").splitlines()]
        if any(step in line.get("step", {}).get("en", "") for line in lines):
            return int(next(line["process"] for line in lines if "process" in line))
        time.sleep(0.01)
    raise TimeoutError(account.read_text("utf-8"))


def test_a_publish_killed_half_way_changes_nothing_and_can_be_tried_again(
    settings: Settings, tmp_path: Path
) -> None:
    write_members(settings, "2566-09-30", [member(str(n)) for n in range(50)])
    first = publish(settings)
    exports = bytes_below(settings.exports)
    people = [member(str(n)) for n in range(60)]
    upload = hand(settings, {"members_2566-10-22.csv": csv_bytes(people, tmp_path)})
    checked(settings, upload)
    service.publish(settings, upload, service.Order())
    os.kill(started(upload, "Working out"), signal.SIGKILL)
    assert wait_for(upload).ending == "broken"
    assert editions.current_edition(settings) == first
    assert bytes_below(settings.exports) == exports
    assert publish(settings) == first, "a build finds the exports as they were"
    assert published(settings, upload).ending == "published"
    assert rows(settings, "select count(*) from lists") == [(2,)]


def test_a_publish_killed_between_the_edition_and_its_files_is_finished_by_the_next_start(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = csv_bytes([member("1")], tmp_path)
    upload = hand(settings, {"members_2566-10-22.csv": content})
    checked(settings, upload)
    order = {"accept": [], "skip_refused": False, "replace": []}
    (upload.folder / "order.json").write_text(json.dumps(order), "utf-8")
    died = subprocess.run(
        [sys.executable, "-c", DIES_BEFORE_LANDING, upload.folder.name],
        cwd=ROOT,
        env={**os.environ, "PAKTHONG_DATA": str(settings.data)},
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    edition = editions.current_edition(settings)
    assert edition
    assert bytes_below(settings.exports) == {}
    service.discard(upload)
    assert upload.folder.exists(), "what is to land is not thrown away"
    service.tend(settings)
    assert bytes_below(settings.exports) == {"members/members_2566-10-22.csv": content}
    assert publish(settings) == edition


def test_two_who_publish_at_once_both_land(settings: Settings, tmp_path: Path) -> None:
    names = ("members_2566-09-30.csv", "members_2566-10-22.csv")
    people = [member(str(n)) for n in range(40)]
    uploads = [
        hand(settings, {name: csv_bytes(people, tmp_path)}, who=f"{n}@example.org")
        for n, name in enumerate(names)
    ]
    for upload in uploads:
        checked(settings, upload)
    for upload in uploads:
        service.publish(settings, upload, service.Order())
    assert [wait_for(upload).ending for upload in uploads] == ["published", "published"]
    assert sorted(bytes_below(settings.exports)) == [f"members/{name}" for name in names]
    assert rows(settings, "select count(*) from lists") == [(2,)]
    built = [entry for entry in log.read(settings).entries if entry.action == "built"]
    assert {entry.actor for entry in built} == {"0@example.org", "1@example.org"}
    assert built[-1].edition == editions.current_edition(settings)


def test_who_publishes_while_another_builds_waits_is_told_who_and_may_give_up(
    settings: Settings, tmp_path: Path
) -> None:
    upload = hand(settings, {"members_2566-10-22.csv": csv_bytes([member("1")], tmp_path)})
    checked(settings, upload)
    with editions.build_lock(settings.warehouse, actor="somchai@example.org"):
        service.publish(settings, upload, service.Order())
        until = time.monotonic() + 60
        while True:
            now = progress.read(upload)
            if now and now.waits_for:
                break
            assert time.monotonic() < until
            time.sleep(0.05)
        assert now.waits_for == "somchai@example.org"
        progress.stop(upload)
        assert wait_for(upload).ending == "given_up"
    assert editions.current_edition(settings) is None
    assert published(settings, upload).ending == "published"


def test_a_drop_asks_and_only_a_yes_to_what_was_seen_counts(
    settings: Settings, tmp_path: Path
) -> None:
    write_members(settings, "2566-09-30", [member(str(n)) for n in range(10)])
    first = publish(settings)
    upload = hand(settings, {"members_2566-10-22.csv": csv_bytes([member("1")], tmp_path)})
    staged = set(settings.staged.iterdir())
    found = checked(settings, upload)
    assert ["90%" in question.whole.en for question in found.questions] == [True]
    refused = published(settings, upload)
    assert refused.ending == "refused"
    assert "--" not in refused.sentences[0].en
    assert set(settings.staged.iterdir()) == staged, "rows of a file nobody published are kept"
    assert editions.current_edition(settings) == first
    write_elections(settings, "2566-10-20", [election("1")])
    changed = published(settings, upload, service.Order(accept=("sudden_drop",)))
    assert "somebody else" in changed.sentences[0].en
    checked(settings, upload)
    assert published(settings, upload, service.Order(accept=("sudden_drop",))).ending == "published"


def test_a_name_that_came_among_the_exports_meanwhile_is_not_overwritten(
    settings: Settings, tmp_path: Path
) -> None:
    upload = hand(settings, {"members_2566-10-22.csv": csv_bytes([member("1")], tmp_path)})
    checked(settings, upload)
    there = write_members(settings, "2566-10-22", [member("9")])
    before = there.read_bytes()
    assert published(settings, upload).ending == "refused"
    assert there.read_bytes() == before


def test_refused_files_are_left_out_only_with_a_yes_and_never_land(
    settings: Settings, tmp_path: Path
) -> None:
    good = csv_bytes([member("1")], tmp_path)
    upload = hand(
        settings, {"members_2566-10-22.csv": good, "elections_2566-10-22.csv": b"%PDF-1.7 no"}
    )
    found = checked(settings, upload)
    assert found.refused == ["elections/elections_2566-10-22.csv"]
    assert published(settings, upload).ending == "refused"
    ended = published(settings, upload, service.Order(skip_refused=True))
    assert ended.ending == "published", ended
    assert bytes_below(settings.exports) == {"members/members_2566-10-22.csv": good}
    assert b"%PDF-1.7 no" not in bytes_below(settings.data).values()


def test_the_sample_goes_with_the_first_files_of_the_party(
    settings: Settings, tmp_path: Path, sample_exports: Path
) -> None:
    shutil.copytree(sample_exports, settings.exports, dirs_exist_ok=True)
    (settings.exports / "elections" / "own_2566-10-01.csv").write_bytes(
        csv_bytes([election("own1")], tmp_path)
    )
    publish(settings)
    content = csv_bytes([member("1")], tmp_path)
    upload = hand(settings, {"members_2566-11-22.csv": content}, without_sample=True)
    found = checked(settings, upload)
    assert found.after
    assert found.after.members == 1
    assert write.is_sample(settings.exports)
    assert published(settings, upload).ending == "published"
    assert sorted(bytes_below(settings.exports)) == [
        "elections/own_2566-10-01.csv",
        "members/members_2566-11-22.csv",
    ]
    assert rows(settings, "select is_sample from edition") == [(False,)]


def test_without_a_record_nothing_is_published(settings: Settings, tmp_path: Path) -> None:
    upload = hand(settings, {"members_2566-10-22.csv": csv_bytes([member("1")], tmp_path)})
    checked(settings, upload)
    (settings.data / "audit").write_text("in the way")
    ended = published(settings, upload)
    assert ended.ending == "refused"
    assert "record" in ended.sentences[0].en
    assert editions.current_edition(settings) is None
    assert bytes_below(settings.exports) == {}


def test_what_nobody_publishes_goes_after_a_day(settings: Settings, tmp_path: Path) -> None:
    content = csv_bytes([member("1")], tmp_path)
    old = hand(settings, {"members_2566-10-22.csv": content})
    new = hand(settings, {"members_2566-10-23.csv": content})
    yesterday = time.time() - 25 * 3600
    os.utime(old.folder, (yesterday, yesterday))
    service.tend(settings)
    assert [upload.folder for upload in store.uploads_of(settings, WHO)] == [new.folder]
    assert not old.folder.exists()
