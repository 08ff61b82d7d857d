"""Is what is said of a number and its target true, whatever the numbers are?"""

import itertools
from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import pytest

from metrics.targets import standing
from metrics.targets.standing import Standing

ON = date(2023, 10, 22)
MISSING = float("nan")


def row(
    now: int = 60,
    value: int = 100,
    *,
    days_left: int = 70,
    actual: float = 4.0,
    chance: float = MISSING,
    is_started: bool = True,
    is_backfilled: bool = False,
    is_hidden: bool = False,
    started_days_ago: int = 30,
) -> dict[str, Any]:
    """A row of `decisions` as `pace` works it out."""
    short, is_passed = max(value - now, 0), now >= value
    return {
        "metric": "members",
        "value": value,
        "deadline": pd.Timestamp(ON) + pd.Timedelta(days=days_left),
        "start_on": pd.Timestamp(ON) - pd.Timedelta(days=started_days_ago),
        "short_of": short,
        "days_left": days_left,
        "is_started": is_started,
        "is_passed": is_passed,
        "is_hidden": is_hidden,
        "is_backfilled": is_backfilled,
        "is_start_backfilled": False,
        "expected_now": 50.0,
        "needed_per_week": MISSING if is_passed or days_left <= 0 else short * 7 / days_left,
        "actual_per_week": actual,
        "chance": chance,
    }


def is_true(said: Standing, now: int | None, change: int | None, target: Mapping[str, Any]) -> bool:
    """Whether a standing holds, by what each kind claims and by nothing it was worked out with."""
    if said.kind == "unknown":
        return now is None
    assert now is not None
    if said.kind in ("stands", "grew", "fell", "same"):
        moved = {"stands": change is None}
        if change is not None:
            moved = {"grew": change > 0, "fell": change < 0, "same": change == 0}
        is_untargeted = not target["is_started"] or bool(target["is_hidden"])
        return moved.get(said.kind, False) and is_untargeted
    value, left = target["value"], target["days_left"]
    claims: dict[str, bool] = {"reached": now >= value, "missed": now < value and left <= 0}
    if said.kind in claims:
        return claims[said.kind]
    # All others speak of what is to come: only where it is known, short and there is time.
    if now >= value or left <= 0 or said.short_of != value - now:
        return False
    if said.kind == "short":
        return bool(target["is_backfilled"])
    actual, chance = target["actual_per_week"], target["chance"]
    ends_at = now + actual * left / 7
    would_do = ends_at >= value - 1e-9
    for_it = chance == chance and round(100 * chance) >= 60
    against = chance == chance and round(100 * chance) < 40
    more = {
        "enough": would_do and not against,
        "kept": would_do and against,
        "likely": not would_do and for_it,
        "days": not would_do and left < 7,
        "falling": not would_do and actual < 0,
        "still": not would_do and actual == 0,
    }
    if said.kind in more:
        return bool(more[said.kind])
    times = 1 + said.factor / 100 if said.kind == "faster_percent" else said.factor
    with_more = now + actual * times * left / 7
    if said.kind == "faster_percent":
        less = now + actual * (times - 0.01) * left / 7
        return not would_do and with_more >= value - 1e-9 and less < value and times <= 2
    is_even = abs(with_more - value) < 1e-6
    beyond = now + actual * (times + 1) * left / 7
    return times >= 2 and (
        is_even if said.kind == "faster_even" else with_more < value - 1e-9 and beyond > value
    )


def test_every_standing_is_true_of_its_numbers_and_every_kind_occurs() -> None:
    found = set()
    cases = itertools.product(
        (0, 60, 99, 100, 130),
        (-30, -1, 0, 1, 3, 6, 7, 70, 400),
        (-2.0, 0.0, 0.1, 1.0, 2.0, 3.9, 4.0, 40.0, 400.0),
        (MISSING, 0.005, 0.394, 0.396, 0.5, 0.594, 0.596, 0.995),
        (True, False),
        (True, False),
    )
    for now, days_left, actual, chance, is_started, is_backfilled in cases:
        target = row(
            now,
            days_left=days_left,
            actual=actual,
            chance=chance,
            is_started=is_started,
            is_backfilled=is_backfilled,
        )
        for change in (None, -3, 0, 5):
            said = standing.judge(target, now=now, change=change)
            assert is_true(said, now, change, target), (said, target)
            found.add(said.kind)
    found.add(standing.judge(row(), now=None, change=None).kind)
    found.add(standing.judge(row(), now=60, change=1, told_to=ON).kind)
    assert found == set(standing.KINDS)


def test_what_is_not_known_or_told_is_not_judged() -> None:
    assert standing.judge(row(), now=None, change=3) == Standing("unknown")
    stale = standing.judge(row(), now=60, change=3, told_to=ON)
    assert (stale.kind, stale.told_to) == ("stale", ON)
    assert standing.judge(row(is_hidden=True), now=60, change=3).kind == "grew"
    assert standing.judge(None, now=60, change=None).kind == "stands"


@pytest.mark.parametrize(
    ("actual", "kind", "factor"),
    [
        (3.99, "faster_percent", 1),
        (3.0, "faster_percent", 34),
        (2.0, "faster_even", 2),
        (1.99, "faster", 2),
        (0.5, "faster_even", 8),
    ],
)
def test_how_much_faster_is_never_said_too_small(actual: float, kind: str, factor: int) -> None:
    said = standing.judge(row(actual=actual), now=60, change=None)
    assert (said.kind, said.factor) == (kind, factor)


def test_the_target_that_matters_now_is_the_one_due_next() -> None:
    rows = {
        "next": row(),
        "later": row(days_left=90),
        "reached": row(130, days_left=10),
        "begins": row(is_started=False, days_left=20),
        "over": row(days_left=-5),
        "long_over": row(days_left=-50),
    }
    left = dict(rows)
    for name in ("next", "later", "reached", "begins", "over", "long_over"):
        chosen, others = standing.choose(pd.DataFrame(list(left.values())), "members")
        assert chosen is not None
        assert (chosen["days_left"], others) == (rows[name]["days_left"], len(left) - 1), name
        del left[name]
    assert standing.choose(pd.DataFrame([row()]), "amphoe_covered") == (None, 0)


@pytest.mark.parametrize(
    ("target", "is_telling"),
    [
        (row(started_days_ago=7), True),
        (row(started_days_ago=6), False),
        (row(130), False),
        (row(days_left=0), False),
        (row(is_started=False), False),
        (row(is_hidden=True), False),
        (row() | {"is_start_backfilled": True}, False),
        (row() | {"expected_now": MISSING}, False),
    ],
)
def test_the_straight_line_is_told_only_where_it_means_something(
    target: Mapping[str, Any], is_telling: bool
) -> None:
    assert standing.is_line_telling(target) is is_telling
