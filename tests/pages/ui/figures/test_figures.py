"""Is every figure's title true of its numbers, and can it be taken away in every form?"""

import json
from pathlib import Path

import pandas as pd
import pytest

from i18n.phrases import LANGUAGES
from reports.figures import findings
from reports.text import Text
from tests.pages.test_pages import SECTIONS, open_page, words
from tests.party import Party, member

GROWTH = "pages/everyone/growth/page.py"
ENGLISH = Text("en")
FORMS = {"wide.png", "square.png", "a4.png", "svg", "csv", "xlsx", "json"}


def period(**told: object) -> pd.DataFrame:
    """The newest period of a table of members; what is not said is not told."""
    row = {
        "starts_on": pd.Timestamp("2023-10-01"),
        "ends_on": pd.Timestamp("2023-10-22"),
        **dict.fromkeys(("members", "net_change", "joined", "returned", "gained", "left_members")),
    }
    return pd.DataFrame([row | told]).convert_dtypes()


@pytest.mark.parametrize(
    ("now", "change", "said"),
    [
        (77_760, 9_464, "68,296 → 77,760 members (+9,464)"),
        (100, -20, "Members fell from 120 to 100 (−20)"),
        (100, 0, "Still 100 members"),
        (100, None, "100 members on 22 Oct 2023"),
        (None, None, "Number of members"),
        (None, 5, "Number of members"),
    ],
)
def test_the_title_of_members_is_what_happened(
    now: int | None, change: int | None, said: str
) -> None:
    assert findings.members(ENGLISH, period(members=now, net_change=change)).startswith(said)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"joined": 5, "returned": 0, "left_members": 7}, "5 joined, 0 came back, 7 left"),
        ({"gained": 9, "left_members": 7}, "9 came in, 7 left"),
        ({"gained": 9}, "What the change is made of"),
    ],
)
def test_what_is_not_told_of_a_change_is_in_no_title(told: dict[str, int], said: str) -> None:
    assert findings.changes(ENGLISH, period(**told)).startswith(said)


def target(**told: object) -> dict[str, object]:
    deadline = pd.Timestamp("2023-12-31")
    row = {"value": 100, "deadline": deadline, "days_left": 70, "is_passed": False, "chance": 0.5}
    more = {"reached_median": pd.NaT, "horizon": pd.Timestamp("2024-06-30")}
    return row | more | told


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"reached_median": "2023-12-30"}, "around 30 Dec 2023, in time for 31 Dec 2023"),
        ({"reached_median": "2023-12-31"}, "in time for 31 Dec 2023"),
        ({"reached_median": "2024-01-01"}, "around 1 Jan 2024, after the deadline"),
        ({}, "does not reach 100 amphoe even by 30 Jun 2024"),
        ({"chance": float("nan")}, "is not known"),
        ({"reached_median": "2023-10-01"}, "is not known"),  # it was hoped for sooner
        ({"is_passed": True}, "What may come"),
        ({"days_left": 0}, "What may come"),
    ],
)
def test_the_title_of_a_forecast_says_if_it_is_in_time(told: dict[str, object], said: str) -> None:
    if isinstance(told.get("reached_median"), str):
        told = told | {"reached_median": pd.Timestamp(str(told["reached_median"]))}
    title = findings.fan(ENGLISH, "amphoe_covered", [target(**told)])
    assert title.endswith(said) or said in title


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_is_handed_out_in_every_form(party: Party, language: str) -> None:
    for day, count in (("2566-09-30", 7), ("2566-10-22", 9)):
        party.members(day, *[member(str(n)) for n in range(count)])
    party.publish()
    at = open_page(GROWTH, party.data, lang=language)
    assert not [each for each in at.get("download_button") if "members_wide" in each.proto.id]
    at.session_state["take_members"] = True
    at.run()
    offered = {each.proto.id.rpartition("-members_")[2] for each in at.get("download_button")}
    assert offered >= FORMS
    assert "7 → 9" in words(at)
    (address,) = at.code
    assert address.value.endswith(f"lang={language}") or "lang" not in dict(at.query_params)


def test_a_partys_name_under_a_figure_is_no_markup(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    party.members("2566-10-22", *[member(str(n)) for n in range(9)])
    party.publish()
    monkeypatch.setenv("PAKTHONG_PARTY_NAME", "พรรค*ทดลอง*")
    at = open_page(GROWTH, party.data)
    sources = [each.value for each in at.caption if each.value.startswith("ที่มา")]
    assert sources
    assert all(r"พรรค\*ทดลอง\*" in said for said in sources)


@pytest.mark.parametrize(
    "page",
    [
        GROWTH,
        "pages/everyone/projections/page.py",
        "pages/everyone/elections/page.py",
        "pages/everyone/events/page.py",
        "pages/organisers/listening/page.py",
    ],
)
def test_every_series_is_named_where_it_stands(page: str, published: Path) -> None:
    at = open_page(page, published, lang="en", boxes=[*SECTIONS, "effect_box"])
    charts = [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]
    assert charts
    for chart in charts:
        assert chart["layout"]["showlegend"] is False
        texts = [note["text"] for note in chart["layout"].get("annotations", ())]
        texts += [text for trace in chart["data"] for text in trace.get("text", ())]
        said = " ".join(str(text).replace("<br>", " ") for text in texts)
        names = {trace["name"] for trace in chart["data"] if trace.get("name")}
        # One line alone, or the line that the title is about, needs no name.
        assert len(names) < 2 or {name for name in names if name not in said} <= {"Members"}
