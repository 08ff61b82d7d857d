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
from etl.uploads import progress, service, store
from etl.warehouse import editions
from tests.etl.uploads.handing import (
    WHO,
    bytes_below,
    checked,
    csv_bytes,
    hand,
    published,
    wait_for,
)
from tests.party import Party, election, member

ROOT = Path(__file__).resolve().parents[3]
DIES_BEFORE_LANDING = """
import os, signal, sys
from etl.uploads import landing
from etl.__main__ import main
landing.land = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main(["intake", "publish", sys.argv[1]])
"""


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


def test_a_publish_killed_half_way_changes_nothing_and_can_be_tried_again(party: Party) -> None:
    party.members("2566-09-30", *[member(str(n)) for n in range(50)])
    first = party.publish()
    exports = bytes_below(party.exports)
    people = [member(str(n)) for n in range(60)]
    upload = hand(party, {"members_2566-10-22.csv": csv_bytes(people)})
    checked(party, upload)
    service.publish(party, upload, service.Order())
    os.kill(started(upload, "Working out"), signal.SIGKILL)
    assert wait_for(upload).ending == "broken"
    assert editions.current_edition(party) == first
    assert bytes_below(party.exports) == exports
    assert party.publish() == first, "a build finds the exports as they were"
    assert published(party, upload).ending == "published"
    assert party.rows("select count(*) from lists") == [(2,)]


@pytest.mark.slow
def test_a_publish_killed_between_the_edition_and_its_files_is_finished_by_the_next_start(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = csv_bytes([member("1")])
    upload = hand(party, {"members_2566-10-22.csv": content})
    checked(party, upload)
    order = {"accept": [], "skip_refused": False, "replace": []}
    (upload.folder / "order.json").write_text(json.dumps(order), "utf-8")
    died = subprocess.run(
        [sys.executable, "-c", DIES_BEFORE_LANDING, upload.folder.name],
        cwd=ROOT,
        env={**os.environ, "PAKTHONG_DATA": str(party.data)},
        check=False,
    )
    assert died.returncode == -signal.SIGKILL
    edition = editions.current_edition(party)
    assert edition
    assert bytes_below(party.exports) == {}
    service.discard(upload)
    assert upload.folder.exists(), "what is to land is not thrown away"
    service.tend(party)
    assert bytes_below(party.exports) == {"members/members_2566-10-22.csv": content}
    assert party.publish() == edition


@pytest.mark.slow
def test_two_who_publish_at_once_both_land(party: Party) -> None:
    names = ("members_2566-09-30.csv", "members_2566-10-22.csv")
    people = [member(str(n)) for n in range(40)]
    uploads = [
        hand(party, {name: csv_bytes(people[n:])}, who=f"{n}@example.org")
        for n, name in enumerate(names)
    ]
    for upload in uploads:
        checked(party, upload)
    for upload in uploads:
        service.publish(party, upload, service.Order())
    assert [wait_for(upload).ending for upload in uploads] == ["published", "published"]
    assert sorted(bytes_below(party.exports)) == [f"members/{name}" for name in names]
    assert party.rows("select count(*) from lists") == [(2,)]
    built = [entry for entry in log.read(party).entries if entry.action == "built"]
    assert {entry.actor for entry in built} == {"0@example.org", "1@example.org"}
    assert built[-1].edition == editions.current_edition(party)


def test_who_publishes_while_another_builds_waits_is_told_who_and_may_give_up(party: Party) -> None:
    upload = hand(party, {"members_2566-10-22.csv": csv_bytes([member("1")])})
    checked(party, upload)
    with editions.build_lock(party.warehouse, actor="somchai@example.org"):
        service.publish(party, upload, service.Order())
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
    assert editions.current_edition(party) is None
    assert published(party, upload).ending == "published"


def test_a_drop_asks_and_only_a_yes_to_what_was_seen_counts(party: Party) -> None:
    party.members("2566-09-30", *[member(str(n)) for n in range(10)])
    first = party.publish()
    upload = hand(party, {"members_2566-10-22.csv": csv_bytes([member("1")])})
    staged = set(party.staged.iterdir())
    found = checked(party, upload)
    assert ["90%" in question.whole.en for question in found.questions] == [True]
    refused = published(party, upload)
    assert refused.ending == "refused"
    assert "--" not in refused.sentences[0].en
    assert set(party.staged.iterdir()) == staged, "rows of a file nobody published are kept"
    assert editions.current_edition(party) == first
    party.elections("2566-10-20", election("1", held="15/10/2566"))
    changed = published(party, upload, service.Order(accept=("sudden_drop",)))
    assert "somebody else" in changed.sentences[0].en
    checked(party, upload)
    assert published(party, upload, service.Order(accept=("sudden_drop",))).ending == "published"


@pytest.mark.slow
def test_a_name_that_came_among_the_exports_meanwhile_is_not_overwritten(party: Party) -> None:
    upload = hand(party, {"members_2566-10-22.csv": csv_bytes([member("1")])})
    checked(party, upload)
    there = party.members("2566-10-22", member("9"))
    before = there.read_bytes()
    assert published(party, upload).ending == "refused"
    assert there.read_bytes() == before


@pytest.mark.slow
def test_refused_files_are_left_out_only_with_a_yes_and_never_land(party: Party) -> None:
    good = csv_bytes([member("1")])
    upload = hand(
        party, {"members_2566-10-22.csv": good, "elections_2566-10-22.csv": b"%PDF-1.7 no"}
    )
    found = checked(party, upload)
    assert found.refused == ["elections/elections_2566-10-22.csv"]
    assert published(party, upload).ending == "refused"
    ended = published(party, upload, service.Order(skip_refused=True))
    assert ended.ending == "published", ended
    assert bytes_below(party.exports) == {"members/members_2566-10-22.csv": good}
    assert b"%PDF-1.7 no" not in bytes_below(party.data).values()


@pytest.mark.slow
def test_the_sample_goes_with_the_first_files_of_the_party(
    party: Party, sample_exports: Path
) -> None:
    shutil.copytree(sample_exports, party.exports, dirs_exist_ok=True)
    (party.exports / "elections" / "own_2566-10-01.csv").write_bytes(csv_bytes([election("own1")]))
    party.publish()
    content = csv_bytes([member("1")])
    upload = hand(party, {"members_2566-11-22.csv": content}, without_sample=True)
    found = checked(party, upload)
    assert found.after
    assert found.after.members == 1
    assert write.is_sample(party.exports)
    assert published(party, upload).ending == "published"
    assert sorted(bytes_below(party.exports)) == [
        "elections/own_2566-10-01.csv",
        "members/members_2566-11-22.csv",
    ]
    assert party.rows("select is_sample from edition") == [(False,)]


@pytest.mark.slow
def test_without_a_record_nothing_is_published(party: Party) -> None:
    upload = hand(party, {"members_2566-10-22.csv": csv_bytes([member("1")])})
    checked(party, upload)
    (party.data / "audit").write_text("in the way")
    ended = published(party, upload)
    assert ended.ending == "refused"
    assert "record" in ended.sentences[0].en
    assert editions.current_edition(party) is None
    assert bytes_below(party.exports) == {}


def test_what_nobody_publishes_goes_after_a_day(party: Party) -> None:
    content = csv_bytes([member("1")])
    old = hand(party, {"members_2566-10-22.csv": content})
    new = hand(party, {"members_2566-10-23.csv": content})
    yesterday = time.time() - 25 * 3600
    os.utime(old.folder, (yesterday, yesterday))
    service.tend(party)
    assert [upload.folder for upload in store.uploads_of(party, WHO)] == [new.folder]
    assert not old.folder.exists()
