"""Into which cells are the members, respondents and answers of a poll put, to be weighted?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from metrics.arrays import Floats, Ints

THIN = 5
"""A cell with fewer answers is joined with its neighbours. Of 3, 5 and 10 this did best on invented
polls (`bench/accuracy/polls.py`): finer cells err more, wider ones mix people who answer
unalike."""


@dataclass(frozen=True)
class Sheet:
    """A poll as counted: (cells,) members and respondents, (cells, choices) answers.

    `unplaced` answered and have no known province: they count in what was said, and stand for no
    cell of `sheet`. `respondents` and `answers` are of everyone.
    """

    choices: pd.DataFrame
    cell_members: Floats
    cell_respondents: Floats
    cell_answers: Floats
    respondents: float
    answers: Floats
    members: int
    unplaced: int


def sheet(units: pd.DataFrame, choices: pd.DataFrame, answers: Floats) -> Sheet:
    """Return units in cells: provinces by kind of amphoe, thin ones joined.

    `respondents` is nan where it cannot be known.
    """
    placed = (units["province_code"] != "").to_numpy()
    counts = _spread(units[placed], _counts(units, answers)[placed])
    cells = collapse(_levels(units[placed]), np.nan_to_num(counts[:, 1]))
    return _summed(units, choices, answers, counts, cells)


def in_cells(units: pd.DataFrame, choices: pd.DataFrame, answers: Floats, cells: Ints) -> Sheet:
    """Return units in the cells given, one number a unit."""
    return _summed(units, choices, answers, _counts(units, answers), cells)


def _counts(units: pd.DataFrame, answers: Floats) -> Floats:
    respondents = units["respondents"].astype("Float64").to_numpy(float, na_value=np.nan)
    return np.column_stack([units["members"].to_numpy(float), respondents, answers])


def _summed(
    units: pd.DataFrame, choices: pd.DataFrame, answers: Floats, counts: Floats, cells: Ints
) -> Sheet:
    summed = np.zeros((int(cells.max(initial=0)) + 1, counts.shape[1]))
    np.add.at(summed, cells, counts)
    placed = (units["province_code"] != "").to_numpy()
    respondents = units["respondents"].astype("Float64").to_numpy(float, na_value=np.nan)
    return Sheet(
        choices,
        summed[:, 0],
        summed[:, 1],
        summed[:, 2:],
        float(respondents.sum()),
        answers.sum(axis=0),
        int(units["members"].to_numpy(float)[placed].sum()),
        int(np.nan_to_num(respondents[~placed]).sum()),
    )


def _spread(units: pd.DataFrame, counts: Floats) -> Floats:
    """Return the counts, those of no known amphoe spread over their province's.

    People as those who answered there, or as members where nobody did, and members as members: of
    these it is known how many there are of a province, and not in which amphoe.
    """
    spread = counts.copy()
    unknown = (units["amphoe_code"] == "").to_numpy()
    codes = units["province_code"].to_numpy()
    for row in np.flatnonzero(unknown & (counts.sum(axis=1) != 0)):
        mates = np.flatnonzero((codes == codes[row]) & ~unknown)
        members, respondents = counts[mates, 0], np.nan_to_num(counts[mates, 1])
        people = respondents if respondents.sum() else members
        for base, columns in ((members, slice(0, 1)), (people, slice(1, None))):
            shares = base / base.sum() if base.sum() else np.full(len(mates), 1 / len(mates))
            spread[mates, columns] += shares[:, None] * counts[row, columns]
        spread[row] = 0
    return spread


def _levels(units: pd.DataFrame) -> list[Ints]:
    """Return each unit's group at every level, from the finest to the whole."""
    region, province, kind = (units[name] for name in ("region_ect", "province_code", "kind"))
    return [
        pd.factorize(groups)[0].astype(np.int64)
        for groups in (province + kind, province, region + kind, region, region.map(lambda _: ""))
    ]


def collapse(levels: list[Ints], respondents: Floats, thin: int = THIN) -> Ints:
    """Return each unit's cell: the finest of the levels in which enough people answered.

    `levels` name each unit's group from the finest to the widest. Groups too thin at one are
    pooled at the next; what is too thin at the last joins the cell with the most answers.
    """
    cells = np.full(len(respondents), -1, dtype=np.int64)
    count = 0
    for groups in levels:
        waiting = cells < 0
        for group in np.unique(groups[waiting]):
            inside = waiting & (groups == group)
            if respondents[inside].sum() >= thin:
                cells[inside] = count
                count += 1
    waiting = cells < 0
    if count:
        cells[waiting] = np.argmax(np.bincount(cells[~waiting], respondents[~waiting]))
    return np.maximum(cells, 0)
