"""What may be told of a poll: who took part where, and what was said there?

One partition of the whole poll for everybody, whoever looks, as `suppression` makes it for members:
what is told of a province, of several or of the country is a sum of the same blocks, so that
taking one from another gives sums of blocks again.

**Who took part**: the cells are amphoe, and the answers of each province of no known amphoe.

**What was said**: the cells are a province's capital and its other amphoe. A block of them may be
told when nobody's answer shows in it: no choice was made by 1 to 4 of them, and each choice is one
that five or more did *not* make, so that none is everybody's. Who took part is told in smaller
parts, which stay together in what was said.

**Weighted shares** are made of cells too, and could be solved for them. With fewer than MANY cells
the cells are blocks, which may be told. With more they are finer, and each share, told in whole
points, leaves the many unknown counts it is made of too wide: in tenths it did not, as an attack
on several of nearly the same cells has shown.

**Days**: what was said is told once the poll has closed, and not from day to day: between two days
one person may have answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from metrics.arrays import Bools, Floats
from metrics.disclosure import marks as count_marks
from metrics.disclosure.polls import counts as poll_counts
from metrics.disclosure.polls import sheets
from metrics.disclosure.polls.sheets import Sheet
from metrics.disclosure.suppression import FEW, HIDDEN, SMALL, Blocks, Nest, blocks
from metrics.query import Connection, Provinces
from metrics.query_cache import once

MANY = 20
"""Cells of a weighted share from which on they may be finer than what may be told."""

_CODES = ("province_code", "amphoe_code", "region_ect", "region_royal", "region_nesdb")


@dataclass(frozen=True)
class Partition:
    """A poll as counted, and how it is put into blocks.

    `units` are rows of `poll_counts.units_exact` in the order in which they are hidden with others,
    '' where a code is not known; `answers` (units, choices). `marks` say of each choice why it is
    told nowhere; `cell` is each unit's cell of `answer_blocks`. `turnout_blocks` is missing where
    it is not known how many people answered, and nothing is told then.
    """

    units: pd.DataFrame
    choices: pd.DataFrame
    answers: Floats
    marks: NDArray[np.object_]
    cell: NDArray[np.int64]
    turnout_blocks: Blocks | None
    answer_blocks: Blocks | None

    def within(self, provinces: Provinces) -> Bools:
        """Return the units a question may speak of; without a province they are the country's."""
        if provinces is None:
            return np.ones(len(self.units), bool)
        own = [each for each in provinces if each]
        return np.asarray(self.units["province_code"].isin(own), bool)

    def tells(self, here: Bools) -> bool:
        """Whether what was said in these units may be told."""
        if self.answer_blocks is None or not here.any():
            return False
        inside = np.zeros(len(self.answer_blocks.of), bool)
        inside[self.cell[here]] = True
        return self.answer_blocks.shows(inside)

    def sheet(self, here: Bools) -> Sheet:
        """Return these units in the cells their weighted shares are made of."""
        rows, answers = self.units[here], self.answers[here]
        fine = sheets.sheet(rows, self.choices, answers)
        if self.answer_blocks is None or np.count_nonzero(fine.cell_respondents) >= MANY:
            return fine
        return sheets.in_cells(
            rows, self.choices, answers, self._whole_blocks(self.answer_blocks, here)
        )

    def _whole_blocks(self, answer_blocks: Blocks, here: Bools) -> NDArray[np.int64]:
        """Return each unit's block; where nobody answered, that of its nearest who did."""
        of = answer_blocks.of[self.cell]
        number = np.where(of < 0, len(answer_blocks.safe) + self.cell, of)[here]
        rows = self.units[here]
        people = np.bincount(number, rows["respondents"].to_numpy(float))
        is_empty = people[number] == 0
        found = number.copy()
        for column in ("province_code", "region_ect", None):
            near = rows[column].to_numpy() if column else np.zeros(len(rows))
            for place in np.flatnonzero(is_empty):
                mates = number[(near == near[place]) & ~(people[number] == 0)]
                if len(mates):
                    found[place], is_empty[place] = mates[0], False
        return np.asarray(np.unique(found, return_inverse=True)[1], np.int64)


def partition(con: Connection, *, poll_id: str, on: date) -> Partition:
    """Return the whole poll as known on the day, put into blocks."""
    return once(con, ("poll", poll_id, on), lambda: _partition(con, poll_id=poll_id, on=on))


def _partition(con: Connection, *, poll_id: str, on: date) -> Partition:
    units = poll_counts.units_exact(con, poll_id=poll_id, on=on)
    units = units.fillna(dict.fromkeys(_CODES, "")).sort_values(
        ["province_code", "amphoe_code"], ascending=False, ignore_index=True
    )
    choices, answers, is_several = poll_counts.answers_of(units, con, poll_id=poll_id, on=on)
    cells = units["province_code"] + " " + units["kind"]
    cell, names = pd.factorize(cells)
    first = units.groupby(cell)[list(_CODES)].first()
    if units.empty or units["respondents"].isna().any():
        marks = np.full(len(choices), HIDDEN, object)
        return Partition(units, choices, answers, marks, cell, None, None)
    people = units["respondents"].to_numpy(float)
    turnout_blocks = _turnout_blocks(units, cells, people)
    marks = _marks(answers.sum(axis=0), people.sum(), is_several=is_several)
    counts = np.zeros((len(names), 1 + answers.shape[1]))
    np.add.at(counts, cell, np.column_stack([people, answers]))
    answer_blocks = blocks(
        _kinds(counts, marks, is_several=is_several),
        _nests(first),
        together=_together(turnout_blocks, cell),
        is_safe_total=_is_safe,
    )
    return Partition(units, choices, answers, marks, cell, turnout_blocks, answer_blocks)


def _turnout_blocks(units: pd.DataFrame, cells: pd.Series, people: Floats) -> Blocks:
    """Part those who took part; no more can have than are members, which may be known."""
    most = np.maximum(units["members"].to_numpy(float), SMALL)
    most = np.where(people > most, np.inf, most)
    return blocks(people, (Nest(cells), *_nests(units)), high=most)


def _nests(units: pd.DataFrame) -> tuple[Nest, ...]:
    atoms = units["region_ect"] + " " + units["region_royal"] + " " + units["region_nesdb"]
    return Nest(units["province_code"]), Nest(atoms), Nest(units["region_ect"])


def _together(turnout_blocks: Blocks, cell: NDArray[np.int64]) -> list[list[int]]:
    """Return the cells that a block of those who took part reaches across."""
    inside = turnout_blocks.of >= 0
    pairs = np.unique(np.column_stack([turnout_blocks.of[inside], cell[inside]]), axis=0)
    found = [pairs[pairs[:, 0] == number, 1].tolist() for number in np.unique(pairs[:, 0])]
    return [each for each in found if len(each) > 1]


def _marks(answers: Floats, people: float, *, is_several: bool) -> NDArray[np.object_]:
    """Return why a choice is told nowhere: in the whole poll it is few, or gives few away."""
    if not is_several:
        found = count_marks.marks(pd.Series(answers), sums_up=True)
        return np.asarray(found.astype(object).where(found.notna(), None), object)
    is_few = (answers > 0) & (answers < SMALL)
    gives_away = people - answers < SMALL
    found = np.full(len(answers), None, object)
    found[gives_away], found[is_few] = HIDDEN, FEW
    return found


def _kinds(counts: Floats, marks: NDArray[np.object_], *, is_several: bool) -> Floats:
    """Return of each cell: the people, those of all hidden choices, and of each public choice
    those who made it and those who did not. Of several choices the hidden add up to nothing."""
    people, answers = counts[:, :1], counts[:, 1:]
    is_public = np.array([mark is None for mark in marks], bool)
    hidden = answers[:, ~is_public].sum(axis=1, keepdims=True) * (not is_several)
    public = answers[:, is_public]
    return np.column_stack([people, hidden, public, people - public])


def _is_safe(totals: Sequence[float]) -> bool:
    """Whether nobody's answer shows in these sums of `_kinds`."""
    people, hidden, *choices = totals
    half = len(choices) // 2
    if not people:
        return True
    return not any(0 < count < SMALL for count in (people, hidden, *choices[:half])) and all(
        others >= SMALL for others in choices[half:]
    )
