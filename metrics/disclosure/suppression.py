"""Which counts of people may be shown beside their totals, and which would give a few people away?

The guard of every table outside the officers' pages. Its terms are those of A. Hundepool et al.,
"Statistical Disclosure Control" (Wiley 2012), chapter 4: a count of 1 to 4 is a *primary*
suppression, shown as "< 5" (FEW); whatever would let it be worked out is a *secondary* one, shown
as missing (HIDDEN). 0 is shown as 0. An example to follow with a pencil: `docs/privacy-example.md`.

**The rule.** Cells that partake in totals (amphoe, and "no known amphoe" of each province) are
put into *blocks*. A cell that may be shown is a block of its own. Each cell under five is put
in a block with others of its group, and a sum is shown only where it is a sum of whole blocks.
So everything that is shown, in whatever table, scope or scheme of regions, is a function of the
blocks' sums: to subtract, add or compare gives sums of blocks, never a part of one. Provinces,
three schemes of regions, the country and an organiser's own provinces need no rule each.

**A block is safe** when each of its cells under five could be any of 1, 2, 3, 4, by all that is
told of it: its sum, how many of its cells are under five, and the least and most each other can be
(5, or the threshold of members that its step tells; the frequency rule with a protection interval
of the whole band). With k cells under five, and others of least sums `low` and most sums `high`,
that is `low + k + 3 <= sum <= high + 4 (k - 1) + 1`: told by public numbers alone.

**Who is hidden with it** (the complement) goes by a fixed order (the last code first) and never by
size: were it the smallest, that choice would tell of what is hidden (R. C.-W. Wong et al.,
"Minimality attack in privacy preserving data publishing", VLDB 2007). None is passed over because
it is too small to do alone: it is kept and the next is added, for passing over would tell as much.
A block that no cell of its group makes safe takes cells of the next wider group, and then neither
group's sum is shown.

**Days.** Marks are made for each day; as the order is fixed, the complement of an area stays the
same on all days that need one. What is not claimed: that nobody can guess. Where an area goes from
0 to "< 5" from one day to the next, one person joining is the likeliest; and what was shown the
day before is a likely guess for what is hidden today. No equation says so: areas' flows are told
of whole periods only, by the same blocks, and areas at all on told days only (`metrics.told`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from operator import add

import numpy as np
from numpy.typing import NDArray

from disclosure_limit import SMALL as SMALL
from metrics.arrays import Bools, Floats

FEW, HIDDEN = "few", "hidden"
"""Why a count is missing: it is 1 to 4, or it would give such a count away."""

FEW_ABOUT = SMALL / 2
"""What a count of 1 to 4 is taken for where a number is needed, as in a score: the middle."""

SafetyRule = Callable[[Sequence[float]], bool]


def is_few(counts: Floats) -> Bools:
    """Return which counts are 1 to 4."""
    return np.asarray((counts > 0) & (counts < SMALL))


@dataclass
class _Block:
    """Cells whose sum may be told, and what is known of each kind of count in it."""

    cells: list[int]
    total: list[float]
    small: list[int]
    low: list[float]
    high: list[float]
    holders: int

    def add(self, other: "_Block") -> None:
        self.cells += other.cells
        self.holders += other.holders
        for own, more in (
            (self.total, other.total),
            (self.small, other.small),
            (self.low, other.low),
            (self.high, other.high),
        ):
            own[:] = map(add, own, more)

    def is_safe(self, *, is_marked: bool) -> bool:
        if not is_marked:
            return self.holders > 1 and not any(0 < total < SMALL for total in self.total)
        return all(
            not small or low + small + SMALL - 2 <= total <= high + (SMALL - 1) * (small - 1) + 1
            for total, small, low, high in zip(
                self.total, self.small, self.low, self.high, strict=True
            )
        )


@dataclass(frozen=True)
class Blocks:
    """How cells are put into blocks: `of` has each cell's block, below 0 for one shown by itself.

    `safe` tells of each block whether its sum may be shown: only of the whole table it may not.
    """

    counts: Floats
    of: NDArray[np.int64]
    safe: tuple[bool, ...]

    @property
    def marks(self) -> NDArray[np.object_]:
        """FEW, HIDDEN or None of each cell and kind of count, shape (cells, kinds)."""
        inside = (self.of >= 0)[:, None]
        found: NDArray[np.object_] = np.where(is_few(self.counts), FEW, HIDDEN).astype(object)
        found[~np.broadcast_to(inside, found.shape)] = None
        return found

    def shows(self, cells: Bools) -> bool:
        """Whether the sum of these cells is one of whole blocks, and may be shown."""
        inside, outside = set(self.of[cells].tolist()), set(self.of[~cells].tolist())
        return all(number < 0 or (number not in outside and self.safe[number]) for number in inside)

    def mark(self, cells: Bools, kind: int = 0) -> str | None:
        """Return why the sum of these cells is not shown, None where it is.

        A sum of 1 to 4 made of two cells or more is HIDDEN: that they are so few together bounds
        each of them more than a block's safety allows for.
        """
        if self.shows(cells):
            return None
        counts = self.counts[cells, kind]
        is_single = 0 < counts.sum() < SMALL and np.count_nonzero(counts) == 1
        return FEW if is_single else HIDDEN

    def about(self, kind: int = 0) -> Floats:
        """Return a number for each cell made of what is shown alone: its own, or a fair guess.

        A cell under five is taken for FEW_ABOUT, the others of its block for equal parts of the
        rest. For scores, ranks and indexes, which thus tell nothing that the table does not.
        """
        counts = self.counts[:, kind]
        is_small, inside = is_few(counts), self.of >= 0
        rest = inside & ~is_small & (counts > 0)
        of, n = self.of[inside], len(self.safe)
        if not n:
            return np.where(is_small, FEW_ABOUT, counts)
        sums = np.bincount(of, counts[inside], n) - FEW_ABOUT * np.bincount(of, is_small[inside], n)
        each = np.where(self.safe, sums / np.maximum(np.bincount(of, rest[inside], n), 1), 0.0)
        return np.where(
            is_small, FEW_ABOUT, np.where(rest, np.maximum(each[self.of], SMALL), counts)
        )


@dataclass
class _Partitioning:
    """The partitioning of one table on its way: cells in the order in which they are added."""

    counts: list[list[float]]
    low: list[list[float]]
    high: list[list[float]]
    has_other: list[bool]
    """Whether a cell has a count that hides what is under five."""
    is_marked: bool
    is_safe_total: SafetyRule | None = None
    block_of: dict[int, _Block] = field(default_factory=dict)

    def single(self, cell: int) -> _Block:
        counts, lows, highs = self.counts[cell], self.low[cell], self.high[cell]
        return _Block(
            [cell],
            counts[:],
            [int(0 < count < SMALL) for count in counts],
            [low if count >= SMALL else 0.0 for count, low in zip(counts, lows, strict=True)],
            [high if count >= SMALL else 0.0 for count, high in zip(counts, highs, strict=True)],
            int(any(counts)),
        )

    def join(self, block: _Block, cell: int) -> None:
        """Add a cell, and with it the whole block that it is in."""
        other = self.block_of.get(cell) or self.single(cell)
        if other is block:
            return
        block.add(other)
        for each in other.cells:
            self.block_of[each] = block

    def is_safe(self, block: _Block) -> bool:
        if self.is_safe_total is not None:
            return self.is_safe_total(block.total)
        return block.is_safe(is_marked=self.is_marked)

    def extend(self, block: _Block, cells: Iterable[int]) -> None:
        """Add cells until the block is safe; one that has nothing of any kind hides nothing."""
        has_other = any(self.has_other[cell] for cell in block.cells)
        for cell in cells:
            if has_other and self.is_safe(block):
                return
            if self.has_other[cell]:
                self.join(block, cell)
                has_other = True


class Nest:
    """One way to put the cells of a table into groups; all in one is the widest."""

    def __init__(self, labels: Iterable[object]) -> None:
        self.labels = list(labels)
        self.cells: dict[object, list[int]] = {}
        for cell, label in enumerate(self.labels):
            self.cells.setdefault(label, []).append(cell)


def blocks(
    counts: NDArray[np.generic],
    nests: Sequence[Nest] = (),
    *,
    low: Floats | None = None,
    high: Floats | None = None,
    together: Iterable[Sequence[int]] = (),
    is_marked: bool = True,
    is_safe_total: SafetyRule | None = None,
) -> Blocks:
    """Part the cells of a table into blocks whose sums may be told.

    `counts` has the shape (cells,), or (cells, kinds) where one cell has several counts of people
    that are shown or hidden together. `nests` put the cells into groups, the narrowest first: what
    is under five is hidden with cells of its own group as far as they do, then of the next wider;
    the whole table comes last. `low` and `high` are what is told of a count of five or more by
    other means, shaped as `counts`. Cells come in the order in which they are hidden with others.
    `together` are cells that stay in one block, whatever they count.

    Without marks (`is_marked` false) a hidden cell does not even tell whether it is under five, for
    tables where another equation binds it; a block is then safe with two cells that have any, and
    no sum of 1 to 4. `is_safe_total` is another rule in place of both: whether the sums of a
    block, one a kind, may be told; a cell whose own may not is not shown by itself.
    """
    table = np.asarray(counts, dtype=float)
    table = table[:, None] if table.ndim == 1 else table
    least = np.full(table.shape, float(SMALL)) if low is None else low.reshape(table.shape)
    most = np.full(table.shape, np.inf) if high is None else high.reshape(table.shape)
    has_other: list[bool] = np.asarray((table >= SMALL).any(axis=1)).tolist()
    counted, lows, highs = (np.asarray(each).tolist() for each in (table, least, most))
    partitioning = _Partitioning(counted, lows, highs, has_other, is_marked, is_safe_total)
    unsafe = np.flatnonzero(is_few(table).any(axis=1)).tolist()
    if is_safe_total is not None:
        unsafe = [cell for cell, own in enumerate(table.tolist()) if not is_safe_total(own)]
    for cell in unsafe:
        partitioning.block_of[cell] = partitioning.single(cell)
    for first, *others in together:
        block = partitioning.block_of.setdefault(first, partitioning.single(first))
        for cell in others:
            partitioning.join(block, cell)
        if not partitioning.is_safe(block):
            unsafe.append(first)
    for nest in nests:
        unsafe = _close(partitioning, nest, unsafe)
    if unsafe:
        _close(partitioning, Nest([None] * len(table)), unsafe)
    return _numbered(partitioning, table)


def _close(partitioning: _Partitioning, nest: Nest, unsafe: Sequence[int]) -> list[int]:
    """Make one block of these cells in each group, and return a cell of each that is not safe."""
    by_group: dict[object, list[int]] = {}
    for cell in unsafe:
        by_group.setdefault(nest.labels[cell], []).append(cell)
    left = []
    for group, own in by_group.items():
        first, *others = own
        for cell in others:
            partitioning.join(partitioning.block_of[first], cell)
        block = partitioning.block_of[first]
        partitioning.extend(block, nest.cells[group])
        if not partitioning.is_safe(block):
            left.append(first)
    return left


def _numbered(partitioning: _Partitioning, counts: Floats) -> Blocks:
    of = np.full(len(counts), -1)
    found: dict[int, int] = {}
    safe: list[bool] = []
    for cell, block in partitioning.block_of.items():
        if id(block) not in found:
            found[id(block)] = len(safe)
            safe.append(partitioning.is_safe(block))
        of[cell] = found[id(block)]
    return Blocks(counts, of, tuple(safe))
