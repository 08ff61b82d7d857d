"""Does a figure taken away show what the chart shows, and can its words be read anywhere?"""

import io
import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reports.figures import figure, shapes
from reports.figures.axes import Axis, round_step
from reports.figures.figure import SIZES, Figure

DAYS = [date(2023, 10, 1) + timedelta(days=7 * n) for n in range(4)]


def of(*traces: dict[str, Any], **layout: object) -> dict[str, Any]:
    """A chart as Plotly has it."""
    return {"data": list(traces), "layout": layout}


def drawn(chart: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Every shape of a kind that a chart is made of."""
    across, up = shapes.axes(chart)
    return [shape for shape in shapes.shapes(chart, across, up) if shape["kind"] == kind]


def named(chart: dict[str, Any]) -> Figure:
    return Figure(chart, "สมาชิกเพิ่ม 9,464 คน ที่น้ำพอง", "ทั้งประเทศ", "ที่มา: ทะเบียน", "ปักธง", "th")


BARS = {"type": "bar", "name": "ก", "x": [0, 1, 2], "y": [10, 20, 5]}
LINE = {"type": "scatter", "mode": "lines", "name": "ข", "x": DAYS, "y": [1, 2, 3, 4]}


@pytest.mark.parametrize("mode", ["stack", "relative", "group", "overlay"])
def test_a_bar_is_as_high_as_its_count(mode: str) -> None:
    more = {**BARS, "name": "ข", "y": [30, 0, 40]}
    boxes = drawn(of(BARS, more, barmode=mode), "box")
    counts = [10, 20, 5, 30, 40]
    heights = [box["to"][1] - box["from"][1] for box in boxes]
    assert len(boxes) == 5  # what is nothing has no box
    assert heights == pytest.approx([count * heights[0] / 10 for count in counts], abs=1e-4)
    if mode in ("stack", "relative"):
        assert boxes[3]["from"][1] == pytest.approx(boxes[0]["to"][1])


def test_losses_hang_below_the_gains_of_their_period() -> None:
    chart = of(BARS, {**BARS, "name": "ข", "y": [-5, -1, 0]}, barmode="relative")
    gain, loss = drawn(chart, "box")[0], drawn(chart, "box")[3]
    assert loss["to"][1] == gain["from"][1]
    assert loss["to"][1] - loss["from"][1] == pytest.approx(
        (gain["to"][1] - gain["from"][1]) / 2, abs=1e-4
    )


def test_a_line_breaks_where_a_number_is_not_told() -> None:
    line = {**LINE, "x": [*DAYS, DAYS[-1] + timedelta(days=7)], "y": [1, 2, None, 3, 4]}
    assert [len(each["points"]) for each in drawn(of(line), "line")] == [2, 2]


def test_days_keep_their_distance() -> None:
    (line,) = drawn(of({**LINE, "x": [DAYS[0], DAYS[1], DAYS[3]], "y": [1, 1, 1]}), "line")
    first, second, third = (x for x, _ in line["points"])
    assert (third - second) == pytest.approx(2 * (second - first), abs=1e-4)


def test_a_trace_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="pie"):
        drawn(of({"type": "pie", "x": [1], "y": [1]}), "box")


@given(st.floats(1e-3, 1e7), st.floats(1e-3, 1e7))
def test_ticks_are_few_and_lie_within_the_axis(low: float, room: float) -> None:
    axis = Axis({}, [low, low + room], is_from_zero=False, widest_bar=0)
    ticks = axis.ticks()
    assert 1 <= len(ticks) <= 8
    assert all(-0.001 <= tick["at"] <= 1.001 for tick in ticks)
    assert round_step(room) >= room * 0.999


@pytest.mark.parametrize("form", list(SIZES))
def test_a_picture_has_the_pixels_of_its_form(form: figure.Form) -> None:
    picture = Image.open(io.BytesIO(figure.png(named(of(LINE)), form)))
    assert picture.size == tuple(2 * points for points in SIZES[form])
    inside = picture.convert("L").crop((40, 40, picture.width - 40, picture.height - 40))
    greys = set(inside.tobytes())
    assert min(greys) < 90
    assert max(greys) > 230


def test_words_in_an_svg_are_outlines_that_no_program_spoils() -> None:
    lines = figure.svg(named(of(LINE, BARS))).decode()
    assert "<text" not in lines
    assert len(re.findall(r"<(path|use)\b", lines)) > 30


def test_what_leaves_as_numbers_is_what_is_drawn() -> None:
    said = {**BARS, "customdata": [("1–7 ต.ค.", "10"), ("8–14 ต.ค.", "20"), ("15 ต.ค.", "5")]}
    drawn = named(of(said, LINE, {**LINE, "name": None}))
    rows = figure.table(drawn, ["ชุด", "ณ", "ค่า"])
    assert rows.to_numpy().tolist() == [
        *(
            ["ก", when, count]
            for when, count in (("1–7 ต.ค.", 10), ("8–14 ต.ค.", 20), ("15 ต.ค.", 5))
        ),
        *(["ข", day, n] for n, day in enumerate(DAYS, 1)),
    ]


def test_a_band_leaves_as_its_two_edges() -> None:
    first, last = DAYS[:2]
    around = [first, last, last, first]
    whole = {**LINE, "fill": "toself", "name": "50 %", "x": around, "y": [5, 9, 1, 5]}
    halves = {**whole, "name": "80 %", "x": [*around, None, *around]}
    halves |= {"y": [5, 12, 9, 5, None, 5, 1, 0, 5]}
    rows = figure.table(named(of(halves, whole)), ["ชุด", "ณ", "ค่า"]).to_numpy().tolist()
    assert rows[1] == ["80 % ≤", last, 12]
    assert rows[3] == ["80 % ≥", last, 0]
    assert rows[4:] == [
        ["50 % ≤", first, 5],
        ["50 % ≤", last, 9],
        ["50 % ≥", first, 5],
        ["50 % ≥", last, 1],
    ]


def test_wholes_have_no_halves_and_days_no_numbers() -> None:
    few = Axis({"tickformat": ",d"}, [0, 2], is_from_zero=True, widest_bar=0)
    assert [tick["label"] for tick in few.ticks()] == ["0", "1", "2"]
    assert Axis({}, DAYS, is_from_zero=False, widest_bar=0).ticks() == []


def test_words_that_would_be_code_are_words() -> None:
    hostile = Figure(of(LINE), '#panic("x") $y$', "@ref", "`x` #x", 'พรรค"ก"#', "th")
    assert figure.png(hostile, "wide")
    assert figure.png(named(of({**BARS, "x": [], "y": []})), "square")
