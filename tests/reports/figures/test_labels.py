"""Do names stand beside what they name, apart from each other and inside the picture?"""

import itertools
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures import labels
from reports.figures.colours import NIGHT, PAPER, contrast, readable
from reports.figures.labels import LINE_PX, Label

HEIGHT = 300


def beside(*places: float) -> list[Label]:
    return [Label(f"{n}", 1, y, "#000000") for n, y in enumerate(places)]


@given(st.lists(st.floats(-50, 150), min_size=1, max_size=15))
def test_names_keep_their_order_and_never_overlap(places: list[float]) -> None:
    found = labels.apart(beside(*places), 0, 100, HEIGHT)
    assert len(found) == len(places)
    ordered = sorted(found, key=lambda each: each.y)
    unit = 100 * LINE_PX / HEIGHT
    gaps = [b.y - a.y for a, b in itertools.pairwise(ordered)]
    assert all(gap >= unit * 0.999 for gap in gaps)
    assert all(unit / 2 - 1e-6 <= each.y <= 100 - unit / 2 + 1e-6 for each in found)
    wanted = {label.text: y for label, y in zip(beside(*places), places, strict=True)}
    heights = [wanted[each.text] for each in ordered]
    assert heights == sorted(heights)


def test_what_has_room_stays_where_it_belongs() -> None:
    found = {each.text: each.y for each in labels.apart(beside(20, 50, 80), 0, 100, HEIGHT)}
    assert found == {"0": 20, "1": 50, "2": 80}
    near = sorted(each.y for each in labels.apart(beside(50, 50), 0, 100, HEIGHT))
    assert sum(near) / 2 == pytest.approx(50)


def test_an_axis_that_is_turned_around_has_its_names_too() -> None:
    found = labels.apart(beside(1, 1), 8.5, -0.5, HEIGHT)
    assert abs(found[0].y - found[1].y) == pytest.approx(9 * LINE_PX / HEIGHT)


def test_bars_are_named_beside_the_last_or_above_the_longest() -> None:
    rows = {"a": [1, 2, 3], "b": [4, 9, 0], "c": [-5, 0, 0], "d": [0, 0, 0]}
    data = [
        {"type": "bar", "name": name, "x": [0, 1, 2], "y": counts, "marker": {"color": "#123456"}}
        for name, counts in rows.items()
    ]
    found = {
        each.text: each
        for each in labels.of_bars({"data": data, "layout": {"barmode": "relative"}})
    }
    assert (found["a"].x, found["a"].y, found["a"].side) == (2.5, 1.5, "right")
    assert (found["b"].x, found["b"].y, found["b"].side) == (1, 11, "above")
    assert (found["c"].y, found["c"].side) == (-5, "below")
    assert "d" not in found
    low, high = labels.high_enough(list(found.values()), -5, 11, HEIGHT)
    assert high > 11
    assert low < -5


def test_a_line_is_named_where_it_was_last_known() -> None:
    days = [date(2023, 10, day) for day in (1, 8, 15)]
    line = {"type": "scatter", "name": "a", "x": days, "y": [1, 2, None], "line": {"color": "#12"}}
    band = line | {"name": "b", "fill": "toself"}
    unknown = line | {"name": "c", "y": [None] * 3}
    assert labels.of_lines([line, band, unknown]) == [Label("a", days[1], 2.0, "#12")]


def test_a_long_name_is_broken_at_a_space() -> None:
    long = Label("ออก (เหตุที่มีน้อย รวมกัน)", 1, 1.0, "#000000")
    assert len(long.lines) == 2
    assert labels.room([long]) < 20
    assert len(replace(long, side="above").lines) == 1


@given(st.integers(0, 0xFFFFFF), st.sampled_from([PAPER, NIGHT]))
def test_words_in_any_colour_can_be_read(number: int, ground: str) -> None:
    assert contrast(readable(f"#{number:06x}", ground), ground) >= 4.5
