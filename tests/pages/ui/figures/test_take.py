"""Can the numbers, curves and maps that pages draw by themselves be taken away, as shown?"""

from collections import Counter
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pages.everyone.events import findings
from pages.everyone.overview import taken
from pages.ui.headline.track_card import Track
from pages.ui.headline.week import Number
from reports.figures import figure
from reports.figures.figure import Figure
from tests.pages.test_pages import open_page

OVERVIEW, MAP = "pages/everyone/overview/page.py", "pages/everyone/coverage_map/page.py"
FORMS = {"wide.png", "square.png", "a4.png", "svg", "csv", "xlsx", "json"}
ON = date(2023, 10, 22)
LABELS = ["series", "at", "value"]
TARGET = {
    "value": 100_000,
    "deadline": pd.Timestamp("2023-12-31"),
    "is_started": True,
    "is_hidden": False,
    "expected_now": 70_000.0,
    "start_on": pd.Timestamp("2023-08-01"),
    "days_left": 70,
    "is_passed": False,
    "is_start_backfilled": False,
}


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let words be in English where no page runs."""
    monkeypatch.setattr("pages.ui.text.language", lambda: "en")


def number(now: int | None, target: dict[str, object] | None) -> Number:
    standing = None
    told = (None, None, None, None, True)
    return Number("members", now, *told, target, 0, standing)  # type: ignore[arg-type]


CARD = Track("Members", "77,760", "people", goal="100,000 · 31 Dec", lead="A coin toss")


def test_a_number_leaves_with_its_target_and_where_it_should_be(english: None) -> None:
    found = taken.of_track(number(77_760, TARGET), CARD, ON)
    assert found
    assert found.title == "Members 77,760 people · A coin toss"
    assert found.rows
    assert [row[2] for row in found.rows][:2] == [77_760, 100_000]
    drawn = Figure(found.chart, found.title, "", "", "", "en", found.rows)
    assert figure.table(drawn, LABELS)["value"].tolist()[:2] == [77_760, 100_000]
    assert figure.png(drawn, "wide")


def test_what_may_not_be_told_of_a_number_leaves_in_no_figure(english: None) -> None:
    assert taken.of_track(number(None, TARGET), CARD, ON) is None
    hidden = taken.of_track(number(9, TARGET | {"is_hidden": True}), CARD, ON)
    assert hidden
    assert [row[2] for row in hidden.rows or ()] == [9]


@pytest.mark.parametrize(("page", "menu", "figures"), [(OVERVIEW, "week", 5), (MAP, "map", 1)])
def test_they_are_handed_out_in_every_form(
    page: str, menu: str, figures: int, published: Path
) -> None:
    at = open_page(page, published, lang="en")
    at.session_state[f"take_{menu}"] = True
    at.run()
    offered: set[str] = set()
    for chosen in range(figures):
        if figures > 1:
            at.selectbox(key=f"of_{menu}").set_value(chosen).run()
        assert not at.exception
        ids = [each.proto.id for each in at.get("download_button")]
        offered |= {each for each in ids if f"pakthong_{menu}" in each or "_svg" in each}
        assert {form for form in FORMS if any(each.endswith(f"_{form}") for each in ids)} == FORMS
    assert len(offered) >= figures


def test_where_events_were_is_counted_with_where_they_will_be_again(english: None) -> None:
    states = pd.Series(["visited", "again", "again", "planned", *["unvisited"] * 6])
    assert Counter(states)["again"] == 2
    assert findings.visited(states) == "Events held in 3 of 10 amphoe, 1 new ones planned"
