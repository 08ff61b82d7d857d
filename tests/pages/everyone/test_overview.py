"""Does the overview show how the headline's numbers went, without a charting library?"""

import re

import pytest
import streamlit as st
from playwright.sync_api import Page, expect

from pages.everyone.overview import sparkline
from tests.browser import Visit, settle, wait_until_drawn


def heights(shapes: str) -> list[float]:
    """Where the line lies at each place, in percent from the top."""
    line = shapes.split("polygon(")[1]
    return [float(y) for _, y in re.findall(r"([\d.]+)% ([\d.]+)%", line)][:-1]


def test_a_line_is_highest_where_the_number_is_greatest() -> None:
    ys = heights(sparkline._shapes([10, 30, 20, 20]))
    assert len(ys) == 4
    assert ys[1] < ys[2] == ys[3] < ys[0]
    assert len(set(heights(sparkline._shapes([7, 7, 7])))) == 1


def test_nothing_is_drawn_of_one_number(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(st, "html", drawn.append)
    sparkline.draw([5])
    assert drawn == []
    sparkline.draw([5, 6])
    assert len(drawn) == 1


def test_lines_are_seen_and_no_library_of_charts_is_asked_for(address: str, visit: Visit) -> None:
    asked: list[str] = []
    page: Page = visit("about:blank", width=390, height=844, phone=True)
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{address}/?lang=en")
    settle(page)
    wait_until_drawn(page)
    lines = page.locator(".sparkline")
    expect(lines).to_have_count(2)
    for line in lines.all():
        box = line.bounding_box()
        assert box and box["width"] > 200 and box["height"] > 40
        assert (
            line.locator("div").first.evaluate("e => getComputedStyle(e).clipPath")[:8]
            == "polygon("
        )
    assert not [name for name in asked if name.startswith(("embed.", "PlotlyChart."))]
    assert len([name for name in asked if name.startswith("plotly-")]) == 1
    files = [name for name in asked if name.endswith((".js", ".json", ".css", ".woff2"))]
    assert len(files) == len(set(files)) > 60, "fetched twice"
