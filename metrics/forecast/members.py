"""How are members forecast, and how would the same have done on the party's own past?"""

from collections.abc import Iterator
from dataclasses import astuple, replace
from datetime import date

from metrics.arrays import Floats
from metrics.forecast import members_model
from metrics.forecast.tables import TEST_WEEKS, Area, Run, Value, chance_rows, fan_rows, tested_rows
from metrics.forecast.weekly_members import Daily, weekly

_PATHS, _TEST_PATHS = 2000, 1000
_MOST_ORIGINS = 26


def rows(daily: Daily, edition: str, area: Area) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Yield (table, row) of one area: the run, its fan, its chances, and for the country its tests.

    Under `members_model.MIN_POINTS` weekly points there is the last pace only, with the reason.
    """
    ends, members = weekly(daily, area.provinces)
    if not ends:
        return
    run = Run(ends[-1], edition, "members", area.kind, area.code)
    weeks, now = area.weeks(run.made_on), float(members[-1])
    line = members_model.last_pace(members, weeks)
    futures, reason = None, None
    if len(members) < members_model.MIN_POINTS:
        reason = "too_few_weeks"
    elif not members.any():
        reason = "no_members"
    else:
        futures = members_model.simulate(members, weeks, seed=run.seed(), paths=_PATHS)
    method = "pace_only" if futures is None else "model"
    yield "forecast_runs", (*astuple(run), method, reason, len(members), None)
    for row in fan_rows(run, futures, now, line):
        yield "forecasts", row
    for row in chance_rows(run, futures, now, area.targets):
        yield "forecast_chances", row
    # An area's own past is not tested: a party may set a target for each of 77 provinces.
    if futures is not None and area.provinces is None:
        for row in _tests(run, ends, members):
            yield "forecast_tests", row


def _tests(run: Run, ends: tuple[date, ...], members: Floats) -> Iterator[tuple[Value, ...]]:
    """Forecast from every past week with points enough, from what was before it alone."""
    for last in range(members_model.MIN_POINTS - 1, len(members) - 1)[-_MOST_ORIGINS:]:
        known, actual = members[: last + 1], members[last + 1 : last + 1 + TEST_WEEKS]
        if not known.any():
            continue
        past = replace(run, made_on=ends[last])
        futures = members_model.simulate(known, len(actual), seed=past.seed(), paths=_TEST_PATHS)
        line = members_model.last_pace(known, len(actual))
        yield from tested_rows(past, futures, float(known[-1]), line, actual)
