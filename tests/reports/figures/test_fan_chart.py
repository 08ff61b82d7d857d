"""Does the fan draw what was forecast, with both lines beside it, in the reader's words?"""

import re
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from reports.figures import fan_chart
from reports.figures.fan_lines import Scenario, about
from reports.text import Text

MADE_ON = date(2023, 10, 22)
TARGET = {
    "value": 100_000,
    "start_on": pd.Timestamp("2023-10-22"),
    "deadline": pd.Timestamp("2023-12-31"),
}


@pytest.fixture(params=["th", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def drawn(language: str = "th", **changed: object) -> go.Figure:
    return go.Figure(fan_chart.draw(Text(language), picture(**changed)))


def fan(*, has_bands: bool = True, weeks: int = 26) -> pd.DataFrame:
    ahead = range(1, weeks + 1)
    rows = pd.DataFrame(
        {
            "made_on": pd.Timestamp(MADE_ON),
            "week_ends_on": pd.date_range("2023-10-29", periods=weeks, freq="7D"),
            "weeks_ahead": ahead,
            "last_value": 77_760.0,
            "last_pace": [77_760 + 2598.5 * week for week in ahead],
            "median": [77_760 + 2000.0 * week for week in ahead],
        }
    )
    for share, width in (("50", 200), ("80", 400), ("95", 800)):
        rows[f"lo{share}"] = rows["median"] - width * rows["weeks_ahead"]
        rows[f"hi{share}"] = rows["median"] + width * rows["weeks_ahead"]
    if not has_bands:
        bands = [name for name in rows if name[:2] in ("lo", "hi") or name == "median"]
        rows[bands] = float("nan")
    return rows


def picture(**changed: object) -> fan_chart.Picture:
    given: dict[str, Any] = {
        "metric": "members",
        "past_days": [date(2023, 10, 8), date(2023, 10, 15), MADE_ON],
        "past_values": [72_000, 74_618, 77_760],
        "weeks": fan(),
        "targets": [TARGET],
    }
    return fan_chart.Picture(**(given | changed))


def named(chart: go.Figure) -> dict[str, Any]:
    return {trace.name: trace for trace in chart.data if trace.name}


def phrase(language: str, th: str, en: str) -> str:
    return th if language == "th" else en


def test_what_was_meets_what_may_come_on_the_day_the_forecast_was_made(language: str) -> None:
    traces = named(drawn(language))
    past = traces[phrase(language, "สมาชิกที่ผ่านมา", "Members so far")]
    expected = traces[phrase(language, "ค่ากลาง", "Median")]
    assert (past.x[-1], past.y[-1]) == (expected.x[0], expected.y[0]) == (MADE_ON, 77_760)
    assert expected.y[-1] == 77_760 + 26 * 2000


def test_each_band_surrounds_the_one_inside_it_and_leaves_no_gap() -> None:
    bands = [trace for trace in drawn().data if trace.fill == "toself"]
    assert len(bands) == 3
    # The last week of the upper halves, from the outermost edge to the innermost.
    edges = [[band.y[26], band.y[27]] for band in reversed(bands)]
    assert edges[0][0] > edges[0][1] == edges[1][0] > edges[1][1] == edges[2][0] > edges[2][1]
    for band in bands:
        assert len(band.x) == len(band.y)
        assert re.match(r"rgba\(\d+,\d+,\d+,0\.\d+\)", band.fillcolor), "it shows on dark as well"


@pytest.mark.parametrize("has_bands", [True, False])
def test_the_last_pace_and_the_last_value_are_always_drawn(language: str, has_bands: bool) -> None:
    traces = named(drawn(language, weeks=fan(has_bands=has_bands)))
    pace = traces[phrase(language, "ถ้าเร็วเท่าเดิม", "At the last pace")]
    flat = traces[phrase(language, "ถ้าหยุดเท่านี้", "No change")]
    assert pace.line.dash == "dot"
    assert pace.y[-1] == pytest.approx(77_760 + 26 * 2598.5)
    assert set(flat.y) == {77_760}
    assert bool([trace for trace in traces.values() if trace.fill == "toself"]) is has_bands
    assert (phrase(language, "ค่ากลาง", "Median") in traces) is has_bands


def test_the_target_is_a_level_with_a_mark_on_its_deadline(language: str) -> None:
    chart = drawn(language)
    mark = named(chart)[phrase(language, "เป้า", "Target")]
    assert (mark.x[0], mark.y[0], mark.text[0]) == (
        date(2023, 12, 31),
        100_000,
        phrase(language, "เป้า 100,000", "Target 100,000"),
    )
    level = next(trace for trace in chart.data if not trace.name and trace.mode == "lines")
    assert list(level.y) == [100_000, 100_000]
    assert level.x[0] == MADE_ON


def test_a_target_due_after_the_picture_ends_has_a_level_and_no_mark(language: str) -> None:
    far = TARGET | {"deadline": pd.Timestamp("2030-01-01")}
    chart = drawn(language, targets=[far])
    assert phrase(language, "เป้า", "Target") not in named(chart)
    assert chart.layout.xaxis.range[1] == date(2024, 4, 21)


def test_a_scenario_is_dashed_and_does_not_squeeze_the_rest() -> None:
    steep = Scenario("what if", [MADE_ON, date(2023, 10, 29)], [77_760, 9_000_000])
    chart = drawn(scenarios=[steep])
    assert named(chart)["what if"].line.dash == "dash"
    assert chart.layout.yaxis.range[1] < 200_000
    assert chart.layout.yaxis.range == drawn().layout.yaxis.range


def test_days_are_counted_as_the_reader_counts_them(language: str) -> None:
    chart = drawn(language)
    text = " ".join(chart.layout.xaxis.ticktext)
    for trace in chart.data:
        text += " ".join(map(str, trace.text if trace.text is not None else ()))
        text += " ".join(map(str, trace.customdata if trace.customdata is not None else ()))
    ours, other = ("2566", "2023") if language == "th" else ("2023", "2566")
    assert ours in text
    assert other not in text
    assert len(chart.layout.xaxis.ticktext) <= 5


def test_the_axis_never_goes_below_nothing() -> None:
    weeks = fan().assign(last_value=1.0, median=1.0, lo95=0.0, lo80=0.0, lo50=1.0)
    chart = drawn(weeks=weeks, past_values=[0, 1, 1], targets=[])
    assert chart.layout.yaxis.range[0] == 0


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (88_231.6, "88,200"),
        (163.4, "163"),
        (7.4, "7"),
        (0, "0"),
        (999.6, "1,000"),
        (128_461, "128,000"),
    ],
)
def test_a_forecast_is_said_in_three_figures(number: float, shown: str) -> None:
    assert about(number) == shown
