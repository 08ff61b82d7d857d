"""Is what is said of a curve true, and since the right event?"""

from datetime import date, timedelta

import pytest

from metrics import bend
from metrics.bend import Mark

WEEKS = [date(2023, 8, 6) + timedelta(days=7 * week) for week in range(13)]
CONGRESS = Mark(date(2023, 9, 23), "congress")


def rising(*changes: int) -> list[int]:
    """Counts from 1,000 that change so much a week; the last change holds for all that follow."""
    counts = [1000]
    for week in range(12):
        counts.append(counts[-1] + changes[min(week, len(changes) - 1)])
    return counts


@pytest.mark.parametrize(
    ("counts", "kind"),
    [
        (rising(10), "rising"),
        (rising(-10), "falling"),
        (rising(0), "flat"),
        (rising(*[10] * 8, 13), "faster"),
        (rising(*[10] * 8, 12), "rising"),
        (rising(*[10] * 8, 7), "slower"),
        (rising(*[10] * 8, -1), "falling"),
        (rising(*[-5] * 8, 10), "rising"),
        ([5, 6], "unknown"),
        ([5, 6, 8], "rising"),
    ],
)
def test_a_curve_is_called_what_its_weeks_came_to(counts: list[int], kind: str) -> None:
    assert bend.judge(WEEKS[-len(counts) :], counts).kind == kind


def test_a_bend_at_a_mark_names_it() -> None:
    # The congress is in the seventh week: six lie before it and five after.
    faster = bend.judge(WEEKS, rising(*[10] * 7, 30), [CONGRESS])
    assert (faster.kind, faster.mark, faster.per_week) == ("faster_since", CONGRESS, 30)
    assert bend.judge(WEEKS, rising(*[30] * 7, 10), [CONGRESS]).kind == "slower_since"
    assert bend.judge(WEEKS, rising(20), [CONGRESS]).kind == "rising"
    newer = Mark(date(2023, 10, 8), "canvass")
    assert bend.judge(WEEKS, rising(*[10] * 9, 30), [CONGRESS, newer]).mark == newer


def test_a_mark_too_near_the_edge_is_not_named() -> None:
    for day in (WEEKS[0], WEEKS[1], WEEKS[-2] + timedelta(days=1), WEEKS[-1]):
        found = bend.judge(WEEKS, rising(*[10] * 8, 30), [Mark(day, "late")])
        assert (found.kind, found.mark) == ("faster", None)


def test_lately_is_the_mean_of_the_last_four_weeks() -> None:
    assert bend.lately(rising(*[0] * 8, 8)).per_week == 8
    assert bend.lately([3, 4, 4]).per_week == 0.5
    assert bend.lately([3]).kind == "unknown"


def test_every_kind_is_said_of_some_curve() -> None:
    found = {
        bend.judge(WEEKS, rising(*before, after), marks).kind
        for before in ([10] * 7, [0] * 7, [30] * 8)
        for after in (-5, 0, 10, 30)
        for marks in ([], [CONGRESS])
    }
    assert found | {bend.lately([]).kind} == set(bend.KINDS)
