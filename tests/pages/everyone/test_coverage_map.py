"""Is what the map says of amphoe true, in every mode, and does an address open its view again?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import streamlit as st

from metrics.coverage import ladder
from metrics.members import ladder as exact_ladder
from metrics.safe import amphoe as safe_amphoe
from metrics.safe import coverage as safe_coverage
from pages.everyone.coverage_map import choices
from pages.everyone.coverage_map.season import thinned
from pages.ui.map import classes
from pages.ui.map.screen import number_of
from reports.figures import findings
from reports.text import Text
from tests.pages.access.test_scope import open_as
from tests.pages.sent_map import key, sent, values
from tests.pages.test_pages import open_page
from tests.party import Con, Party
from tests.signing_in import ISSUER, person, write_list

MAP = "pages/everyone/coverage_map/page.py"
ON = date(2023, 10, 22)
MAE_RIM = "5007"


@pytest.fixture(scope="module")
def con(published: Path) -> Iterator[Con]:
    with Party(published).opened() as opened:
        yield opened


def frame(covered: int, ready: int, rest: int, hidden: int = 0) -> pd.DataFrame:
    """Amphoe with a representative, ready for one, short of members, short by an untold number."""
    steps = ["serving"] * covered + ["threshold"] * ready + ["members"] * (rest + hidden)
    short = [0] * (covered + ready) + [7] * rest + [None] * hidden
    return pd.DataFrame({"step": steps, "short_of": pd.array(short, dtype="Int64")})


@pytest.mark.parametrize(
    ("rows", "thai", "english"),
    [
        (
            frame(29, 172, 700, 27),
            "29 จาก 928 อำเภอมีตัวแทน อีก 172 พร้อมเลือกตั้งแล้ว",
            "29 of 928 amphoe have a representative, 172 more have the members to elect one",
        ),
        (frame(1, 0, 3), "1 จาก 4 อำเภอมีตัวแทน", "1 of 4 amphoe has a representative"),
        (
            frame(0, 2, 3),
            "ทั้ง 5 อำเภอยังไม่มีตัวแทน แต่ 2 อำเภอพร้อมเลือกตั้งแล้ว",
            "None of 5 amphoe has a representative, but 2 have the members to elect one",
        ),
        (frame(3, 0, 0), "มีตัวแทนครบทั้ง 3 อำเภอ", "All 3 amphoe have a representative"),
        (frame(0, 0, 3), "ทั้ง 3 อำเภอยังไม่มีตัวแทน", "None of 3 amphoe has a representative"),
    ],
)
def test_the_finding_says_what_the_amphoe_come_to(
    rows: pd.DataFrame, thai: str, english: str
) -> None:
    assert findings.coverage(Text("th"), rows, "", basis="registered") == thai
    read = Text("en")
    assert findings.coverage(read, rows, "", basis="registered") == english
    assert findings.coverage(read, rows, "Phuket", basis="registered") == f"Phuket: {english}"
    assert "(as verified)" in findings.coverage(read, rows, "", basis="verified")


@pytest.mark.parametrize("day", ["2566-10-22", "2566-03-31"])
def test_the_finding_of_the_page_is_that_of_the_counts(day: str, published: Path, con: Con) -> None:
    on = date(int(day[:4]) - 543, int(day[5:7]), int(day[8:]))
    rows = safe_coverage.by_province(con, on=on)
    for place in ("", "50"):
        own = rows if not place else rows[rows["province_code"] == place]
        drawn = sent(open_page(MAP, published, lang="en", on=day, place=place))
        said = drawn["screen"]["finding"]
        numbers = [int(word) for word in said.replace(",", " ").split() if word.isdigit()]
        totals = [int(own[name].sum()) for name in ("amphoe_covered", "amphoe", "amphoe_ready")]
        assert [0] * ("None of" in said) + numbers == totals, said


def test_the_key_counts_every_amphoe_in_every_mode(published: Path, con: Con) -> None:
    counts = ladder.counts(con, on=ON).set_index("step")["amphoe"]
    at = open_page(MAP, published, lang="en")
    assert key(at) == {"Has a representative": 29, "No representative yet": 899}
    assert list(key(open_page(MAP, published, lang="en", show="ladder")).values()) == [
        counts[step]
        for step in (
            *("serving", "ending", "vacant", "held", "announced", "threshold", "members"),
            "no_members",
        )
    ]
    exact = exact_ladder.by_amphoe(con, on=ON)["members"]
    told = key(open_page(MAP, published, lang="en", show="members"))
    assert sum(told.values()) == 928
    assert told["< 5"] == exact.between(1, 4).sum() == 10
    assert told["No members"] == (exact == 0).sum()
    assert told["500+"] <= (exact >= 500).sum() <= told["500+"] + told["not told"]
    dense = key(open_page(MAP, published, lang="en", show="density"))
    rate = safe_amphoe.by_amphoe(con, on=ON)["members_per_thousand"]
    assert dense["4+"] == (rate >= 4).sum()
    assert dense["1–2"] == rate.between(1, 2, inclusive="left").sum()
    assert {name: dense[name] for name in ("< 5", "not told", "No figure")} == {
        "< 5": 10,
        "not told": told["not told"],
        "No figure": 0,
    }


def test_an_amphoe_without_residents_has_no_figure_and_no_members_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(st, "session_state", {"lang": "en"})
    rows = pd.DataFrame(
        {
            "members_per_thousand": pd.array([0, 0.24, 4, None, None, None], dtype="Float64"),
            "members_mark": [None, None, None, "few", "hidden", None],
        }
    )
    labels = {each.value: each.label for each in classes.classes("density")}
    assert [labels[value] for value in classes.values(rows, "density")] == [
        *("No members", "Under 0.25", "4+", "< 5", "not told", "No figure")
    ]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ({"show": "ladder"}, {"mode": "ladder"}),
        ({"show": "short_of"}, {"mode": "members"}),
        ({"show": "nothing"}, {"mode": "coverage"}),
        ({"province": "50"}, {"focus": "50", "chosen": None}),
        ({"province": "50", "amphoe": MAE_RIM}, {"focus": "50", "chosen": MAE_RIM}),
        ({"place": MAE_RIM}, {"focus": "50", "chosen": MAE_RIM}),
        ({"date": "2023-09-30"}, {"day": number_of(date(2023, 9, 30))}),
        ({"basis": "verified"}, {"season": None}),
    ],
)
def test_addresses_of_now_and_before_open_their_view(
    query: dict[str, str], wanted: dict[str, Any], published: Path
) -> None:
    drawn = sent(open_page(MAP, published, **query))
    told = drawn | drawn["screen"]
    assert {name: told[name] for name in wanted} == wanted
    assert drawn["height"] is None, "it fills the window"


def test_the_panel_says_what_the_touched_amphoe_is_and_needs(published: Path) -> None:
    panel = sent(open_page(MAP, published, lang="en", place=MAE_RIM))["screen"]["panel"]
    assert panel["code"] == MAE_RIM
    assert panel["badge"][0].startswith("At the threshold, for ")
    assert panel["facts"][0] == "113 members · threshold 100"
    assert "neighbours have a representative" in panel["facts"][1]
    assert panel["next"] == "Enough members: announce an election"
    assert panel["open"][1].startswith("amphoe?") and panel["open"][1].endswith("place=5007")
    dense = sent(open_page(MAP, published, lang="en", place=MAE_RIM, show="density"))
    assert " per 1,000 of " in dense["screen"]["panel"]["facts"][1]
    assert dense["screen"]["note"] == "Residents: DOPA 2564"


def test_a_viewer_is_offered_no_page_that_is_not_theirs(published: Path, tmp_path: Path) -> None:
    (tmp_path / "warehouse").symlink_to(published / "warehouse")
    write_list(tmp_path, ISSUER, person("viewer@example.org", "viewer"))
    at = open_as("viewer@example.org", MAP, tmp_path, place=MAE_RIM)
    assert sent(at)["screen"]["panel"]["open"] is None


def test_the_season_runs_from_the_first_list_to_today_and_on_as_chances(published: Path) -> None:
    for mode, most in (("coverage", 40), ("members", 12)):
        at = open_page(MAP, published, show=mode)
        assert sent(at)["screen"]["season"] is None, "it is sent when it is asked for"
        at.session_state["map_season"] = True
        at.run()
        drawn = sent(at)
        season = drawn["screen"]["season"]
        assert 2 < len(season["frames"]) <= most
        first, last = season["frames"][0], season["frames"][-1]
        assert (first["day"], last["day"]) == (number_of(date(2022, 12, 31)), number_of(ON))
        assert values(last["values"]) == values(drawn["values"]), "the last picture is today's"
        assert [each["day"] for each in season["ahead"]] == drawn["screen"]["ahead"]
        assert drawn["screen"]["ahead"] == [number_of(ON) + 28, number_of(ON) + 91]
        covered = season["classes"][0]["value"]
        for each in season["ahead"]:
            assert values(each["values"]).count(covered) == 29


def test_a_picture_of_the_season_is_what_the_day_shows(published: Path) -> None:
    at = open_page(MAP, published)
    at.session_state["map_season"] = True
    at.run()
    picture = sent(at)["screen"]["season"]["frames"][5]
    day = date.fromordinal(date(1970, 1, 1).toordinal() + picture["day"])
    asked = open_page(MAP, published, on=f"{day.year + 543}-{day:%m-%d}")
    assert values(sent(asked)["values"]) == values(picture["values"])


def test_days_are_thinned_evenly_with_both_ends() -> None:
    days = [date(2023, 1, 1 + n) for n in range(31)]
    assert thinned(days, 40) == days
    assert [day.day for day in thinned(days, 4)] == [1, 11, 21, 31]


@pytest.mark.parametrize(
    ("what", "value"),
    [("mode", "x"), ("day", "-1"), ("day", "9" * 5000), ("day", "1"), ("season", "x"), ("x", "y")],
)
def test_what_a_browser_sends_that_is_no_choice_is_not_taken(
    what: str, value: str, published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(choices, "days", lambda: [ON])
    choices.take(what, value)
    assert state == {}
