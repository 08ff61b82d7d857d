"""How is coverage forecast, amphoe by amphoe, and how would the same have done on the past?"""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, replace

import numpy as np

from metrics.arrays import Bools, Floats
from metrics.forecast import coverage_history, hazard_model, members_model, simulation
from metrics.forecast.coverage_history import Past
from metrics.forecast.simulation import Paths
from metrics.forecast.tables import TEST_WEEKS, Area, Run, Value, chance_rows, fan_rows, tested_rows

SOON, LATER = 4, 13
"""Weeks within which each amphoe's own chance is told."""
_PATHS, _TEST_PATHS = 600, 300
_MOST_ORIGINS = 6
_LONGEST = 105
_MODEL, _ANNOUNCED = "model", "announced_only"


def rows(
    past: Past, edition: str, areas: Sequence[Area]
) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Yield (table, row) of every area, from one simulation of the whole country.

    With under `hazard_model.MIN_EVENTS` amphoe ever covered, only the elections announced are
    counted, beside the last pace, and the run says so.
    """
    if not len(past.spans) and not len(past.elections):
        return
    longest = max(area.weeks(past.origin) for area in areas)
    seed = Run(past.origin, edition, "amphoe_covered", "country", "").seed()
    fitted, simulated = _simulate(past, 0, longest, _PATHS, seed, areas)
    weekly = _weekly(past, areas)
    method, reason = (_ANNOUNCED, "too_few_elections") if fitted is None else (_MODEL, None)
    for place, area in enumerate(areas):
        run = Run(past.origin, edition, "amphoe_covered", area.kind, area.code)
        weeks, now = area.weeks(run.made_on), float(weekly[place, -1])
        futures = simulated.by_group[place][:, :weeks].astype(np.float64)
        events = fitted.events if fitted else _events(past, 0)
        yield "forecast_runs", (*astuple(run), method, reason, weekly.shape[1], events)
        for row in fan_rows(run, futures, now, members_model.last_pace(weekly[place], weeks)):
            yield "forecasts", row
        for row in chance_rows(run, futures, now, area.targets):
            yield "forecast_chances", row
    yield from _amphoe(past, simulated)
    for term in _terms(fitted, simulated):
        yield "hazard_terms", term
    for row in _tests(past, edition, areas[:1]):
        yield "forecast_tests", row


def _simulate(
    past: Past, day: int, weeks: int, paths: int, seed: int, areas: Sequence[Area]
) -> tuple[hazard_model.Fit | None, Paths]:
    """Simulate from a day on; the fit is None where too little had happened by then."""
    history = coverage_history.history(past, day)
    situation = replace(coverage_history.situation(past, day), groups=_groups(past, areas))
    if history is None or history.became_covered.sum() < hazard_model.MIN_EVENTS:
        return None, simulation.simulate_announced_only(
            situation, weeks, paths, seed, (SOON, LATER)
        )
    fitted = hazard_model.fit(history)
    return fitted, simulation.simulate(fitted, situation, weeks, paths, seed, (SOON, LATER))


def _groups(past: Past, areas: Sequence[Area]) -> Bools:
    """Return which amphoe lie in which area, shape (areas, amphoe)."""
    return np.array(
        [
            [area.provinces is None or province in area.provinces for province in past.provinces]
            for area in areas
        ]
    )


def _weekly(past: Past, areas: Sequence[Area], day: int = 0) -> Floats:
    """Return amphoe covered at the ends of the weeks up to a day, shape (areas, weeks)."""
    began = past.began()
    weeks = min((day - min(day, day if began is None else began)) // 7 + 2, _LONGEST)
    days = range(day - 7 * (weeks - 1), day + 1, 7)
    covered = np.array([past.covered(each) for each in days])
    return np.asarray(_groups(past, areas).astype(np.float64) @ covered.T)


def _events(past: Past, day: int) -> int:
    history = coverage_history.history(past, day)
    return int(history.became_covered.sum()) if history else 0


def _amphoe(past: Past, simulated: Paths) -> Iterator[tuple[str, tuple[Value, ...]]]:
    covered = past.covered(0)
    soon, later = simulated.gained_within(SOON), simulated.gained_within(LATER)
    for place, code in enumerate(past.codes):
        if not covered[place]:
            yield "amphoe_chances", (code, _doubted(soon[place]), _doubted(later[place]))


def _doubted(chance: float) -> float:
    return min(max(float(chance), members_model.NEVER_CERTAIN), 1 - members_model.NEVER_CERTAIN)


def _terms(fitted: hazard_model.Fit | None, simulated: Paths) -> Iterator[tuple[Value, ...]]:
    """Yield (term, estimate, low, high): what the forecast takes for true, with 95 % intervals."""
    for name, draws in simulated.draws.items():
        low, middle, high = np.percentile(draws, [2.5, 50, 97.5])
        yield name, float(middle), float(low), float(high)
    if fitted:
        for name in ("members", "neighbours"):
            yield name, *fitted.interval(name)


def _tests(past: Past, edition: str, areas: Sequence[Area]) -> Iterator[tuple[Value, ...]]:
    """Forecast the country from earlier weeks, as far as what happened since is known."""
    began = past.began()
    if began is None:
        return
    for week in range(min(-began // 7, _LONGEST), 0, -1)[-_MOST_ORIGINS * 2 :: 2]:
        day, weeks = -7 * week, min(week, TEST_WEEKS)
        if _events(past, day) < hazard_model.MIN_EVENTS:
            continue
        run = Run(coverage_history.date_of(past, day), edition, "amphoe_covered", "country", "")
        _, simulated = _simulate(past, day, weeks, _TEST_PATHS, run.seed(), areas)
        known = _weekly(past, areas, day)[0]
        line = members_model.last_pace(known, weeks)
        actual = np.array([past.covered(day + 7 * (ahead + 1)).sum() for ahead in range(weeks)])
        futures = simulated.by_group[0].astype(np.float64)
        yield from tested_rows(run, futures, float(known[-1]), line, actual.astype(np.float64))
