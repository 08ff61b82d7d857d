"""Score the forecast of members on real series that nobody on the project wrote.

The constants of the growth model were fitted on every other cumulative series, in the order of
their names; the figures of the rest are what counts, and both are shown. Those of the level model
(how many lags, how strongly shrunk, how much widened) were chosen with M4's scores in sight: its
rows show that one setting does on both halves of the series, not that it was never looked at.
"""

from pathlib import Path

import numpy as np

from bench.accuracy import rivals, series
from bench.accuracy.series import Case
from bench.bars import verdict
from metrics.arrays import Floats
from metrics.forecast import members_model

_PATHS = 1000
Row = tuple[str, str, str, str]


def simulate(values: Floats, weeks: int) -> Floats:
    """Simulate as a build does."""
    return members_model.simulate(values, weeks, seed=1, paths=_PATHS)


def measure(_: Path) -> list[Row]:
    """Return rows of (what, measured, bar, met); one row that says so where the series are not."""
    if not series.FOLDER.is_dir():
        return [("real series", "not beside this checkout", "", "")]
    scales = series.m4_scales()
    return [
        *_m4("M4 weekly, all points", series.m4(), scales, 0.87),
        *_m4("M4 weekly, last 26 points", series.m4(26), scales, 1.0),
        *_cumulative(),
    ]


def _m4(what: str, cases: list[Case], scales: dict[str, float], bar: float) -> list[Row]:
    points, inside = [], []
    for case in cases:
        futures = simulate(case.known, series.M4_WEEKS)
        points.append(np.median(futures, axis=0))
        inside.append(series.is_inside_band(futures, case.actual).mean())
    owa, cover = series.owa(cases, scales, points), float(np.mean(inside))
    halves = [
        (series.owa(cases[half::2], scales, points[half::2]), float(np.mean(inside[half::2])))
        for half in (0, 1)
    ]
    owas, covers = (
        " and ".join(f"{value:.3f}" for value in each) for each in zip(*halves, strict=True)
    )
    is_held = 0.93 <= cover <= 0.97
    return [
        (f"{what}: OWA", f"{owa:.3f} (halves {owas})", f"≤ {bar:.2f}", verdict(owa <= bar)),
        (f"{what}: 95 % band covers", f"{cover:.3f} ({covers})", "0.93–0.97", verdict(is_held)),
    ]


def _cumulative() -> list[Row]:
    cases = series.cumulative()
    names = sorted({case.name for case in cases})
    fitted = [case for case in cases if names.index(case.name) % 2 == 0]
    others = [case for case in cases if names.index(case.name) % 2 == 1]
    rows: list[Row] = []
    for group, group_cases in (("fitted on", fitted), ("not fitted on", others), ("all", cases)):
        ours = series.score(group_cases, simulate)
        line = series.score(group_cases, rivals.straight_line)
        by_pace, by_total = ours.crps_pace / line.crps_pace, ours.crps_total / line.crps_total
        is_judged = group != "fitted on"
        what = f"cumulative, {len(group_cases) // len(series.ORIGINS)} series {group}"

        def row(
            name: str,
            value: float,
            bar: str,
            is_met: bool,
            what: str = what,
            is_judged: bool = is_judged,
        ) -> Row:
            bar_and_verdict = (bar, verdict(is_met)) if is_judged else ("", "")
            return (f"{what}: {name}", f"{value:.3f}", *bar_and_verdict)

        rows += [
            row("Brier score", ours.brier, "≤ 0.16", ours.brier <= 0.16),
            row(
                "95 % band covers, week 8",
                ours.cover,
                "0.93–0.97",
                0.93 <= ours.cover <= 0.97,
            ),
            row(
                "95 % band covers, weeks 1–8",
                ours.cover_all,
                "0.93–0.97",
                0.93 <= ours.cover_all <= 0.97,
            ),
            row("CRPS ÷ straight line's, by pace", by_pace, "≤ 0.70", by_pace <= 0.7),
            row("CRPS ÷ straight line's, by total", by_total, "≤ 0.70", by_total <= 0.7),
        ]
    return rows


def tables(_: Path) -> list[list[tuple[str, ...]]]:
    """Return two tables, heading first: point forecasts on M4, and futures on cumulative series."""
    if not series.FOLDER.is_dir():
        return []
    scales, whole, short = series.m4_scales(), series.m4(), series.m4(26)
    points: list[tuple[str, ...]] = [("M4 weekly", "OWA, all points", "OWA, last 26 points", "")]
    models = {
        "ours": lambda values, weeks: np.median(simulate(values, weeks), axis=0),
        "last value": rivals.last_value,
        "statsmodels AutoReg, 53 lags": rivals.autoreg,
        "statsmodels Theta": rivals.theta,
        "statsmodels damped trend on logs": rivals.damped,
    }
    for name, model in models.items():
        scores = [
            series.owa(cases, scales, [model(case.known, series.M4_WEEKS) for case in cases])
            for cases in (whole, short)
        ]
        points.append((name, *(f"{score:.3f}" for score in scores), "measured"))
    points += rivals.ELSEWHERE
    futures: list[tuple[str, ...]] = [
        ("cumulative series, 8 weeks ahead", "95 % band covers", "Brier", "CRPS by pace")
    ]
    cases = series.cumulative()
    for name, simulator in {
        "ours": simulate,
        "last value": rivals.stay,
        "straight line, normal errors": rivals.straight_line,
        "statsmodels local level on log increments": rivals.local_level,
    }.items():
        scores_of_model = series.score(cases, simulator)
        futures.append(
            (
                name,
                f"{scores_of_model.cover:.3f}",
                f"{scores_of_model.brier:.3f}",
                f"{scores_of_model.crps_pace:.3f}",
            )
        )
    return [points, futures]
