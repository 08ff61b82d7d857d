"""Does the bar name the party, the day and the edition, and does its day hold for every page?"""

from datetime import date
from pathlib import Path

import pytest
import streamlit as st

from etl.settings import SettingError, Settings
from i18n.dates import address_text, day_of_address
from pages.ui.map.screen import number_of
from tests.pages.sent_map import sent
from tests.pages.test_pages import open_page, words
from tests.party import Party, member

OVERVIEW = "pages/everyone/overview/page.py"
MAP = "pages/everyone/coverage_map/page.py"
ON = "on-th"
OLDEST = "the oldest"


def shown(party: Party, page: str, **query: str) -> object:
    """The day that the bar names on the page of an address."""
    return open_page(page, party.data, **query).selectbox(key=ON).value


@pytest.fixture
def months(party: Party) -> Party:
    """A party with lists of two days, so that other days lie before and after."""
    for day in ("2566-09-30", "2566-10-22"):
        party.members(day, *[member(str(n)) for n in range(10)])
    party.publish()
    return party


@pytest.mark.parametrize(
    "query", [{"on": "2566-09-30"}, {"on": "2023-09-30"}, {"asof": "2023-09-30"}]
)
def test_a_day_of_the_address_is_shown_however_it_was_written(
    months: Party, query: dict[str, str]
) -> None:
    at = open_page(OVERVIEW, months.data, **query)
    assert at.selectbox(key=ON).value == "2566-09-30"
    assert "30 ก.ย. 2566" in at.caption[0].value
    assert dict(at.query_params) == {"on": "2566-09-30"}
    assert not at.info


def test_the_maps_former_day_is_the_day_of_all_pages(months: Party) -> None:
    at = open_page(MAP, months.data, date="2023-09-30", asof="2023-10-22")
    assert sent(at)["screen"]["day"] == number_of(date(2023, 9, 30))
    assert dict(at.query_params) == {"on": "2566-09-30"}
    assert shown(months, "pages/everyone/events/page.py", date="2023-09-30") == "2566-10-22"


@pytest.mark.parametrize(
    ("asked", "nearest", "words_of_it"),
    [
        ("2567-01-01", "2566-10-22", "1 ม.ค. 2567"),
        ("2540-01-01", OLDEST, "1 ม.ค. 2540"),
        ("2566-02-30", "2566-10-22", "ไม่ได้บอกวันที่"),
        ("<b>วันนี้", "2566-10-22", "ไม่ได้บอกวันที่"),
    ],
)
def test_an_address_without_such_a_day_says_so_and_shows_the_nearest(
    months: Party, asked: str, nearest: str, words_of_it: str
) -> None:
    at = open_page(OVERVIEW, months.data, on=asked)
    if nearest == OLDEST:
        assert at.selectbox(key=ON).index == len(at.selectbox(key=ON).options) - 1
    else:
        assert at.selectbox(key=ON).value == nearest
    refusal = at.info[0].value
    assert words_of_it in refusal
    assert "<b>" not in refusal


def test_the_maps_slider_is_its_bars_day(months: Party) -> None:
    at = open_page(MAP, months.data)
    assert not [box for box in at.selectbox if str(box.key).startswith("on-")]
    at.session_state["on"] = "2566-09-30"  # as the map's slider chooses
    at.run()
    assert "30 ก.ย. 2566" in words(at)
    assert dict(at.query_params)["on"] == "2566-09-30"
    at.session_state["on"] = "2566-10-22"
    at.run()
    assert "on" not in dict(at.query_params)


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2023, 10, 22)])
def test_a_day_comes_back_from_its_address(day: date) -> None:
    assert day_of_address(address_text(day)) == day
    assert day_of_address(day.isoformat()) == day


def test_the_party_is_called_as_it_says(months: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_page(OVERVIEW, months.data)
    assert "**ปักธง**" in words(at)
    monkeypatch.setenv("PAKTHONG_PARTY_NAME", "พรรค*ทดลอง*")
    st.cache_resource.clear()
    assert r"**พรรค\*ทดลอง\***" in words(open_page(OVERVIEW, months.data))


@pytest.mark.parametrize("name", ["ก" * 41, "สอง\nบรรทัด"])
def test_a_name_that_is_no_line_beside_a_flag_is_refused(name: str) -> None:
    with pytest.raises(SettingError):
        Settings.from_environment({"PAKTHONG_PARTY_NAME": name})


def test_a_sample_says_so_on_every_page_and_a_party_does_not(
    months: Party, published: Path
) -> None:
    assert "ข้อมูลตัวอย่าง" in words(open_page(OVERVIEW, published))
    st.cache_resource.clear()
    assert "ข้อมูลตัวอย่าง" not in words(open_page(OVERVIEW, months.data))
