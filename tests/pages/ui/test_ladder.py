"""Is the ladder the same on every page: its words, the counts, the map and the lists?"""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from i18n.phrases import phrases
from metrics.coverage import ladder
from metrics.members import ladder as exact_ladder
from pages.ui import ladder as ladder_view
from tests.pages.sent_map import sent, values
from tests.pages.test_pages import open_page, tracks, words
from tests.party import Party, election, member

MAP, GAPS, OVERVIEW = (
    "pages/everyone/coverage_map/page.py",
    "pages/organisers/gaps/page.py",
    "pages/everyone/overview/page.py",
)
CHIANG_MAI = "50"
NAMES = {
    "no_members": "ฝาง",
    "members": "แม่แตง",
    "threshold": "เชียงดาว",
    "announced": "สันกำแพง",
    "held": "ดอยสะเก็ด",
    "serving": "แม่ริม",
    "ending": "หางดง",
    "vacant": "สันทราย",
}
"""An amphoe of Chiang Mai for each step."""
DOUBTED = "สารภี"
TODAY = date(2023, 10, 22)
RULES = """
[[rules]]
name = "election_threshold"
value = 2
from = 2023-01-01
is_verified = false
source = "a test"

[[rules]]
name = "ending_days"
value = 60
from = 2023-01-01
is_verified = true
source = "a test"

[[rules]]
name = "term_months"
value = 2
from = 2023-01-01
is_verified = true
source = "a test"
"""


@pytest.fixture(scope="module")
def climbing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A party with an amphoe on every step, and one whose representative is past the term."""
    party = Party(tmp_path_factory.mktemp("climbing"))
    (party.data / "rules.toml").write_text(RULES, encoding="utf-8")
    people = [NAMES["members"]]
    people += [name for step, name in NAMES.items() if step not in ("no_members", "members")] * 2
    people += [DOUBTED]
    party.members(
        "2566-10-22", *[member(str(number), amphoe=amphoe) for number, amphoe in enumerate(people)]
    )
    party.elections(
        "2566-10-22",
        election("1", amphoe=NAMES["announced"], held="28/10/2566", status="ประกาศแล้ว"),
        election("2", amphoe=NAMES["held"], held="21/10/2566", status="ปิดลงคะแนน"),
        election("3", amphoe=NAMES["serving"], held="08/10/2566"),
        election("4", amphoe=NAMES["ending"], held="01/09/2566", term_to="30/11/2566"),
        election("5", amphoe=NAMES["vacant"], held="01/09/2566", term_to="18/10/2566"),
        election("6", amphoe=DOUBTED, held="01/07/2566"),
    )
    party.publish()
    return party.data


def painted(at: AppTest) -> dict[str, int]:
    """How many amphoe the map paints as each step."""
    painted = values(sent(at)["values"])
    steps = [ladder.STEPS[value] for value in painted if value is not None]
    return {step: steps.count(step) for step in ladder.STEPS}


def listed(frame: pd.DataFrame, language: str = "th") -> dict[str, str]:
    """The step of each amphoe of a table, by its name."""
    names = frame[phrases()["column.amphoe"][language]].str.split("#").str[1]
    labels = {phrases()[f"ladder.{step}"][language]: step for step in ladder.STEPS}
    steps = [labels[only] for (only,) in frame[phrases()["column.step"][language]]]
    return dict(zip(names, steps, strict=True))


@pytest.mark.parametrize("language", ["th", "en"])
def test_every_step_has_a_name_of_its_own_and_a_sentence(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(st, "session_state", {"lang": language})
    labels = [ladder_view.label(step) for step in ladder.STEPS]
    assert len({*labels, *(ladder_view.explain_step(step) for step in ladder.STEPS)}) == 16
    for step, label in zip(ladder.STEPS, labels, strict=True):
        assert label in ladder_view.badge(step) and ladder_view.COLOURS[step][1] in (
            ladder_view.badge(step)
        )


def test_days_are_said_in_the_unit_people_count_in(monkeypatch: pytest.MonkeyPatch) -> None:
    said = (0, 1, 42, 60, 61, 364, 365, 800, None, pd.NA)
    monkeypatch.setattr(st, "session_state", {"lang": "th"})
    thai = ["ไม่ถึงวัน", "1 วัน", "42 วัน", "60 วัน", "2 เดือน", "11 เดือน", "1 ปี", "2 ปี 2 เดือน"]
    assert [ladder_view.word_days(days) for days in said] == [*thai, "–", "–"]
    monkeypatch.setattr(st, "session_state", {"lang": "en"})
    assert [ladder_view.word_days(days) for days in said[:3]] == ["under a day", "1 day", "42 days"]


def test_what_moves_it_up_is_said_with_its_numbers(
    climbing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(st, "session_state", {"lang": "en"})
    party = Party(climbing)
    with party.opened() as con:
        each = exact_ladder.by_amphoe(con, on=TODAY).set_index("amphoe_th")
    said = {
        step: ladder_view.move_up(str(each.loc[amphoe, "up"]), each.loc[amphoe])
        for step, amphoe in NAMES.items()
    }
    assert said == {
        "no_members": "Find the first members; 2 are needed for an election",
        "members": "1 more to reach the threshold of 2",
        "threshold": "Enough members: announce an election",
        "announced": "Hold the election of 28 Oct 2023",
        "held": "Voted on 21 Oct 2023: announce the result, and the day the term begins",
        "serving": "There is a representative",
        "ending": "The term ends on 30 Nov 2023: announce the next election",
        "vacant": "Had one until 18 Oct 2023: announce an election",
    }


@pytest.mark.parametrize(("basis", "covered"), [("registered", 3), ("verified", 2)])
def test_the_count_the_map_and_the_list_agree(basis: str, covered: int, climbing: Path) -> None:
    at = open_page(MAP, climbing, province=CHIANG_MAI, basis=basis, show="ladder")
    country = painted(at)
    steps = listed(at.dataframe[0].value)
    assert f"{covered} จาก 25 อำเภอ" in sent(at)["screen"]["finding"]
    assert sum(country.values()) == 928
    assert {step: country[step] for step in ladder.STEPS[1:]} == {
        step: list(steps.values()).count(step) for step in ladder.STEPS[1:]
    }
    assert country["serving"] + country["ending"] == covered
    assert {step: steps[name] for step, name in NAMES.items()} == {step: step for step in NAMES}
    assert steps[DOUBTED] == ("serving" if basis == "registered" else "vacant")
    shown = at.dataframe[0].value
    (moves_up,) = shown.loc[shown["อำเภอ"].str.endswith(f"#{DOUBTED}"), "ต้องทำอะไรต่อ"]
    assert ("ยังยืนยันไม่ได้" in moves_up) == (basis == "verified")


def test_the_basis_stays_in_the_address_and_says_when_and_why(climbing: Path) -> None:
    at = open_page(MAP, climbing, lang="en")
    at.segmented_control(key="basis-en").set_value("verified").run()
    assert not at.exception, at.exception
    assert dict(at.query_params).get("basis") == "verified"
    said = words(at)
    assert "Verified on 22 Oct 2023, against the members' list: 2 of the 3 amphoe" in said
    assert "in doubt: < 5 (past the term < 5)" in said


def test_without_a_members_list_nothing_is_said_to_be_verified(party: Party) -> None:
    party.elections("2566-10-22", election("1", held="08/10/2566"))
    party.publish()
    assert "Verified on" not in words(open_page(MAP, party.data, lang="en"))
    assert "verified" not in words(open_page(OVERVIEW, party.data, lang="en"))


def test_the_overview_says_how_many_are_verified_and_links_to_the_reviews(climbing: Path) -> None:
    at = open_page(OVERVIEW, climbing)
    assert tracks(at)[1] == "3"
    assert "ยืนยัน 2" in words(at)
    assert 'href="month?step=doubts"' in "".join(each.proto.body for each in at.get("html"))


def test_gaps_have_their_step_and_can_be_narrowed_to_one(climbing: Path) -> None:
    at = open_page(GAPS, climbing, area=CHIANG_MAI)
    steps = listed(at.dataframe[-1].value)
    assert {name: steps.get(name) for name in NAMES.values()} == {
        name: None if step in ladder.COVERED else step for step, name in NAMES.items()
    }
    at.selectbox(key="step-th").set_value("vacant").run()
    assert dict(at.query_params).get("step") == "vacant"
    assert listed(at.dataframe[-1].value) == {NAMES["vacant"]: "vacant"}
    assert "3 วัน" in at.dataframe[-1].value.to_numpy().tolist()[0]
    assert "มีตัวแทนถึง 18 ต.ค. 2566 ประกาศเลือกตั้งใหม่ได้" in words(at)


def test_a_name_leads_to_the_amphoes_page_on_that_day_and_in_that_language(published: Path) -> None:
    at = open_page(MAP, published, province="11", on="2566-10-18", lang="en")
    cells = at.dataframe[0].value["Amphoe"].tolist()
    assert "amphoe?lang=en&on=2566-10-18&place=1104#Phra Pradaeng" in cells
    gaps = open_page(GAPS, published, area="11").dataframe[-1].value
    assert "amphoe?place=1104#พระประแดง" in gaps["อำเภอ"].tolist()
