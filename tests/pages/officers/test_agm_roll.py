"""Does the officers' page show the roll, freeze it, and show it again when the data has changed?"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from etl.audit import log as audit
from etl.warehouse import frozen_rolls
from etl.warehouse.seals import rewriting
from pages.access import viewer as access
from pages.officers.agm_roll import frozen as roll_record
from pages.ui.data import NotAllowed
from reports.agm_roll import roll as agm_roll
from tests.pages.test_pages import open_page, words
from tests.party import Party, member, representative
from tests.slow import these

PAGE = "pages/officers/agm_roll/page.py"
SOUTH = {"province": "ภูเก็ต", "amphoe": "กะทู้"}


def build(party: Party, rules: str | None = None) -> Party:
    """Two in the north, one in the south who left the party by the newest list."""
    party = replace(party, drop_pct=1000)
    if rules is not None:
        (party.data / "rules.toml").write_text(rules, encoding="utf-8")
    members = [member("1"), member("2", amphoe="ฝาง"), member("4")]
    party.members("2566-10-01", *members, member("3", **SOUTH))
    party.members("2566-10-22", *members)
    register(party, 22, "มานี", "มานะ")
    return party


@pytest.fixture
def party(party: Party) -> Party:
    return build(party)


def register(party: Party, day: int, first: str, second: str) -> None:
    """Write a register of the day and build."""
    party.representatives(
        f"2566-10-{day}",
        representative("1", name=f"{first} สมมติวงศ์"),
        representative("2", name=f"{second} ตัวอย่างดี", amphoe="ฝาง"),
        representative("3", name="ชูใจ สมมติวงศ์", term_from="05/10/2566", **SOUTH),
    )
    party.publish()


def freeze(at: AppTest) -> AppTest:
    next(box for box in at.checkbox if str(box.key).startswith("roll_sure")).check().run()
    return at.button(key="freeze").click().run()


def listed(at: AppTest, column: str) -> list[str]:
    """The cells of a column of the first table that has it."""
    return next(list(each.value[column]) for each in at.dataframe if column in each.value.columns)


def test_the_roll_counts_who_may_vote_and_says_who_and_why(party: Party) -> None:
    at = open_page(PAGE, party.data)
    assert not at.error, at.error
    assert [metric.value for metric in at.metric][:4] == ["3", "3", "925", "2"]
    assert listed(at, "ชื่อ") == ["มานี สมมติวงศ์", "มานะ ตัวอย่างดี", "ชูใจ สมมติวงศ์"]
    assert listed(at, "ข้อสงสัย") == ["", "", "ออกจากพรรคแล้ว"]
    page_text = words(at)
    assert "6 เม.ย. 2567** (ยืนยันแล้ว)" in page_text
    assert "**1 คน**" in page_text, "who is in doubt is counted"
    assert "จะเหลือผู้มีสิทธิ 2 คน และองค์ประชุมคือ 1 คน" in page_text


def test_an_amphoe_without_anybody_is_told_why(party: Party) -> None:
    at = open_page(PAGE, party.data, listed="off", area="83", cutoff="2023-10-04")
    assert sorted(listed(at, "สถานะ")) == ["ยังไม่ได้เลือกตัวแทน"] * 2 + ["วาระยังไม่เริ่ม"]


def test_the_number_present_says_whether_there_is_a_quorum_and_how_many_are_missing(
    party: Party,
) -> None:
    at = open_page(PAGE, party.data, present="1")
    assert any("ขาดอีก 1 คน" in str(each.value) for each in at.warning)
    at.number_input[0].set_value(3).run()
    assert any("เกินมา 1 คน" in str(each.value) for each in at.success)
    assert at.query_params["present"] in ("3", ["3"])


@pytest.mark.slow
def test_a_cut_off_beyond_the_data_says_so_and_its_rule_is_the_default_only_inside(
    party: Party,
) -> None:
    cutoff = '[[rules]]\nname = "agm_cutoff_on"\nvalue = {}\nfrom = 2023-09-23\n'
    build(party, cutoff.format("2024-03-31"))
    at = open_page(PAGE, party.data)
    assert "31 มี.ค. 2567 ซึ่งยังไม่มีข้อมูล" in words(at)
    assert "ตัดยอดวันที่ **22 ต.ค. 2566**" in words(at)
    at.selectbox(key="cutoff-th").set_value("2024-03-31").run()
    assert "ตามที่รู้ ณ วันที่ 22 ต.ค. 2566" in words(at)
    assert at.metric[0].value == "3"
    assert "ยังไม่มีกติกาองค์ประชุม" in words(at), "this party's rules have no quorum"


def test_the_rules_own_cut_off_is_taken_when_the_data_has_it(party: Party) -> None:
    build(party, '[[rules]]\nname = "agm_cutoff_on"\nvalue = 2566-10-03\nfrom = 2023-09-23\n')
    at = open_page(PAGE, party.data)
    assert "ตัดยอดวันที่ **3 ต.ค. 2566**" in words(at)
    assert at.metric[0].value == "2"


def test_without_rules_or_anybody_elected_the_page_says_so(tmp_path: Path) -> None:
    party = Party(tmp_path)
    (party.data / "rules.toml").write_text("", encoding="utf-8")
    party.members("2566-10-22", member("1"))
    party.publish()
    at = open_page(PAGE, party.data)
    assert not at.error, at.error
    assert "ยังไม่มีใครอยู่ในบัญชี" in words(at)
    assert [metric.value for metric in at.metric] == ["0", "0", "928", "ไม่มีกติกา"]
    assert not [button for button in at.button if button.key == "freeze"]


def test_before_the_first_term_the_page_says_when_it_begins(tmp_path: Path) -> None:
    party = Party(tmp_path)
    party.members("2566-09-01", member("1"))
    register(party, 22, "มานี", "มานะ")
    at = open_page(PAGE, party.data, cutoff="2023-09-15")
    assert "วาระแรกเริ่มวันที่ 1 ต.ค. 2566" in words(at)


def test_freezing_needs_a_tick_writes_once_and_shows_the_frozen_roll(party: Party) -> None:
    at = open_page(PAGE, party.data)
    assert at.button(key="freeze").disabled
    assert not frozen_rolls.rolls(party)
    freeze(at)
    assert not at.exception and not at.error
    (frozen,) = frozen_rolls.rolls(party)
    assert frozen.cutoff == date(2023, 10, 22)
    assert at.success[0].value == "ปิดบัญชีแล้ว"
    assert at.query_params["roll"] in (frozen.name, [frozen.name])
    assert str(frozen.sha256) in words(at)
    assert not [button for button in at.button if button.key == "freeze"]


def test_a_roll_is_frozen_only_when_that_is_recorded(party: Party) -> None:
    at = open_page(PAGE, party.data)
    log = audit.newest_file(party)
    aside = log.rename(log.with_suffix(".aside"))
    log.mkdir()
    freeze(at)
    assert "บันทึกการใช้งานอ่านหรือเขียนไม่ได้" in at.error[0].value
    assert not frozen_rolls.rolls(party)
    assert not list((party.data / "rolls").iterdir()), "no draft is left behind"
    log.rmdir()
    aside.rename(log)
    at.button(key="freeze").click().run()
    assert not at.exception and not at.error
    (frozen,) = frozen_rolls.rolls(party)
    record = audit.read(party)
    assert record.broken_at is None
    assert [(each.what, each.actor) for each in record.entries if each.action == "roll_frozen"] == [
        (frozen.name, audit.this_user())
    ]


@pytest.mark.slow
def test_the_same_roll_frozen_twice_is_refused_with_a_sentence(party: Party) -> None:
    freeze(open_page(PAGE, party.data))
    at = freeze(open_page(PAGE, party.data))
    assert "ปิดไปแล้วเมื่อ" in at.error[0].value
    assert len(frozen_rolls.rolls(party)) == 1
    deeds = [each.action for each in audit.read(party).entries]
    assert deeds.count("roll_frozen") == 1


def test_a_frozen_roll_is_shown_as_it_was_and_what_changed_since_is_counted(party: Party) -> None:
    freeze(open_page(PAGE, party.data))
    (frozen,) = frozen_rolls.rolls(party)
    register(party, 23, "มานี", "ปิติ")
    at = open_page(PAGE, party.data, roll=frozen.name)
    assert listed(at, "ชื่อ") == ["มานี สมมติวงศ์", "มานะ ตัวอย่างดี", "ชูใจ สมมติวงศ์"]
    assert "เพิ่มมา 1 คน หายไป 1 คน" in words(at)
    at.selectbox(key="roll-th").set_value("now").run()
    at.selectbox(key="cutoff-th").set_value("2023-10-22").run()
    assert listed(at, "ชื่อ") == ["มานี สมมติวงศ์", "ปิติ ตัวอย่างดี", "ชูใจ สมมติวงศ์"]


def test_a_frozen_roll_that_was_changed_or_is_gone_is_told_and_not_shown(party: Party) -> None:
    freeze(open_page(PAGE, party.data))
    (frozen,) = frozen_rolls.rolls(party)
    path = party.data / "rolls" / f"{frozen.name}.json"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace("มานี".encode(), "มานะ".encode()))
    at = open_page(PAGE, party.data, roll=frozen.name)
    assert "ไม่ตรงกับที่ปิดไว้" in at.error[0].value and not at.exception
    assert not at.metric
    path.unlink()
    at = open_page(PAGE, party.data, roll=frozen.name, lang="en")
    assert "There is no frozen roll called" in at.error[0].value
    assert at.metric[0].value == "3", "the roll of the edition is shown instead"


def test_the_page_shows_what_would_be_frozen_whatever_area_is_chosen(party: Party) -> None:
    freeze(open_page(PAGE, party.data, area="83"))
    (frozen,) = frozen_rolls.rolls(party)
    record = agm_roll.read(frozen_rolls.reopen(party, frozen.name))
    assert record.rows["amphoe_code"].nunique() == 928
    assert int(record.rows["is_on_roll"].sum()) == 3


@pytest.mark.parametrize(
    ("viewer", "is_shown"),
    these(
        (0,),
        [
            (access.Viewer(None, frozenset({"everyone", "organisers"})), False),
            (access.Viewer(("83",), frozenset({"everyone", "officers"})), True),
        ],
    ),
)
def test_frozen_names_are_for_officers_of_the_whole_country(
    viewer: access.Viewer, is_shown: bool, party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(open_page(PAGE, party.data))
    (frozen,) = frozen_rolls.rolls(party)
    monkeypatch.setattr(access, "viewer", lambda: viewer)
    at = open_page("pages/everyone/overview/page.py", party.data)
    if not is_shown:
        with pytest.raises(ValueError, match="agm_roll"):
            at.switch_page(PAGE).run()
        with pytest.raises(NotAllowed):
            roll_record.frozen()
        with pytest.raises(NotAllowed):
            roll_record.freeze(b"{}", date(2023, 10, 22))
        return
    at = open_page(PAGE, party.data, roll=frozen.name)
    everything = words(at) + "".join(each.value.to_csv() for each in at.dataframe)
    assert "ชูใจ" in everything and "มานี" not in everything
    assert "เฉพาะผู้ที่เห็นทั้งประเทศ" in everything


def test_an_edition_made_before_there_were_terms_says_what_to_do(party: Party) -> None:
    private = party.public.with_name("private.duckdb")
    with rewriting(private.parent), duckdb.connect(str(private)) as con:
        con.execute("drop table terms; drop table term_findings")
    at = open_page(PAGE, party.data)
    assert "สร้างข้อมูลชุดใหม่" in words(at)
