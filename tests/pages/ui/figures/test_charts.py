"""Do the charts of growth draw what the numbers say, in the reader's words, also on a phone?"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
import streamlit as st

from pages.ui.figures import charts
from reports.figures import change_charts, members_chart
from reports.text import Text
from tests.pages.test_pages import alts, open_page, words
from tests.party import Party, election, member
from tests.slow import these

GROWTH = "pages/everyone/growth/page.py"


@pytest.fixture(params=["th", "en"])
def language(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(st, "session_state", {"lang": request.param})
    return str(request.param)


def months(**changed: list[Any]) -> pd.DataFrame:
    """Four months of which the first list, 31 August, ends the second; the last is cut short."""
    rows = pd.DataFrame(
        {
            "starts_on": pd.to_datetime(["2023-07-01", "2023-08-01", "2023-09-01", "2023-10-01"]),
            "ends_on": pd.to_datetime(["2023-07-31", "2023-08-31", "2023-09-30", "2023-10-22"]),
            "members": [63000, 64912, 68296, 77760],
            "yearly": [39000, 40755, 42871, 48852],
            "lifetime": [24000, 24157, 25425, 28908],
            "untyped": [0, 0, 0, 0],
            "net_change": [900, 1912, 3384, 9464],
            "joined": [900, 1912, 3934, 9531],
            "returned": [0, 0, 0, 377],
            "moved_net": [0, 0, 0, 0],
            "left_members": [0, 0, 550, 444],
            "left_lapsed": [0, 0, 400, 300],
            "left_resigned": [0, 0, 150, 144],
            "left_removed": [0, 0, 0, 0],
            "left_deceased": [0, 0, 0, 0],
            "left_unknown": [0, 0, 0, 0],
            "is_backfilled": [True, False, False, False],
            "is_change_backfilled": [True, True, False, False],
        }
    )
    rows = rows.assign(**changed)
    return rows.assign(gained=rows["joined"] + rows["returned"], left_other=0)


def totals() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "as_of": pd.to_datetime(["2019-07-05", "2023-08-10", "2023-09-21", "2023-10-22"]),
            "value": [44859, 65000, 60069, 77760],
            "reported_by": ["ECT", "someone else", "ECT", "party"],
            "body": ["predecessor", "predecessor", "party", "party"],
            "is_comparable": [False, False, True, True],
            "ours": pd.array([None, None, 66489, 77760], dtype="Int64"),
            "unexplained": pd.array([None, None, -6420, 0], dtype="Int64"),
        }
    )


def members(language: str, *rows: pd.DataFrame) -> go.Figure:
    return go.Figure(members_chart.members(Text(language), *rows))


def changes(language: str, rows: pd.DataFrame, *, by_reason: bool = True) -> go.Figure:
    return go.Figure(change_charts.changes(Text(language), rows, by_reason=by_reason))


def types(language: str, rows: pd.DataFrame) -> go.Figure:
    return go.Figure(change_charts.types(Text(language), rows))


def named(chart: go.Figure) -> dict[str, Any]:
    return {trace.name: trace for trace in chart.data if trace.name}


def shown_words(chart: go.Figure) -> str:
    """Every word a reader can meet on the chart, hovers included."""
    found = [str(text) for text in chart.layout.xaxis.ticktext]
    for trace in chart.data:
        found += [
            str(trace.name),
            *map(str, trace.customdata if trace.customdata is not None else ()),
        ]
    return " ".join(found)


def test_days_are_counted_as_the_reader_counts_them(language: str) -> None:
    for chart in (
        members(language, months(), totals()),
        changes(language, months()),
        types(language, months()),
    ):
        text = shown_words(chart)
        ours, other = ("2566", "2023") if language == "th" else ("2023", "2566")
        assert ours in text
        assert other not in text
        assert not re.search(r"\d{4,}", re.sub(r"\b(2566|2023)\b", "", text)), "commas are missing"


def test_what_is_backfilled_is_dotted_and_meets_what_is_known(language: str) -> None:
    dotted, solid = (
        trace
        for trace in members(language, months(), totals()).data
        if trace.line.dash in ("dot", "solid") and trace.name
    )
    assert (dotted.line.dash, solid.line.dash) == ("dot", "solid")
    assert list(dotted.y) == [63000, 64912]
    assert list(solid.y) == [64912, 68296, 77760]
    assert solid.x[-1] == date(2023, 10, 22)


def test_a_line_without_backfilled_days_is_only_solid(language: str) -> None:
    chart = members(language, months(is_backfilled=[False] * 4), totals().head(0))
    assert [trace.line.dash for trace in chart.data if trace.name] == ["solid"]


def test_published_totals_stand_on_their_day_with_who_said_so_and_the_difference(
    language: str,
) -> None:
    traces = named(members(language, months(), totals()))
    party, register = (
        ("พรรคประกาศ", "กกต. ประกาศ")
        if language == "th"
        else (
            "Published: party",
            "Published: ECT",
        )
    )
    assert list(traces[party].y) == [77760]
    assert list(traces[register].y) == [60069], "2019 is before the chart begins"
    assert list(traces[register].text) == [f"{register}<br>60,069"]
    said = traces[register].customdata[0]
    assert "66,489" in said[2]
    assert "−6,420" in said[2]
    assert traces[party].marker.color != traces[register].marker.color
    assert traces["someone else"].marker.symbol == ("circle-open",), "another body's is hollow"


def test_each_difference_is_drawn_as_a_line_between_theirs_and_ours(language: str) -> None:
    gaps = [
        trace
        for trace in members(language, months(), totals()).data
        if trace.mode == "lines" and not trace.name
    ]
    assert list(gaps[0].y) == [60069, 66489, None, 77760, 77760, None]


def test_the_newest_number_is_written_where_no_published_total_stands(language: str) -> None:
    with_mark = members(language, months(), totals())
    without = members(language, months(), totals().head(0))
    assert not [trace for trace in with_mark.data if trace.mode == "text"]
    assert [list(trace.text) for trace in without.data if trace.mode == "text"] == [["77,760"]]


def test_losses_go_down_and_each_bar_adds_up_to_the_net(language: str) -> None:
    chart = changes(language, months())
    bars = [trace for trace in chart.data if trace.type == "bar"]
    net = next(trace for trace in chart.data if trace.type == "scatter")
    assert list(net.x) == [2, 3], "before the first list leavers are unknown: there is no net"
    for place, change in zip(net.x, net.y, strict=True):
        assert sum(bar.y[place] for bar in bars) == change
    assert {bar.name for bar in bars if min(bar.y) < 0} == (
        {"ขาดอายุ", "ลาออก"} if language == "th" else {"Lapsed", "Resigned"}
    )


def test_reasons_can_be_left_out(language: str) -> None:
    chart = changes(language, months(), by_reason=False)
    bars = [trace for trace in chart.data if trace.type == "bar"]
    assert [min(bar.y) for bar in bars if min(bar.y) < 0] == [-550]


def test_backfilled_bars_are_pale(language: str) -> None:
    for chart, pale in ((changes(language, months()), 2), (types(language, months()), 1)):
        for bar in (trace for trace in chart.data if trace.type == "bar"):
            assert [shade < 1 for shade in bar.marker.opacity] == [n < pale for n in range(4)]


def test_a_kind_nobody_is_of_has_no_name(language: str) -> None:
    assert len(types(language, months()).data) == 2
    assert len(types(language, months(untyped=[0, 0, 0, 26])).data) == 3


@pytest.mark.parametrize("periods", [1, 2, 5, 26, 61])
def test_ticks_are_few_and_the_newest_has_one(language: str, periods: int) -> None:
    ends = pd.date_range("2023-10-22", periods=periods, freq="-7D")[::-1]
    rows = pd.DataFrame({"starts_on": ends - pd.Timedelta(days=6), "ends_on": ends})
    ticks = charts.ticks(rows, range(periods))
    assert len(ticks["tickvals"]) <= 5
    assert ticks["tickvals"][0] == periods - 1
    assert ticks["ticktext"][0] == ("22 ต.ค.<br>2566" if language == "th" else "22 Oct<br>2023")


def test_months_are_named_without_a_day(language: str) -> None:
    ticks = charts.ticks(months(), charts.days(months()["ends_on"]))
    assert ticks["ticktext"][0] == ("ต.ค.<br>2566" if language == "th" else "Oct<br>2023")


def test_names_stand_beside_their_bars_and_have_room_there(language: str) -> None:
    chart = changes(language, months(left_removed=[0, 0, 4, 4], left_deceased=[0, 0, 4, 4]))
    notes = {note.text.replace("<br>", " "): note for note in chart.layout.annotations}
    assert set(notes) == set(named(chart))
    assert {note.x for note in notes.values()} == {3.5}
    joined, lapsed, net = (named(chart)[name] for name in _some(chart))
    assert notes[net.name].y > notes[joined.name].y > notes[lapsed.name].y
    assert chart.layout.margin.r > 7 * max(map(len, (note.text for note in notes.values()))) / 2


def _some(chart: go.Figure) -> list[str]:
    """The names of a gain, of a loss and of the net."""
    bars = [trace for trace in chart.data if trace.type == "bar"]
    gain = next(bar for bar in bars if max(bar.y) > 0)
    loss = next(bar for bar in bars if min(bar.y) < 0)
    return [gain.name, loss.name, next(each.name for each in chart.data if each.type != "bar")]


def test_a_key_of_colours_is_refused() -> None:
    with pytest.raises(ValueError, match="labels"):
        charts.draw(go.Figure(layout={"showlegend": True}), "words")


@pytest.mark.parametrize("step", ["weeks", "months", "all"])
@pytest.mark.parametrize("area", these((1,), ["all", "region-south", "50"]))
def test_the_page_shows_every_area_by_every_period(area: str, step: str, published: Path) -> None:
    at = open_page(GROWTH, published, area=area, step=step)
    assert len(alts(at)) == 3
    assert all(alts(at)), "a chart without words for those who cannot see it"
    # The last 26 weeks lie after the first list, so of them there is nothing to say.
    is_spoken_of = "ก่อนรายชื่อฉบับแรก (31 ธ.ค. 2565)" in words(at)
    assert is_spoken_of == (step != "weeks"), "backfilled days are spoken of"


def test_a_choice_stays_in_the_address(published: Path) -> None:
    at = open_page(GROWTH, published)
    at.selectbox(key="place-th").set_value("50").run()
    assert dict(at.query_params)["place"] == "50"


def test_a_party_without_a_list_is_told_so(party: Party) -> None:
    party.elections("2566-10-22", election("1"))
    party.publish()
    at = open_page(GROWTH, party.data, lang="en")
    assert "Nothing of this is loaded yet" in words(at)
    assert not alts(at)


def test_an_area_of_fewer_than_five_members_is_not_shown(party: Party) -> None:
    rows = [member(f"B{n}", province="กรุงเทพมหานคร", amphoe="ปทุมวัน") for n in range(9)]
    rows += [member(f"C{n}") for n in range(4)]
    party.members("2566-10-22", *rows)
    party.publish()
    chiang_mai = open_page(GROWTH, party.data, lang="en", area="50")
    assert "Withheld: under 5 people" in words(chiang_mai)
    assert not chiang_mai.metric
    assert not alts(chiang_mai)
    empty = open_page(GROWTH, party.data, lang="en", area="90")
    assert "There is none here by this day" in words(empty)
    country = open_page(GROWTH, party.data, lang="en")
    table = country.dataframe[0].value.set_index("Province")
    # Thirteen in all: Bangkok's nine would tell of Chiang Mai's four.
    assert table.loc[["Bangkok", "Chiang Mai"], "Members"].isna().all()
    assert table.loc["Chiang Mai", "Members *"] == "< 5"


def test_the_page_tells_the_published_figures_and_what_they_are_made_of(published: Path) -> None:
    at = open_page(GROWTH, published, since="first", lang="en")
    shown = {metric.label: metric.value for metric in at.metric}
    assert shown["Members"] == "77,760"
    parts = [
        int(shown[name].replace(",", "").replace("−", "-"))
        for name in ("Joined", "Returned", "Left")
    ]
    assert sum(parts) == 77760 - 55953
    spec = json.loads(at.get("plotly_chart")[0].proto.spec)
    assert {"Published: ECT", "Published: party"} <= {trace.get("name") for trace in spec["data"]}


def test_a_part_of_the_country_is_not_compared_with_published_totals(published: Path) -> None:
    country = open_page(GROWTH, published, lang="en")
    province = open_page(GROWTH, published, lang="en", area="50")
    assert len(country.dataframe) == 2
    assert len(province.dataframe) == 1
    assert "Withheld: under 5 people" in words(province)


@pytest.mark.parametrize("level", these((0, 3), ["province", "ect", "royal", "nesdb"]))
def test_the_table_of_areas_adds_up_to_the_country(level: str, published: Path) -> None:
    at = open_page(GROWTH, published, lang="en", level=level)
    rows = at.dataframe[0].value
    assert rows["Members"].sum() == 77760
    assert rows["Members"].is_monotonic_decreasing
    assert "Not known" in rows.iloc[:, 0].tolist()
