"""Turn a report's chart into points between 0 and 1, with its labels as words beside them.

The typesetter draws them: letters inside a picture would lose Thai vowels and tone marks.
"""

import math
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from disclosure_limit import SMALL
from reports.monthly.report import Pack
from reports.monthly.text import Text

ACCENT, BAND, TARGET, QUIET = "#EE5A1C", "#2F7FC1", "#12A07A", "#8B929C"
_BANDS = (("lo95", "hi95", "#DCE9F5"), ("lo80", "hi80", "#B9D4EC"), ("lo50", "hi50", "#8FBAE0"))
_MOST_LABELS = 9
_MONTHS_SHOWN = 24
_WEEKS_BEFORE = 26

Chart = dict[str, Any]


class _Axes:
    """Days across and counts upwards, each to 0..1; the upward one begins and ends on a tick."""

    def __init__(self, days: Sequence[date], values: Sequence[float]) -> None:
        self.first, self.last = min(days), max(days)
        self._span = max((self.last - self.first).days, 1)
        low, high = min(values), max(values)
        # Counts far above 0 are shown from near their least: the axis says so in numbers.
        low = 0 if low < high / 3 else low
        step = _round_step((high - low) / 5 if high > low else max(high, 4) / 4)
        self.low = math.floor(low / step) * step
        self.high = max(math.ceil(high / step) * step, self.low + step)
        self._step = step

    def at(self, day: date, value: float) -> list[float]:
        return [self.across(day), round((value - self.low) / (self.high - self.low), 5)]

    def across(self, day: date) -> float:
        return round((day - self.first).days / self._span, 5)

    def ticks(self, text: Text) -> list[dict[str, Any]]:
        count = round((self.high - self.low) / self._step)
        values = [self.low + number * self._step for number in range(count + 1)]
        return [
            {"at": self.at(self.first, value)[1], "label": text.number(value)} for value in values
        ]

    def months(self, text: Text) -> list[dict[str, Any]]:
        """Return month labels with room between them; the year under January and the first."""
        months = pd.date_range(self.first, self.last, freq="MS")
        every = next(step for step in (1, 2, 3, 6, 12, 24, 60) if len(months) / step < _MOST_LABELS)
        chosen = [month.date() for month in months if (month.month - 1) % min(every, 12) == 0]
        if every > 12:
            chosen = chosen[:: every // 12]
        return [
            {
                "at": self.across(month),
                "label": text.month_name(month),
                "year": str(text.year(month)) if at == 0 or month.month == 1 else "",
            }
            for at, month in enumerate(chosen)
        ]


def growth(report: Pack, text: Text) -> Chart | None:
    """Return members at the end of each of the last months; None before there are two.

    Months before the first list, where only survivors are known, are drawn as a dotted line.
    """
    months = report.frames["monthly"].tail(_MONTHS_SHOWN)
    months = months[months["members"].notna()]
    if len(months) < 2:
        return None
    days = [stamp.date() for stamp in months["ends_on"]]
    axes = _Axes(days, months["members"].tolist())
    points = [axes.at(day, value) for day, value in zip(days, months["members"], strict=True)]
    known = months["is_backfilled"].tolist()
    begins = next((at for at, is_backfilled in enumerate(known) if not is_backfilled), len(days))
    lines = []
    if begins > 0:
        lines.append({"points": points[: begins + 1], "colour": QUIET, "dash": "dotted"})
    if begins < len(points) - 1:
        lines.append({"points": points[begins:], "colour": ACCENT, "dash": "solid"})
    last = int(months["members"].iloc[-1])
    return _chart(axes, text, lines, marks=[_mark(points[-1], text.people(last))])


def fan(report: Pack, row: dict[Any, Any], text: Text) -> Chart | None:
    """Return the way to a target: what was, the bands of the forecast, its middle, the target.

    None where nothing is forecast.
    """
    ahead = report.frames[f"fan_{row['metric']}"]
    if ahead.empty or row["area_kind"] != "country" or report.scope.provinces is not None:
        return None
    until = max(row["deadline"], report.period.until_stamp)
    # A week that is over is told by what was: else the line would run backwards.
    ahead = ahead[ahead["week_ends_on"] > report.period.until_stamp]
    ahead = ahead[ahead["week_ends_on"] <= until + pd.Timedelta(days=7)]
    was = [(day, value) for day, value in past(report, row["metric"]) if value is not None]
    if ahead.empty or not was:
        return None
    has_bands = bool(ahead["median"].notna().all())
    start = was[-1]
    tops = [float(row["value"]), *(value for _, value in was)]
    columns = ["hi95", "lo95"] if has_bands else ["last_pace"]
    tops += [float(value) for column in columns for value in ahead[column]]
    days = [day for day, _ in was] + [stamp.date() for stamp in ahead["week_ends_on"]]
    axes = _Axes([*days, row["deadline"].date()], tops)
    areas, lines = [], []
    weeks = ahead.to_dict("records")
    if has_bands:
        for low, high, colour in _BANDS:
            upper = [axes.at(week["week_ends_on"].date(), week[high]) for week in weeks]
            lower = [axes.at(week["week_ends_on"].date(), week[low]) for week in weeks]
            areas.append({"points": [axes.at(*start), *upper, *reversed(lower)], "colour": colour})
        middle = [axes.at(week["week_ends_on"].date(), week["median"]) for week in weeks]
        lines.append({"points": [axes.at(*start), *middle], "colour": BAND, "dash": "solid"})
    pace = [axes.at(week["week_ends_on"].date(), week["last_pace"]) for week in weeks]
    pace = _cut_at_frame([axes.at(*start), *pace])
    lines.append({"points": pace, "colour": QUIET, "dash": "dashed"})
    lines.append({"points": [axes.at(*each) for each in was], "colour": ACCENT, "dash": "solid"})
    aim = axes.at(row["deadline"].date(), row["value"])
    lines.append({"points": [[0.0, aim[1]], [1.0, aim[1]]], "colour": TARGET, "dash": "dotted"})
    marks = [{**_mark(aim, text.number(row["value"])), "colour": TARGET}]
    return {**_chart(axes, text, lines, marks=marks), "areas": areas, "has_bands": has_bands}


def past(report: Pack, metric: str) -> list[tuple[date, float | None]]:
    """Return the last half year of a target's number, week by week; None where it is not told.

    Members are people: few of them are not told. Amphoe with a representative are not people.
    """
    if metric == "members":
        rows = report.frames["weekly"].tail(_WEEKS_BEFORE)
        days, values = rows["ends_on"], [disclosable_count(count) for count in rows["members"]]
    else:
        rows = report.frames["covered_weekly"].tail(_WEEKS_BEFORE)
        days, values = rows["week_ends_on"], [float(count) for count in rows["amphoe_covered"]]
    weeks = zip([stamp.date() for stamp in days], values, strict=True)
    return [(day, value) for day, value in weeks if day <= report.period.until]


def disclosable_count(count: float) -> float | None:
    """Return a count of people; None for one that may not be told."""
    return None if pd.isna(count) or 0 < count < SMALL else float(count)


def _cut_at_frame(points: list[list[float]]) -> list[list[float]]:
    """Cut a line where it leaves the frame upwards."""
    points_inside = [points[0]]
    for before, now in pairwise(points):
        if now[1] > 1:
            part = (1 - before[1]) / (now[1] - before[1])
            return [*points_inside, [round(before[0] + part * (now[0] - before[0]), 5), 1.0]]
        points_inside.append(now)
    return points_inside


def _chart(
    axes: _Axes, text: Text, lines: list[dict[str, Any]], *, marks: list[dict[str, Any]]
) -> Chart:
    return {
        "x_ticks": axes.months(text),
        "y_ticks": axes.ticks(text),
        "areas": [],
        "lines": lines,
        "marks": marks,
    }


def _mark(at: list[float], label: str) -> dict[str, Any]:
    return {"at": at, "label": label, "colour": ACCENT}


def _round_step(step: float) -> float:
    """Return the least of 1, 2, 5 × 10ⁿ that is not under the step; whole, as people are."""
    size: float = 10 ** math.floor(math.log10(max(step, 1)))
    return next(float(size * each) for each in (1, 2, 5, 10) if size * each >= step)
