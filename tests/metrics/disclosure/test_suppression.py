"""Can a count under five be worked out of the sums around it? Tried with an exact solver."""

from collections.abc import Sequence

import numpy as np
import pytest

from metrics.disclosure.suppression import FEW, HIDDEN, Blocks, Nest, blocks
from tests.metrics.disclosure.attack import Attacker
from tests.slow import these

THRESHOLD = 12


def parties() -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Invented counts, and how they lie in provinces and in three schemes of regions."""
    made = []
    for seed in range(120):
        random = np.random.default_rng(seed)
        provinces = np.repeat(range(random.integers(2, 6)), 4)[: random.integers(5, 20)]
        cells = len(provinces)
        kinds = [0, *range(1, 8), 9, 11, 12, 13, 25, 60]
        weights = np.array([2, *[random.integers(1, 5)] * 4, *[1] * (len(kinds) - 5)], float)
        counts = random.choice(kinds, cells, p=weights / weights.sum())
        of_region = random.integers(0, 2, (3, provinces.max() + 1))
        made.append((counts, provinces, of_region[:, provinces]))
    return made


@pytest.mark.parametrize(("counts", "provinces", "schemes"), these(range(0, 120, 4), parties()))
def test_no_count_under_five_is_known_from_what_is_shown(
    counts: np.ndarray, provinces: np.ndarray, schemes: np.ndarray
) -> None:
    at = counts >= THRESHOLD
    nests = [Nest(provinces.tolist()), Nest(map(str, schemes.T)), Nest(schemes[0].tolist())]
    partition = blocks(
        counts,
        nests,
        low=np.where(at, THRESHOLD, 5),
        high=np.where(at, np.inf, THRESHOLD - 1),
    )
    # Every organiser may see some provinces as one; colleagues may tell each other.
    scopes = [provinces % 2, provinces // 2, provinces == 0]
    attacker = informed_attacker(
        counts, partition, [provinces, *schemes, *scopes, np.zeros(len(counts))]
    )
    for cell in np.flatnonzero((counts > 0) & (counts < 5)):
        assert partition.marks[cell, 0] == FEW
        least, most = attacker.range_of(str(cell))
        assert least <= counts[cell] <= most
        assert least < most, f"cell {cell} of {counts} is {least}"


def informed_attacker(
    counts: np.ndarray, partition: Blocks, groupings: Sequence[np.ndarray]
) -> Attacker:
    """Tell an attacker every cell and every sum that is shown, and every mark."""
    attacker = Attacker()
    for cell, mark in enumerate(partition.marks[:, 0]):
        low, high = (5, np.inf) if mark == HIDDEN else (1, 4) if mark == FEW else (0, np.inf)
        if mark == HIDDEN:
            is_at = counts[cell] >= THRESHOLD
            low, high = (THRESHOLD, np.inf) if is_at else (5, THRESHOLD - 1)
        attacker.unknown(str(cell), low, high)
        attacker.learn({str(cell): 1}, counts[cell], mark)
    for labels in groupings:
        for label in np.unique(labels):
            here = labels == label
            parts = {str(cell): 1 for cell in np.flatnonzero(here)}
            attacker.learn(parts, counts[here].sum(), partition.mark(here))
    return attacker


def test_a_small_count_takes_one_other_of_its_province_and_all_sums_stay() -> None:
    partition = blocks(np.array([40, 3, 200, 90]), [Nest("aabb")])
    assert partition.marks[:, 0].tolist() == [HIDDEN, FEW, None, None]
    assert partition.mark(np.array([True, True, False, False])) is None
    assert partition.about().tolist() == [40.5, 2.5, 200, 90]


def test_what_hides_a_small_count_is_chosen_by_order_and_not_by_size() -> None:
    for counts in ([90, 30, 3], [30, 90, 3]):
        assert blocks(np.array(counts), []).marks[:, 0].tolist() == [HIDDEN, None, FEW]


def test_where_one_other_would_tell_two_are_hidden() -> None:
    partition = blocks(np.array([5, 70, 200, 1]), [])
    assert partition.marks[:, 0].tolist() == [HIDDEN, HIDDEN, None, FEW]


def test_a_province_that_cannot_hide_its_own_is_hidden_with_another() -> None:
    partition = blocks(np.array([3, 0, 90, 80, 70]), [Nest("aabbc"), Nest("xxxxy")])
    first, second, third = (np.array([each == name for each in "aabbc"]) for name in "abc")
    assert [partition.mark(each) for each in (first, second, third)] == [FEW, HIDDEN, None]
    assert partition.mark(first | second) is None


def test_a_table_of_a_handful_of_people_tells_not_even_its_sum() -> None:
    partition = blocks(np.array([4, 4, 0]), [])
    assert partition.safe == (False,)
    assert partition.mark(np.ones(3, bool)) == HIDDEN
    alone = blocks(np.array([2, 0]), [])
    assert alone.mark(np.ones(2, bool)) == FEW


def test_a_table_without_rows_hides_nothing() -> None:
    partition = blocks(np.array([]), [Nest([])])
    assert partition.marks.shape == (0, 1)
    assert partition.mark(np.array([], bool)) is None


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    partition = blocks(np.array([5, 0, 900]), [Nest("aab")])
    assert partition.safe == ()
    assert not any(partition.marks[:, 0])
