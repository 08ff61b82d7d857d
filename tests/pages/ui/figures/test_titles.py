"""Is the title of each figure of elections, events, polls and rolls what its rows say?"""

from datetime import date

import pandas as pd
import pytest

from i18n.phrases import phrases
from metrics.agm_roll.totals import Weights
from pages.everyone.elections import findings as of_elections
from pages.everyone.events import findings as of_events
from pages.everyone.growth import findings as of_members
from pages.everyone.growth.concentration_measures import Measure
from pages.everyone.projections import findings as of_forecasts
from pages.officers.agm_roll import quorum
from pages.organisers.listening import findings as of_polls
from pages.ui import event_effect
from reports.figures import findings
from reports.text import Text

ON = date(2023, 10, 22)
ENGLISH = Text("en")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let words be in English where no page runs."""
    monkeypatch.setattr("pages.ui.text.language", lambda: "en")


@pytest.mark.parametrize(
    ("held", "coming", "overdue", "said"),
    [
        ([2, 3], [0, 1], [0, 0], "5 elections held, 1 to come"),
        ([2, 3], [0, 0], [0, 0], "5 elections held, none to come"),
        ([0, 0], [4, 0], [0, 0], "No election held yet, 4 to come"),
        ([0, 0], [0, 0], [0, 0], "No election held and none to come"),
        ([1, 0], [0, 0], [1, 1], "1 elections held, none to come · 2 past the day"),
    ],
)
def test_the_calendar_of_elections(
    held: list[int], coming: list[int], overdue: list[int], said: str
) -> None:
    rows = pd.DataFrame({"held": held, "coming": coming, "overdue": overdue})
    assert of_elections.calendar(rows).startswith(said)


def test_turnout_is_of_all_periods_together_and_of_none_unknown() -> None:
    rows = pd.DataFrame({"ballots": [10, 30], "eligible": [50, 50], "counted": [1, 2]})
    assert of_elections.turnout(rows) == "40.0% turned out: 40 of 100 eligible, in 3 elections"
    assert of_elections.turnout(rows.head(0)).startswith("–%")


def test_elections_without_a_rival_are_not_contested() -> None:
    rows = pd.DataFrame({"candidates": [0, 1, 2, 5], "elections": [1, 4, 3, 2]})
    said = "5 of 10 elections contested, 4 with one candidate only"
    assert of_elections.contested(rows) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2023-10-21", "2023-10-22", "2023-10-23"], "4 events held, 2 to come"),
        (["2023-10-22"], "2 events held, none to come"),
        (["2023-10-23"], "No event held, 2 to come"),
        ([], "No event in these days"),
    ],
)
def test_an_event_of_the_day_itself_is_held(days: list[str], said: str) -> None:
    rows = pd.DataFrame({"held_on": pd.to_datetime(days), "events": [2] * len(days)})
    assert of_events.calendar(rows, ON) == said


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ([9, 9, 9, 9, 1, 0, 0, 0, 1, 1, 0, 0], "2 new amphoe in the last 4 weeks, more"),
        ([0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 0, 0], "2 new amphoe in the last 4 weeks, fewer"),
        ([0, 0, 0, 0, 1, 1, 0, 0, 2, 0, 0, 0], "2 new amphoe in the last 4 weeks, as many"),
        ([5, 5, 5, 5, 0, 0, 0, 0, 0, 0, 0, 0], "No new amphoe in the last 8 weeks"),
    ],
)
def test_the_pace_of_the_tour(first: list[int], said: str) -> None:
    assert findings.pace(ENGLISH, pd.DataFrame({"amphoe_first": first})).startswith(said)


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("brings", "About 2 more members an event in 28 days, between 1 and 3"),
        ("takes", "About 2 fewer members an event in 28 days, between 1 and 3"),
        ("little_or_nothing", "Little or nothing: between 1 and 3"),
        ("cannot_tell_yet", "From 30 events, one may bring between 1 and 3"),
    ],
)
def test_what_events_bring(verdict: str, said: str) -> None:
    side = -1 if verdict == "takes" else 1
    lo, hi = sorted((side * 1.0, side * 3.0))
    row = {"estimate": side * 2.0, "lo": lo, "hi": hi, "events": 30, "verdict": verdict}
    assert event_effect.finding(pd.Series(row)).startswith(said)


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ([("ก", 60, 55, 65), ("ข", 40, 35, 45)], "Most said “ก”: 60%"),
        ([("ข", 40, 35, 45), ("ก", 60, 55, 65)], "Most said “ก”: 60%"),
        ([("ก", 52, 45, 60), ("ข", 48, 44, 52)], "“ก” (52%) and “ข” (48%) are too close"),
        # The third, told less exactly, may still be the most.
        ([("ก", 50, 48, 52), ("ข", 30, 28, 32), ("ค", 20, 5, 49)], "“ก” (50%) and “ข”"),
        ([("ก", 100, 90, 100)], "“ก”: 100%"),
        ([("<b>*ก*", 100, 90, 100)], "“‹b›*ก*”: 100%"),
    ],
)
def test_a_choice_is_ahead_only_where_its_interval_is(
    choices: list[tuple[str, int, int, int]], said: str
) -> None:
    rows = pd.DataFrame(choices, columns=["choice", "pct", "lo", "hi"])
    assert of_polls.shares(rows).startswith(said)


def test_where_most_took_part_claims_nothing_of_what_is_hidden() -> None:
    rows = pd.DataFrame({"area": ["ก", "ข"], "share_pct": [2.0, 9.0]})
    assert of_polls.turnout(rows, is_whole=True) == "Most answered in ข (9.0%), fewest in ก (2.0%)"
    assert of_polls.turnout(rows, is_whole=False).startswith("Where it is told, most answered in ข")
    alike = rows.assign(share_pct=[2.0, 2.01])
    assert of_polls.turnout(alike, is_whole=True) == "Wherever it is told, 2.0% answered"


def test_an_area_on_its_line_is_not_behind() -> None:
    gaps = pd.Series([3.0, 0.0, -0.1, -7.0])
    said = "Of 4 areas compared, 2 have fewer members than they should"
    assert of_forecasts.areas(gaps, "line.members").startswith(said)


@pytest.mark.parametrize(
    ("measure", "values", "said"),
    [
        (Measure("gini", 3, True), [0.8, 0.6], "More spread: X 0.800 → 0.600"),
        (Measure("gini", 3, True), [0.6, 0.8], "More concentrated: X 0.600 → 0.800"),
        (Measure("effective", 0), [100, 150], "More spread: X 100 → 150"),
        (Measure("effective", 0), [150, 100], "More concentrated: X 150 → 100"),
        (Measure("effective", 0), [100, 101], "Hardly moved: X 100 → 101"),
    ],
)
def test_the_spread_of_members(measure: Measure, values: list[float], said: str) -> None:
    assert of_members.spread(measure, "X", pd.Series(values)) == said


def test_votes_that_read_alike_are_called_alike() -> None:
    unequal = quorum.finding(Weights(200.0, 90.0, 10.0, 0.0))
    assert unequal == "One vote speaks for 10 to 200 members; the median is 90"
    alike = quorum.finding(Weights(90.4, 90.0, 89.6, 0.0))
    assert alike == "Every vote speaks for 90 members"


def test_these_titles_hold_no_markup() -> None:
    families = (".found.", "projections.areas.", "track.card_", "events.effect.")
    titles = {key: words for key, words in phrases().items() if any(f in key for f in families)}
    assert len(titles) > 40
    marked = [key for key, words in titles.items() if "**" in "".join(words.values())]
    assert not marked
