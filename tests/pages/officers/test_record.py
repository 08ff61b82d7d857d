"""Can officers of the whole country, and nobody else, read who did what, and see it broken?"""

from pathlib import Path
from typing import get_args

import pytest

from etl.__main__ import main
from etl.audit import log as audit
from i18n.phrases import phrases
from pages.access import viewer as access
from tests.conftest import Say
from tests.pages.test_pages import open_page, words
from tests.party import Party, member
from tests.slow import these

PAGE = "pages/officers/record/page.py"


@pytest.fixture
def party(party: Party) -> Party:
    party.members("2566-09-30", member("1"))
    party.publish()
    for n in range(1, 4):
        audit.append(
            party, "exported", actor="anong@party.example", what=f"file {n}", scope="50,83"
        )
    audit.append(party, "signed_in", actor="somchai@party.example", edition="not an edition")
    return party


def test_every_deed_has_words_in_both_languages() -> None:
    for deed in get_args(audit.Action):
        assert phrases()[f"deed.{deed}"]["th"] != phrases()[f"deed.{deed}"]["en"]


@pytest.mark.parametrize(
    ("language", "taken"), these((0,), [("th", "ดาวน์โหลดไฟล์"), ("en", "Took a file")])
)
def test_the_newest_comes_first_in_words_with_what_to_note_down(
    language: str, taken: str, party: Party
) -> None:
    at = open_page(PAGE, party.data, lang=language)
    record = audit.read(party)
    assert len(record.head) == 64
    assert at.code[0].value == record.head
    assert "5" in at.success[0].value
    table = at.dataframe[0].value
    # The newest line is the opening of this very page.
    assert list(table.iloc[:, 6]) == [5, 4, 3, 2, 1]
    assert table.iloc[0, 3] == phrases()["record.title"][language]
    assert list(table.iloc[2:, 2]) == [taken] * 3
    assert table.iloc[2, 4] == ("เชียงใหม่, ภูเก็ต" if language == "th" else "Chiang Mai, Phuket")
    assert {each.proto.label for each in at.get("download_button")} == {"CSV", "XLSX"}


def test_lines_are_chosen_by_deed_by_who_and_by_day_and_the_address_keeps_it(party: Party) -> None:
    at = open_page(PAGE, party.data, record_deed="exported")
    assert len(at.dataframe[0].value) == 3
    at.selectbox(key="record_who-th").set_value("somchai@party.example").run()
    assert not at.dataframe
    assert "ไม่มีรายการเช่นนี้" in words(at)
    assert dict(at.query_params).get("record_who") == "somchai@party.example"
    at.selectbox(key="record_deed-th").set_value("all").run()
    assert len(at.dataframe[0].value) == 1
    day = at.selectbox(key="record_from-th").options[1]
    at.selectbox(key="record_until-th").select(day).run()
    assert len(at.dataframe[0].value) == 1


def test_what_no_line_has_ever_is_ignored_in_the_address(party: Party) -> None:
    at = open_page(PAGE, party.data, record_deed="'; drop", record_from="2566-99-99")
    assert len(at.dataframe[0].value) == 5


def test_a_broken_record_says_where_and_still_shows_the_rest(party: Party) -> None:
    log = audit.newest_file(party)
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(lines[0] + b"".join(lines[2:]))
    at = open_page(PAGE, party.data)
    assert "บรรทัด 2" in at.error[0].value
    assert not at.success
    assert len(at.dataframe[0].value) == 4
    assert main(["record", "--verify"]) == 1


def test_without_a_record_opening_the_page_begins_one(tmp_path: Path) -> None:
    settings = Party(tmp_path)
    settings.members("2566-09-30", member("1"))
    settings.publish()
    at = open_page(PAGE, tmp_path)
    assert not at.error
    assert [(line.action, line.what) for line in audit.read(settings).entries] == [
        ("page_opened", "record")
    ]
    assert len(at.dataframe[0].value) == 1


@pytest.mark.parametrize(
    "viewer",
    these(
        (0,),
        [
            access.Viewer(("50",), frozenset({"everyone", "officers"}), "some@party.example"),
            access.Viewer(None, frozenset({"everyone", "organisers"}), "other@party.example"),
        ],
    ),
)
def test_only_an_officer_of_the_whole_country_reads_it(
    viewer: access.Viewer, party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "viewer", lambda: viewer)
    at = open_page("pages/everyone/overview/page.py", party.data)
    if "officers" in viewer.audiences:
        at.switch_page(PAGE).run()
        assert at.error
    assert "anong@party.example" not in str(at.main)


def test_the_command_tells_the_lines_and_whether_they_are_whole(party: Party, say: Say) -> None:
    output = say("record", "--last", "2")
    assert "took a file" in output and "file 3" in output and "file 2" not in output
    assert audit.read(party).head in output
    assert "file 3" not in say("record", "--verify")
