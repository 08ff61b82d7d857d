"""Makes of what the page shows figures to take away: both numbers, their curves and the map."""

from datetime import date

from metrics.targets import standing
from pages.ui.figures.figures import Taken
from pages.ui.headline.small_curve import Curve
from pages.ui.headline.track_card import Track
from pages.ui.headline.week import Number
from pages.ui.text import day_text, t
from reports.figures import charts, palette, track_chart
from reports.figures.labels import Label
from reports.figures.track_chart import Point

_KINDS = {"members": "members", "amphoe_covered": "elections"}
_HEIGHT = 200


def of_track(number: Number, track: Track, on: date) -> Taken | None:
    """Return a number on its way to its target; None where the number may not be told."""
    if number.now is None:
        return None
    title = " · ".join(filter(None, [f"{track.name} {track.now} {track.unit}".strip(), track.lead]))
    rows = [(track.name, day_text(on), number.now)]
    points = [Point(number.now, f"{number.now:,}", palette.ACCENT, 0.55)]
    target = number.target if number.target and not number.target["is_hidden"] else None
    if target:
        value = int(target["value"])
        rows.append((t("word.target"), day_text(target["deadline"]), value))
        goal = f"{t('word.target')} {track.goal}"
        points.append(Point(value, goal, palette.TARGET, -0.6, "right"))
        if target["is_started"] and standing.is_line_telling(target):
            due = round(target["expected_now"])
            rows.append((t("overview.due_today", n="").strip(), day_text(on), due))
            points.append(Point(due, t("overview.due_today", n=due), palette.QUIET, 1.0))
    kind = _KINDS[number.metric]
    return Taken(track_chart.track(points), title, f"track_{number.metric}", kind, rows)


def of_curve(metric: str, curve: Curve) -> Taken:
    """Return a small curve at the size of a figure."""
    days, counts = list(curve.days), list(curve.counts)
    name = t(f"overview.{metric}")
    line = {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": days,
        "y": counts,
        "line": {"color": palette.ACCENT, "width": 3},
    }
    inside = [each for each in curve.events if days[0] < each.on < days[-1]]
    chart = charts.chart(
        [line],
        {"tickmode": "array", "tickvals": [days[0], days[-1]], "ticktext": list(curve.ends)},
        highest=max(counts),
        plot_height=_HEIGHT,
        labels=[
            Label(f"{counts[-1]:,}", days[-1], counts[-1], palette.ACCENT),
            Label(f"{counts[0]:,}", days[0], counts[0], palette.QUIET, "above-right"),
            *(Label(e.words, e.on, max(counts), palette.QUIET, "above-left") for e in inside),
        ],
        shapes=[
            {
                "type": "line",
                "x0": each.on,
                "x1": each.on,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": palette.QUIET, "width": 1.5, "dash": "dot"},
            }
            for each in inside
        ],
    )
    return Taken(chart, curve.title, f"curve_{metric}", _KINDS[metric])
