"""What may be told of members outside the officers' pages: how many, of which type, who came, left?

Each question is one of `membership`, guarded as `suppression` says. What may not be shown is
missing. `members_mark` says why the members are: FEW, HIDDEN, or None where they are shown.

- `net_change` is told where the members at both its ends are: it is their difference, and no
  number of people.
- `gained` (joined and returned) and `left_members` are told together, where `net_change` is and
  neither is 1 to 4 in the area or can be worked out for another. `joined` and `returned` by
  themselves, and why people left, are told of the whole country alone, and where they are not 1
  to 4; `left_other` adds up the reasons that are too small.
- `yearly` and `not_yearly` are told together; `lifetime` and `untyped` by themselves of the whole
  country alone, each with its mark.

Of anything smaller than the country, and of members of no known amphoe, all of this is told as of
told days (see `told`). Not claimed: that what happened in the whole country on a single day, or in
an area from one told day to the next, stays under five.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from metrics.disclosure import member_cells, province_cells
from metrics.disclosure.member_cells import Partition
from metrics.disclosure.suppression import blocks, is_few
from metrics.members import membership
from metrics.members import reconciliation as exact_reconciliation
from metrics.query import Connection, Provinces
from metrics.told import on_told_days_in_areas, told_days

TYPES = ("lifetime", "untyped", "yearly")
"""In the order in which one is hidden with another."""
FLOWS = ("gained", "joined", "returned", "moved_net", "left_members")
REASONS = ("left_unknown", "left_lapsed", "left_removed", "left_deceased", "left_resigned")


@on_told_days_in_areas
def total(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return the row of `membership.total`; `unplaced_mark` says why `unplaced` is missing."""
    rows = membership.total(con, on=on, provinces=provinces)
    with told_days(con):
        told = membership.total(con, on=on, provinces=provinces)["unplaced"].astype("Int64")
        mark = member_cells.partition(con, [on])[on].unplaced_mark(provinces)
    rows = rows.assign(unplaced=told.mask([mark is not None]))
    rows["unplaced_mark"] = pd.Series([mark], dtype=object)
    by_day = member_cells.partition(con, [on])
    return _typed(con, _counted(rows, [on], by_day, provinces), [on], by_day, provinces)


@on_told_days_in_areas
def change(con: Connection, *, on: date, since: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return the row of `membership.change`."""
    rows = membership.change(con, on=on, since=since, provinces=provinces)
    by_day = member_cells.partition(con, [since, on])
    rows = _counted(rows, [on], by_day, provinces)
    is_known = rows["members_mark"].isna() & (by_day[since].mark(provinces) is None)
    rows["net_change"] = rows["net_change"].astype("Int64").where(is_known)
    return _flowed(con, rows, [(since + timedelta(days=1), on)], provinces)


@on_told_days_in_areas
def monthly(con: Connection, *, until: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return rows of `membership.monthly`."""
    return _periods(con, membership.monthly(con, until=until, provinces=provinces), provinces)


@on_told_days_in_areas
def weekly(
    con: Connection, *, until: date, weeks: int, provinces: Provinces = None
) -> pd.DataFrame:
    """Return rows of `membership.weekly`."""
    rows = membership.weekly(con, until=until, weeks=weeks, provinces=provinces)
    return _periods(con, rows, provinces)


def reconciliation(con: Connection, *, until: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return rows of `reconciliation.reconciliation`; ours is missing where it may not be shown."""
    rows = exact_reconciliation.reconciliation(con, until=until, provinces=provinces)
    is_ours = (rows["metric"] == "members") & rows["ours"].notna()
    days = {place: stamp.date() for place, stamp in rows.loc[is_ours, "as_of"].items()}
    by_day = member_cells.partition(con, days.values()) if days else {}
    hidden = [place in days and by_day[days[place]].mark(None) is not None for place in rows.index]
    if any(hidden):
        for name in ("ours", "unexplained", "unexplained_pct"):
            rows[name] = rows[name].convert_dtypes().mask(pd.Series(hidden, rows.index))
    return rows


def _periods(con: Connection, rows: pd.DataFrame, provinces: Provinces) -> pd.DataFrame:
    ends = [stamp.date() for stamp in rows["ends_on"]]
    begins = [stamp.date() for stamp in rows["starts_on"]]
    before = [begins[0] - timedelta(days=1)] if begins else []
    by_day = member_cells.partition(con, [*before, *ends]) if ends else {}
    rows = _counted(rows, ends, by_day, provinces)
    if ends:
        is_first_known = by_day[before[0]].mark(provinces) is None
        is_shown = rows["members_mark"].isna()
        both = is_shown & is_shown.shift(fill_value=is_first_known)
        rows["net_change"] = rows["net_change"].astype("Int64").where(both)
    rows = _typed(con, rows, ends, by_day, provinces)
    return _flowed(con, rows, list(zip(begins, ends, strict=True)), provinces)


def _counted(
    rows: pd.DataFrame, days: Sequence[date], by_day: dict[date, Partition], provinces: Provinces
) -> pd.DataFrame:
    """Hide the members of rows, each of a day, where they may not be shown."""
    marks = pd.Series([by_day[day].mark(provinces) for day in days], rows.index, dtype=object)
    members = rows["members"].astype("Int64")
    return rows.assign(members=members.mask(marks.notna()), members_mark=marks)


def _typed(
    con: Connection,
    rows: pd.DataFrame,
    days: Sequence[date],
    by_day: dict[date, Partition],
    provinces: Provinces,
) -> pd.DataFrame:
    """Hide the types of rows, each of a day, as the provinces' tables hide them."""
    where = province_cells.areas(con)
    by_type = province_cells.types(con, where, by_day) if by_day else {}
    here = where.within(provinces)
    safe = np.array([by_type[day].shows(here) for day in days], dtype=bool)
    is_shown = rows["members_mark"].isna() & safe
    by_type_exact = rows[list(TYPES)].to_numpy(float)
    counts = {name: rows[name].astype("Int64").where(is_shown) for name in TYPES}
    rows = rows.assign(**counts, not_yearly=(counts["lifetime"] + counts["untyped"]))
    partition = [blocks(row).marks[:, 0] for row in by_type_exact]
    for place, name in enumerate(TYPES):
        own = pd.Series([row[place] for row in partition], rows.index, dtype=object)
        is_part = provinces is not None and name != "yearly"
        rows[name] = rows[name].mask(own.notna() | is_part)
        rows[f"{name}_mark"] = own.where(is_shown & (provinces is None), None)
    # What is told of both together would tell the one from the other.
    rows["not_yearly"] = rows["not_yearly"].mask(rows["yearly"].isna())
    return rows


def _flowed(
    con: Connection, rows: pd.DataFrame, periods: Sequence[tuple[date, date]], provinces: Provinces
) -> pd.DataFrame:
    """Hide who came and who left in rows, each of a period, as the provinces' tables hide them."""
    where = province_cells.areas(con)
    here = where.within(provinces)
    is_safe = [partition.shows(here) for partition in province_cells.flows(con, where, periods)]
    is_shown = pd.Series(is_safe, rows.index, dtype=bool)
    rows = rows.assign(gained=rows["joined"] + rows["returned"], left_other=0)
    parts = is_few(rows[["joined", "returned"]].to_numpy(float)).any(axis=1)
    is_split = is_shown & ~parts if provinces is None else is_shown & False
    reasons = rows[list(REASONS)].to_numpy(float)
    hidden = [blocks(row, is_marked=False).of >= 0 for row in reasons]
    small = np.array(hidden, dtype=bool).reshape(len(rows), len(REASONS))
    rows["left_other"] = np.where(small, reasons, 0).sum(axis=1)
    is_country = provinces is None
    # Who came less who left makes up the change, as moves between all the areas are none: so they
    # are told where the members at both ends are.
    is_shown &= rows["net_change"].notna()
    is_split &= is_shown
    for name in FLOWS:
        where_shown = is_split if name in ("joined", "returned") else is_shown
        rows[name] = rows[name].astype("Int64").where(where_shown)
    rows["left_other"] = rows["left_other"].astype("Int64").where(is_shown & is_country)
    for place, name in enumerate(REASONS):
        where_shown = is_shown & ~small[:, place] & is_country
        rows[name] = rows[name].astype("Int64").where(where_shown)
    return rows
