"""The weeks before a forecast, as the slides draw them, and the colours of charts of programs."""

from datetime import date

import pandas as pd

from disclosure_limit import SMALL
from reports.figures import palette
from reports.monthly.report import Pack

ACCENT, BAND, QUIET = palette.ACCENT, palette.FORECAST, palette.QUIET
_WEEKS_BEFORE = 26


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
