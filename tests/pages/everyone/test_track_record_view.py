"""Does the page say in words how good its forecasts were, and plainly where they were not?"""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl import build
from etl.warehouse.forecast_history import Rows
from tests.metrics.targets.growing_party import day, grow, people, publish, thai
from tests.pages.test_pages import open_page, words
from tests.party import Con, Party, Silent

PAGE = "pages/everyone/projections/page.py"
Outlook = Callable[[Con, Callable[[float], None]], Rows]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return grow(Party(tmp_path_factory.mktemp("party"))).data


def told(cases: int, *, last_value: float, last_pace: float, width: float) -> Outlook:
    """An outlook whose every test of the past, four weeks ahead, was ten off: 110 for 100."""
    edges = [110 - width, 110 + width]

    def tables(con: Con, on_progress: Callable[[float], None]) -> Rows:
        (newest,) = con.execute("select newest_on from edition").fetchall()[0]
        on_progress(1.0)
        return {
            "forecast_tests": [
                (
                    *("members", "country", "", newest - timedelta(days=28 + 7 * n)),
                    *(newest - timedelta(days=7 * n), 4, 100.0, 110.0),
                    *(3 * edges),
                    *(last_value, last_pace),
                )
                for n in range(cases)
            ]
        }

    return tables


def page(folder: Path, outlook: Outlook, language: str) -> AppTest:
    party = Party(folder)
    for week in (0, 20):
        party.members(thai(day(week)), *people(week))
    assert build.build(party, Silent(), forecaster=outlook).edition
    return open_page(PAGE, folder, lang=language)


def test_what_was_said_is_held_against_what_happened(grown: Path) -> None:
    at = open_page(PAGE, grown, lang="en")
    page_text = words(at)
    assert "What we said then" in page_text and "Tried on the past" in page_text
    assert (
        "Compared 2 times" in page_text and "What we said then, 4 weeks ahead: off by" in page_text
    )
    assert "Too few times to conclude anything yet." in page_text
    at.segmented_control(key="ahead-en").set_value("8").run()
    assert "What we said then, 8 weeks ahead: off by" in words(at)
    assert dict(at.query_params).get("ahead") == "8"
    at.segmented_control(key="ahead-en").set_value("13").run()
    assert "Nothing can be compared yet" in words(at)


def test_the_table_has_both_kinds_apart_and_can_be_taken_away(grown: Path) -> None:
    at = open_page(PAGE, grown, lang="en")
    at.session_state["track_table"] = True  # as a click on it does
    at.run()
    (table,) = [each.value for each in at.dataframe if "Our mean error" in each.value]
    assert set(table["Kind"]) == {"What we said then", "Tried on the past"}
    first = table.iloc[0]
    assert (first["Weeks ahead"], first["Kind"]) == ("1-4", "What we said then")
    assert (first["Times compared"], first["Last value off by"]) == (8, 36)


def test_it_says_in_words_that_the_last_value_has_been_better(tmp_path: Path) -> None:
    outlook = told(12, last_value=105, last_pace=95, width=20)
    at = page(tmp_path, outlook, "th")
    warned = " ".join(str(each.value) for each in at.warning)
    assert "ถ้าหยุดเท่านี้** แม่นกว่าการคาดการณ์ของเรา" in warned
    assert "ถ้าเร็วเท่าเดิม** แม่นกว่าการคาดการณ์ของเรา" in warned
    assert "แคบเกินไป" not in warned
    assert "ช่วง 95% ครอบคลุม 12 จาก 12 ครั้ง" in words(at)


def test_it_says_that_the_ranges_have_been_too_narrow(tmp_path: Path) -> None:
    at = page(tmp_path, told(12, last_value=50, last_pace=60, width=5), "en")
    warned = [str(each.value) for each in at.warning]
    assert "our ranges have been too narrow" in warned
    assert "the 95% range 0 of 12" in words(at)
    assert "been closer than our forecast" not in words(at)


def test_a_few_cases_prove_nothing(tmp_path: Path) -> None:
    at = page(tmp_path, told(3, last_value=105, last_pace=60, width=5), "en")
    assert not [each for each in at.warning if "closer" in str(each.value)]
    assert "**No change** has been closer than our forecast." in words(at)
    assert "Too few times to conclude anything yet." in words(at)
    assert "our ranges have been too narrow" not in words(at)
    assert "Nothing can be compared yet" in words(at)


def test_before_anything_has_come_due_it_says_when_the_first_will(published: Path) -> None:
    page_text = words(open_page(PAGE, published))
    assert "ครั้งแรกคือของวันที่ 29 ต.ค. 2566" in page_text
    at = open_page(PAGE, published, number="amphoe_covered")
    assert "ยังเทียบไม่ได้" in words(at)


def test_a_short_past_says_what_a_test_of_it_takes(party: Party) -> None:
    for week in (0, 3, 5):
        party.members(thai(day(week)), *people(week))
        if week:
            publish(party)
    page_text = words(open_page(PAGE, party.data, lang="en"))
    assert "Nothing can be compared yet: the past is too short" in page_text


def test_on_an_earlier_day_only_what_had_come_due_counts(grown: Path) -> None:
    at = open_page(PAGE, grown, lang="en", asof=day(16).isoformat())
    assert "Compared 1 times" in words(at)
    early = open_page(PAGE, grown, lang="en", asof=date(2023, 6, 2).isoformat())
    assert "Nothing can be compared yet" in words(early)
