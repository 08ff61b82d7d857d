"""Can an officer load files through the page, and only what they saw and said yes to?"""

import shutil
import time
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl.audit import log
from etl.warehouse import editions
from pages.access import viewer
from tests.etl.uploads.handing import bytes_below, csv_bytes
from tests.pages.test_pages import open_page, words
from tests.party import Party, member

PAGE = "pages/officers/month/page.py"


@pytest.fixture
def party(tmp_path: Path) -> Party:
    return Party(tmp_path / "data")


def served(party: Party, query: str) -> list[tuple[object, ...]]:
    """Ask the edition that serves, as a page opens it."""
    with party.opened() as con:
        return con.execute(query).fetchall()


def drop(at: AppTest, *files: tuple[str, bytes]) -> AppTest:
    """Drop files on the page."""
    uploads = [(name, content, "application/octet-stream") for name, content in files]
    return at.file_uploader[0].set_value(uploads).run()


def wait(at: AppTest) -> AppTest:
    """Come again until nothing runs."""
    until = time.monotonic() + 90
    while any(button.key == "load_stop" for button in at.button):
        assert time.monotonic() < until
        time.sleep(0.2)
        at.run()
    assert not at.exception, at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    """Press a button, and wait for what it starts."""
    return wait(at.button(key=key).click().run())


def step(at: AppTest, name: str) -> AppTest:
    """Open a step of the path."""
    [bar] = [each for each in at.segmented_control if "step-month" in str(each.key)]
    return wait(bar.set_value(name).run())


def publish(at: AppTest) -> AppTest:
    """Open the step that publishes, and press its button."""
    return press(step(at, "publish"), "load_publish")


@pytest.mark.slow
def test_an_officer_publishes_the_first_edition_of_a_party_that_has_none(party: Party) -> None:
    at = open_page(PAGE, party.data, lang="th")
    content = csv_bytes([member("1"), member("2", amphoe="แม่รมม")], "cp874")
    drop(at, ("สมาชิก 2566-10-22.csv", content))
    assert "สมาชิก · 22 ต.ค. 2566" in words(at)
    press(at, "load_check")
    assert not at.error, at.error
    assert "CP874" in words(at)
    assert [metric.value for metric in at.metric] == ["2", "0"]
    assert not party.exports.exists()
    assert editions.current_edition(party) is None
    publish(at)
    assert "เผยแพร่แล้ว" in at.success[0].value
    assert served(party, "select file, staged from loads") == [("members/สมาชิก 2566-10-22.csv", 2)]
    deeds = [(entry.action, entry.actor) for entry in log.read(party).entries]
    assert deeds == [(deed, log.this_user()) for deed in ("page_opened", "uploaded", "built")]


def test_what_the_name_does_not_tell_is_chosen_on_the_page(party: Party) -> None:
    at = open_page(PAGE, party.data, lang="en")
    drop(at, ("export.csv", csv_bytes([member("1")])))
    assert at.button(key="load_check").disabled
    at.selectbox(key="load_kind-0-0-Yes").set_value("members").run()
    assert at.button(key="load_check").disabled
    at.date_input[0].set_value(date(2023, 10, 22)).run()
    press(at, "load_check")
    publish(at)
    assert served(party, "select file, kind from loads") == [
        ("members/export_2023-10-22.csv", "members")
    ]


def test_a_question_of_the_build_needs_a_yes_on_the_page(party: Party) -> None:
    party.members("2566-09-30", *[member(str(n)) for n in range(10)])
    first = party.publish()
    at = open_page(PAGE, party.data, lang="en")
    drop(at, ("members_2566-10-22.csv", csv_bytes([member("1")])))
    press(at, "load_check")
    assert "90% fewer" in words(at)
    assert "--accept" not in words(at)
    assert step(at, "publish").button(key="load_publish").disabled
    assert editions.current_edition(party) == first
    step(at, "questions")
    [yes] = [box for box in at.checkbox if str(box.key).startswith("load_right")]
    yes.check().run()
    publish(at)
    assert at.success
    assert served(party, "select count(*) from lists") == [(2,)]


def test_a_file_of_the_same_name_is_replaced_only_with_a_yes(party: Party) -> None:
    old = party.members("2566-09-30", member("1"), member("2"))
    party.publish()
    before = bytes_below(party.exports)
    new = csv_bytes([member("1"), member("2"), member("3")])
    at = open_page(PAGE, party.data, lang="en")
    drop(at, ("MEMBERS_2566-09-30.csv", new))
    press(at, "load_check")
    assert "would be replaced" in words(at)
    assert step(at, "publish").button(key="load_publish").disabled
    step(at, "questions")
    assert bytes_below(party.exports) == before
    [yes] = [box for box in at.checkbox if str(box.key).startswith("load_replace")]
    yes.check().run()
    publish(at)
    assert bytes_below(party.exports) == {f"members/{old.name}": new}


def test_discarding_leaves_nothing_of_the_files(party: Party) -> None:
    at = open_page(PAGE, party.data, lang="en")
    drop(at, ("members_2566-10-22.csv", csv_bytes([member("1")])))
    press(at, "load_check")
    press(step(at, "load"), "load_discard")
    assert at.file_uploader
    assert not list((party.data / "intake").glob("*/"))


def test_an_officer_of_some_provinces_cannot_load_anything(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some = viewer.Viewer(("50",), frozenset({"everyone", "organisers", "officers"}), "mali")
    monkeypatch.setattr(viewer, "viewer", lambda: some)
    at = open_page(PAGE, published, lang="en", step="load")
    assert "whole country" in at.error[0].value
    assert not at.file_uploader


def test_without_a_record_nothing_is_taken(party: Party) -> None:
    party.data.mkdir()
    at = open_page(PAGE, party.data, lang="en")
    shutil.rmtree(party.data / "audit")
    (party.data / "audit").write_text("in the way")
    drop(at, ("members_2566-10-22.csv", csv_bytes([member("1")])))
    at.button(key="load_check").click().run()
    assert "record of use" in at.error[0].value
    assert not list((party.data / "intake").glob("*/"))


def test_a_heading_nobody_knew_is_answered_once_and_read_so_ever_after(party: Party) -> None:
    rows = [member(str(n)) for n in range(6)]
    for n, row in enumerate(rows):
        del row["สถานะ"]
        row["ความเป็นไป"] = "ลาออก" if n < 2 else "อนุมัติ"
    at = open_page(PAGE, party.data, lang="th")
    drop(at, ("members_2566-10-22.csv", csv_bytes(rows)))
    press(at, "load_check")
    assert step(at, "changes").metric[0].value == "6"
    step(at, "questions")
    [choice] = [box for box in at.selectbox if str(box.key).startswith("heading-")]
    choice.set_value("state")
    [remember] = [button for button in at.button if "จำไว้" in button.label]
    wait(remember.click().run())
    assert step(at, "changes").metric[0].value == "4"
    assert not [box for box in at.selectbox if str(box.key).startswith("heading-")]
    answers = (party.data / "headings.csv").read_text(encoding="utf-8").splitlines()
    assert answers[1].startswith(f"members,ความเป็นไป,state,{log.this_user()},")
    assert "answered" in [entry.action for entry in log.read(party).entries]
