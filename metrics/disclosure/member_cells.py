"""Which counts of members may be shown on a day: of each amphoe, province, region and the country?

One partition of the whole country for everybody, whoever looks: what one organiser is not told must
not be told to the next. The cells are the amphoe, the members of each province whose amphoe is not
known, and those whose province is not known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from metrics.arrays import Bools, Floats
from metrics.disclosure.suppression import SMALL, Blocks, Nest, blocks
from metrics.query import NET, Connection, Provinces
from metrics.query_cache import once
from metrics.told import is_told

_CELLS = """
    with cells as (
        select amphoe_code, province_code from amphoe
        union all select '', province_code from provinces
        union all select '', ''
    ),
    placed as (
        select cells.*, coalesce(region_ect, '') as ect, coalesce(region_royal, '') as royal,
            coalesce(region_nesdb, '') as nesdb,
        from cells left join provinces using (province_code)
    )
    from placed
    -- The order in which they are hidden with others: last codes first, unknown amphoe last.
    order by province_code desc, amphoe_code desc
"""
_COUNTED = f"""
    with cells as (
        select unnest($amphoe::varchar[]) as amphoe, unnest($province::varchar[]) as province,
            unnest(range(len($amphoe::varchar[]))) as place,
    ),
    changes as (
        select coalesce(amphoe_code, '') as amphoe, coalesce(province_code, '') as province,
            case when $is_one then 0 else date - date '1970-01-01' end::bigint as day,
            sum({NET})::double as net,
        from membership_daily where date <= $until group by all
    )
    select place, day, net from changes join cells using (amphoe, province)
"""  # noqa: S608
_THRESHOLDS = """
    select on_day, coalesce(max(number), 0) as threshold
    from (select unnest($days::date[]) as on_day)
    left join rules on name = 'election_threshold' and on_day between from_on and to_on
    group by on_day
    """


@dataclass(frozen=True)
class Places:
    """The cells of members: the codes of each, '' where it has none; all in one order."""

    amphoe: np.ndarray
    province: np.ndarray
    ect: np.ndarray
    royal: np.ndarray
    nesdb: np.ndarray

    @cached_property
    def nests(self) -> tuple[Nest, ...]:
        """Province, what is one region in all three schemes, ECT region: the wider the later."""
        atoms = map(" ".join, zip(self.ect, self.royal, self.nesdb, strict=True))
        return Nest(self.province.tolist()), Nest(atoms), Nest(self.ect.tolist())

    def within(self, provinces: Provinces) -> Bools:
        """Return the cells a question may speak of; the unknown province is the country's."""
        if provinces is None:
            return np.ones(len(self.province), bool)
        return np.asarray(np.isin(self.province, list(provinces)) & (self.province != ""))


@dataclass(frozen=True)
class Partition:
    """The members of every cell on a day, and how they are put into blocks."""

    places: Places
    members: Floats
    blocks: Blocks
    low: Floats
    high: Floats

    def mark(self, provinces: Provinces) -> str | None:
        """Return why the members of these provinces are not shown, None where they are."""
        return self.blocks.mark(self.places.within(provinces))

    def mark_of(self, amphoe_code: str) -> str | None:
        """Return why the members of an amphoe are not shown, None where they are."""
        return self.blocks.mark(self.places.amphoe == amphoe_code)

    def marks(self, column: str) -> dict[str, str | None]:
        """Return why the members of each area are not shown; a column is province, ect, …."""
        codes = getattr(self.places, column)
        return {str(code): self.blocks.mark(codes == code) for code in np.unique(codes)}

    def unplaced_mark(self, provinces: Provinces) -> str | None:
        """Return why the members there of no known amphoe are not shown, None where they are."""
        return self.blocks.mark(self.places.within(provinces) & (self.places.amphoe == ""))

    @cached_property
    def about(self) -> Floats:
        """The members of each cell, made of what is shown: see `Blocks.about`."""
        guess, is_small = self.blocks.about(), self.members < SMALL
        return np.where(is_small, guess, np.clip(guess, self.low, self.high))

    @cached_property
    def by_amphoe(self) -> pd.DataFrame:
        """One row an amphoe, by code: `members_mark`, and `members_about` made of what is shown."""
        is_amphoe = self.places.amphoe != ""
        return pd.DataFrame(
            {
                "members_mark": self.blocks.marks[is_amphoe, 0],
                "members_about": self.about[is_amphoe],
            },
            index=pd.Index(self.places.amphoe[is_amphoe], name="amphoe_code"),
        )


def places(con: Connection) -> Places:
    """Return every cell of an edition, in the order in which cells are hidden with others."""
    return once(con, ("places",), lambda: _places(con))


def _places(con: Connection) -> Places:
    found = con.execute(_CELLS).fetchnumpy()
    return Places(**{
        "amphoe": found["amphoe_code"].astype(str),
        "province": found["province_code"].astype(str),
        **{scheme: found[scheme].astype(str) for scheme in ("ect", "royal", "nesdb")},
    })  # fmt: skip


def partition(con: Connection, days: Iterable[date]) -> dict[date, Partition]:
    """Return the members of all cells on each of the days, put into blocks."""
    known = once(con, ("members", is_told()), dict[date, Partition])
    ordered_days = sorted(set(days))
    missing = [day for day in ordered_days if day not in known]
    if missing:
        known.update(_partition_on(con, missing))
    return {day: known[day] for day in ordered_days}


def _partition_on(con: Connection, days: Sequence[date]) -> dict[date, Partition]:
    cells = places(con)
    members = counted(con, cells, days)
    thresholds = dict(con.execute(_THRESHOLDS, {"days": days}).fetchall())
    return {
        day: _partition(cells, own, float(thresholds[day]))
        for day, own in zip(days, members, strict=True)
    }


def counted(con: Connection, cells: Places, days: Sequence[date]) -> Floats:
    """Return the members of each cell on each of the days (sorted), shape (days, cells)."""
    changes = con.execute(
        _COUNTED,
        {
            "amphoe": cells.amphoe.tolist(),
            "province": cells.province.tolist(),
            "until": days[-1],
            "is_one": len(days) == 1,
        },
    ).fetchnumpy()
    ends = np.array([(day - date(1970, 1, 1)).days for day in days])
    net = np.zeros((len(days), len(cells.amphoe)))
    np.add.at(net, (np.searchsorted(ends, changes["day"]), changes["place"]), changes["net"])
    return np.asarray(net.cumsum(axis=0))


def _partition(cells: Places, members: Floats, threshold: float) -> Partition:
    """Part the cells; whether an amphoe is at the threshold is told by its step."""
    is_amphoe, is_at = cells.amphoe != "", members >= threshold
    low = np.where(is_amphoe & is_at, max(threshold, SMALL), float(SMALL))
    high = np.where(is_amphoe & ~is_at, max(threshold - 1, SMALL), np.inf)
    return Partition(cells, members, blocks(members, cells.nests, low=low, high=high), low, high)
