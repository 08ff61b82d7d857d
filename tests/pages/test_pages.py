"""Does every page come up through the menu: both languages, with data and with none?"""

import os
import re
from collections.abc import Sequence
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from i18n.phrases import phrases
from tests import discovery
from tests.pages.opening import app, opened
from tests.party import Party, election, member
from tests.slow import these

ROOT = Path(__file__).resolve().parent.parent.parent
MARKUP = "(?s)<style>.*?</style>|<[^>]+>"
PAGES = sorted(page.file for page in discovery.pages())


SECTIONS = (
    *("scenario_box", "record_box", "areas_box"),
    *("growth_areas", "growth_belonging", "growth_published"),
    *("elections_turnout_box", "elections_contested_box", "elections_waits"),
    *("events_list", "events_pace_box", "events_unvisited", "committees_box"),
    *("gaps_why", "gaps_provinces"),
    *("amphoe_events", "amphoe_proposals", "amphoe_polls"),
    *("poll_took_part", "proposals_provinces", "proposals_list"),
    *("roll_totals", "roll_weights_box"),
)
"""Parts of pages that are closed until somebody opens them."""


def open_page(page: str, data: Path, *, boxes: Sequence[str] = SECTIONS, **query: str) -> AppTest:
    """Open a page of a party, by its address, and the parts of it that are closed at first."""
    os.environ["PAKTHONG_DATA"] = str(data)
    at = app(page, query)
    for key in boxes:
        at.session_state[key] = True
    return opened(at)


def words(at: AppTest) -> str:
    """Everything the page says, in one text."""
    said = [str(each.value) for kind in (at.markdown, at.caption, at.title) for each in kind]
    said += [f"{each.label} {each.value} {each.delta}" for each in at.metric]
    said += [str(each.value) for kind in (at.info, at.warning, at.error) for each in kind]
    said += [unescape(re.sub(MARKUP, "", each.proto.body)) for each in at.get("html")]
    return "\n".join(said)


def tracks(at: AppTest) -> list[str]:
    """The numbers of the page's tracks, which are on their way to a target."""
    drawn = "".join(each.proto.body for each in at.get("html"))
    return [unescape(each) for each in re.findall('<p class="now"><b>([^<]+)</b>', drawn)]


def cards(at: AppTest) -> dict[str, str]:
    """The figures of the page's cards, by what they are called."""
    return {metric.label: metric.value for metric in at.metric}


def alts(at: AppTest) -> list[str]:
    """What the page's charts say to who cannot see them."""
    return [chart.proto.alt for chart in at.get("plotly_chart")]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_shows_the_sample_in_both_languages(page: str, published: Path) -> None:
    for language, year in (("th", "2566"), ("en", "2023")):
        at = open_page(page, published, lang=language)
        assert not at.error, at.error
        assert year in words(at)
        assert phrases()["banner.sample"][language] in words(at), "a sample must say that it is one"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_to_do_when_there_is_nothing(page: str, tmp_path: Path) -> None:
    for language in ("th", "en"):
        at = open_page(page, tmp_path, lang=language)
        assert "make dashboard" in words(at)


@pytest.mark.parametrize("page", these(range(0, len(PAGES), 3), PAGES))
def test_every_page_bears_elections_without_members(page: str, party: Party) -> None:
    party.elections("2566-10-22", election("1"), election("2", amphoe="ฝาง"))
    party.publish()
    open_page(page, party.data)


@pytest.mark.parametrize("page", these(range(0, len(PAGES), 3), PAGES))
def test_every_page_bears_members_without_elections_targets_or_published_totals(
    page: str, party: Party
) -> None:
    party.members("2566-10-22", member("1"), member("2", province="", amphoe=""))
    for name in ("targets", "published_totals", "gap_weights"):
        shipped = (ROOT / "data" / f"{name}.csv").read_text(encoding="utf-8-sig")
        (party.data / f"{name}.csv").write_text(shipped.splitlines()[0] + "\n", encoding="utf-8")
    party.publish()
    open_page(page, party.data)


def test_the_overview_shows_the_published_figures(published: Path) -> None:
    at = open_page("pages/everyone/overview/page.py", published)
    assert tracks(at) == ["77,760", "29"]
    assert "ราษีไศล" in words(at)


def test_a_past_day_shows_what_was_true_then(published: Path) -> None:
    at = open_page("pages/everyone/overview/page.py", published, asof="2023-09-30")
    assert tracks(at)[0] == "68,296"
    assert "30 ก.ย. 2566" in words(at)


@pytest.mark.parametrize("page", ["overview", "growth"])
def test_lists_weeks_apart_are_compared_with_each_other(published: Path, page: str) -> None:
    said = words(open_page(f"pages/everyone/{page}/page.py", published))
    assert ("+9,464 ตั้งแต่ 30 ก.ย." in said) is (page == "overview")
    said = words(open_page(f"pages/everyone/{page}/page.py", published, since="7"))
    assert "30 ก.ย." in said


def test_a_day_after_the_data_shows_the_newest(published: Path) -> None:
    at = open_page("pages/everyone/overview/page.py", published, asof="2099-01-01")
    assert tracks(at)[0] == "77,760"


def test_the_choice_of_day_stays_from_page_to_page(published: Path) -> None:
    at = open_page("pages/everyone/overview/page.py", published)
    at.selectbox(key="on-th").set_value("2566-09-30").run()
    at.switch_page("pages/everyone/coverage_map/page.py").run()
    assert "30 ก.ย. 2566" in words(at)
    assert dict(at.query_params).get("on") == "2566-09-30"


def test_the_map_lists_the_amphoe_of_the_province_in_the_address(published: Path) -> None:
    at = open_page("pages/everyone/coverage_map/page.py", published)
    at.selectbox(key="place-th").set_value("12").run()
    assert not at.exception, at.exception
    assert len(at.dataframe[0].value) == 6
