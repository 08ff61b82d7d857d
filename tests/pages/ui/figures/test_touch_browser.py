"""Does a finger that moves over a chart scroll the page, and take nothing of the chart along?"""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Visit, settle

pytestmark = pytest.mark.browser

MAIN = '[data-testid="stMain"]'
STEP, STEPS = 15, 12
CHARTS = {
    "growth": 3,
    "projections": 1,
    "elections": 1,
    "events": 1,
    "listening": 1,
    "amphoe?place=5001": 1,
}
"""Pages, and how many charts each has at first."""


def swipe(page: Page, chart: Locator) -> float:
    """Move a finger over the middle of a chart, to where the page goes on; how far it scrolled."""
    chart.evaluate("chart => chart.scrollIntoView({block: 'center'})")
    page.wait_for_timeout(200)
    main = page.locator(MAIN)
    begin, room = main.evaluate("m => [m.scrollTop, m.scrollHeight - m.clientHeight - m.scrollTop]")
    way = -1 if room > STEP * STEPS else 1
    box = chart.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)
    for kind, step in [("touchStart", 0), *(("touchMove", n) for n in range(1, STEPS + 1))]:
        point = {"x": x, "y": y + way * STEP * step, "id": 0}
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        page.wait_for_timeout(16)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(400)
    return abs(float(main.evaluate("m => m.scrollTop")) - float(begin))


@pytest.mark.parametrize("name", CHARTS)
def test_a_finger_scrolls_the_page_over_every_chart(name: str, address: str, visit: Visit) -> None:
    page = visit(f"{address}/{name}", width=390, height=844, phone=True)
    settle(page)
    charts = page.locator(".stPlotlyChart .main-svg:first-child")
    expect(charts).to_have_count(CHARTS[name], timeout=30_000)
    for chart in charts.all():
        axis = page.locator(".stPlotlyChart .xtick, .stPlotlyChart .ytick").all_inner_texts()
        assert swipe(page, chart) > STEP * STEPS / 3
        after = page.locator(".stPlotlyChart .xtick, .stPlotlyChart .ytick").all_inner_texts()
        assert after == axis, "the chart moved along"
