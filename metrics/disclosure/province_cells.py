"""Which counts of the provinces' members by type, and of who came and went, may be shown?

Cells are the provinces and the members of no known one. The counts of a cell are shown together
or not at all, and a hidden one does not tell which of them is small: members of either type make
up the members, who came less who left makes up the change, and so each bounds the other. What is
left to an attacker is a table with known margins, in which no cell of a block is known to within
five (the Fréchet bounds of the cell, from min and max of its margins).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from metrics.arrays import Bools, Floats
from metrics.disclosure.member_cells import Partition
from metrics.disclosure.suppression import Blocks, Nest, blocks
from metrics.query import NET, Connection, Provinces

_EPOCH = date(1970, 1, 1)
_TYPES = ("net_yearly", f"{NET} - net_yearly")
"""Lifetime members and those whose type is not told are one: the latter are too few for parts."""
_FLOWS = ("joined + returned", "left_members")
"""Joined and returned are one, except for the whole country: few return."""


@dataclass(frozen=True)
class Areas:
    """The provinces in the order in which they are hidden with others; '' is the unknown one."""

    codes: tuple[str, ...]
    nests: tuple[Nest, ...]

    def within(self, provinces: Provinces) -> Bools:
        """Return the cells a question may speak of; the unknown province is the country's."""
        if provinces is None:
            return np.ones(len(self.codes), bool)
        return np.isin(self.codes, [code for code in provinces if code])

    @cached_property
    def place(self) -> dict[str, int]:
        """Return where each province is."""
        return {code: place for place, code in enumerate(self.codes)}


def areas(con: Connection) -> Areas:
    """Return the provinces of an edition, with their regions: one in all schemes, then ECT's."""
    rows = con.execute(
        """
        select province_code, region_ect, region_royal, region_nesdb from provinces
        union all select '', '', '', '' order by province_code desc
        """
    ).fetchall()
    atoms, ect = Nest(row[1:] for row in rows), Nest(row[1] for row in rows)
    return Areas(tuple(str(row[0]) for row in rows), (atoms, ect))


def types(con: Connection, where: Areas, by_day: dict[date, Partition]) -> dict[date, Blocks]:
    """Return how the provinces' yearly and other members may be told on each day.

    Provinces whose members are told only together stay together.
    """
    days = sorted(by_day)
    sums = _summed(con, where, _TYPES, days).cumsum(axis=0)
    return {
        day: blocks(counts, where.nests, together=_together(where, by_day[day]), is_marked=False)
        for day, counts in zip(days, sums, strict=True)
    }


def flows(con: Connection, where: Areas, periods: Sequence[tuple[date, date]]) -> list[Blocks]:
    """Return how those who came and who left may be told in each period (its first, last day).

    Periods follow each other without a gap.
    """
    if not periods:
        return []
    before = periods[0][0]
    ends = [_eve(before), *(last for _, last in periods)]
    sums = _summed(con, where, _FLOWS, ends)[1:]
    return [blocks(counts, where.nests, is_marked=False) for counts in sums]


def _eve(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _summed(con: Connection, where: Areas, columns: Sequence[str], ends: Sequence[date]) -> Floats:
    """Return sums after each end up to the next, shape (ends, provinces, columns)."""
    names = [f"sum_{number}" for number in range(len(columns))]
    sums_of = ", ".join(
        f"sum({column})::double as {name}" for column, name in zip(columns, names, strict=True)
    )
    changes = con.execute(
        f"""
        with cells as (
            select unnest($codes::varchar[]) as province, unnest(range(len($codes))) as place
        ),
        counted as (
            select coalesce(province_code, '') as province,
                case when $is_one then 0 else date - date '1970-01-01' end::bigint as day, {sums_of}
            from membership_daily where date <= $until group by all
        )
        select * from counted join cells using (province)
        """,  # noqa: S608
        {"codes": list(where.codes), "is_one": len(ends) == 1, "until": ends[-1]},
    ).fetchnumpy()
    sums = np.zeros((len(ends), len(where.codes), len(columns)))
    period = np.searchsorted([(end - _EPOCH).days for end in ends], changes["day"])
    np.add.at(
        sums, (period, changes["place"]), np.stack([changes[name] for name in names], axis=-1)
    )
    return sums


def _together(where: Areas, partition: Partition) -> Iterable[list[int]]:
    """Return the provinces that members' blocks reach across, as places."""
    of, province = partition.blocks.of, partition.places.province
    for number in range(len(partition.blocks.safe)):
        codes = np.unique(province[of == number])
        if len(codes) > 1:
            yield [where.place[code] for code in codes]
