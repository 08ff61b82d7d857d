"""What may be told of each amphoe outside the officers' pages? The ladder, the gaps, one amphoe.

Each question is one of `ladder`, `gaps`, `amphoe` or `pace`, guarded as `suppression` says.
`members` and what gives them away are missing where they may not be shown, and `members_mark` says
why: FEW, HIDDEN, or None where they are shown. `members_about` is a number for orders and scores
that is made of what is shown alone.
"""

from datetime import date

import pandas as pd

from metrics.coverage.gaps import RANKS
from metrics.disclosure import member_cells
from metrics.disclosure.member_cells import Partition
from metrics.members import amphoe, coverage, ladder, pace
from metrics.members import gaps as exact_gaps
from metrics.query import WITHIN, Connection, Provinces, table
from metrics.told import on_told_days

_RESIDENTS = f"""
    select amphoe_code, arg_max(population, as_of) as population
    from population join amphoe using (amphoe_code) where {WITHIN} group by amphoe_code
    """  # noqa: S608


@on_told_days
def by_amphoe(
    con: Connection, *, on: date, basis: str = "registered", provinces: Provinces = None
) -> pd.DataFrame:
    """Return rows of `ladder.by_amphoe`; `short_of` is 0 for all at the threshold.

    `population` are the residents last counted, and `members_per_thousand` the members among a
    thousand of them: missing where there is no figure, and wherever `members` is, for the residents
    are public and the one would tell the other.
    """
    rows = ladder.by_amphoe(con, on=on, basis=basis, provinces=provinces)
    rows = _guarded(rows, member_cells.partition(con, [on])[on])
    residents = table(con, _RESIDENTS, provinces=provinces).set_index("amphoe_code")["population"]
    population = rows["amphoe_code"].map(residents).astype("Int64")
    rate = (rows["members"] * 1000 / population).astype("Float64").round(2)
    return rows.assign(population=population, members_per_thousand=rate)


@on_told_days
def gaps(
    con: Connection,
    *,
    on: date,
    by: str = "score",
    provinces: Provinces = None,
    viewer_provinces: Provinces = None,
) -> pd.DataFrame:
    """Return rows of `gaps.gaps`, scored and ranked by `members_about`.

    `short_of_about` is what an amphoe is short of by that number.
    """
    partition = member_cells.partition(con, [on])[on]
    judged = _coverage_about(con, on, partition, viewer_provinces)
    rows = exact_gaps.gaps(con, on=on, by=by, provinces=provinces, everywhere=judged)
    # The columns of `everywhere` come through.
    rows = rows.assign(
        short_of_about=rows["short_of"], members=rows["exact"], short_of=rows["exact_short"]
    )
    # A chance rests on the members too: to the per cent it does not tell them.
    is_hidden = rows["amphoe_code"].map(partition.by_amphoe["members_mark"]).notna()
    for chance in RANKS[1:]:
        rows[chance] = rows[chance].where(~is_hidden, rows[chance].round(2))
    return _guarded(rows.drop(columns=["exact", "exact_short"]), partition)


@on_told_days
def provinces_without(
    con: Connection, *, on: date, provinces: Provinces = None, viewer_provinces: Provinces = None
) -> pd.DataFrame:
    """Return rows of `gaps.provinces_without`, with `members_mark`."""
    partition = member_cells.partition(con, [on])[on]
    judged = _coverage_about(con, on, partition, viewer_provinces)
    rows = exact_gaps.provinces_without(con, on=on, provinces=provinces, everywhere=judged)
    is_amphoe = partition.places.amphoe != ""
    cells = {code: is_amphoe & partition.places.within((code,)) for code in rows["province_code"]}
    members = [int(partition.members[here].sum()) for here in cells.values()]
    marks = [partition.blocks.mark(here) for here in cells.values()]
    return masked(rows.assign(members=members, members_mark=marks), "members_mark", ["members"])


@on_told_days
def members_by_month(
    con: Connection, *, amphoe_code: str, until: date, months: int, provinces: Provinces = None
) -> pd.DataFrame:
    """Return the last rows of `amphoe.members_by_month`, so many at most.

    `net_change` is missing where the members at either end of the month are.
    """
    rows = amphoe.members_by_month(
        con, amphoe_code=amphoe_code, until=until, provinces=provinces
    ).tail(months + 1)
    if rows.empty:
        return rows.assign(members_mark=None)
    ends = [stamp.date() for stamp in rows["ends_on"]]
    by_day = member_cells.partition(con, ends)
    marks = [by_day[day].mark_of(amphoe_code) for day in ends]
    rows = rows.assign(members_mark=pd.Series(marks, rows.index, dtype=object))
    is_shown = rows["members_mark"].isna()
    # Before the first row nobody was a member.
    both = is_shown & is_shown.shift(fill_value=True)
    rows = masked(rows, "members_mark", ["members"])
    rows["net_change"] = rows["net_change"].astype("Int64").mask(~both)
    return rows.tail(months)


@on_told_days
def threshold_tie(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return the row of `pace.threshold_tie`, made of `members_about`."""
    judged = _coverage_about(con, on, member_cells.partition(con, [on])[on], provinces)
    row = pace.threshold_tie(con, on=on, provinces=provinces, everywhere=judged)
    return row.assign(members_short=row["members_short"].round().astype("int64"))


def masked(rows: pd.DataFrame, mark: str, columns: list[str]) -> pd.DataFrame:
    """Return the rows without these whole numbers where there is a mark."""
    hidden = rows[mark].notna()
    return rows.assign(
        **{name: rows[name].round().astype("Int64").mask(hidden) for name in columns}
    )


def _coverage_about(
    con: Connection, on: date, partition: Partition, provinces: Provinces
) -> pd.DataFrame:
    """Return rows of `coverage.by_amphoe` whose members and what they lack are made of the shown.

    `exact` and `exact_short` keep the counts themselves.
    """
    rows = coverage.by_amphoe(con, on=on, provinces=provinces)
    about = rows["amphoe_code"].map(partition.by_amphoe["members_about"])
    is_short = rows["short_of"] > 0
    return rows.assign(
        members=about,
        short_of=(rows["members"] + rows["short_of"] - about).where(is_short, 0.0),
        exact=rows["members"],
        exact_short=rows["short_of"],
    )


def _guarded(rows: pd.DataFrame, partition: Partition) -> pd.DataFrame:
    own = partition.by_amphoe.reindex(rows["amphoe_code"])
    rows = rows.assign(
        members_mark=pd.Series(own["members_mark"].to_numpy(), rows.index, dtype=object),
        members_about=own["members_about"].to_numpy(),
    )
    is_hidden = rows["members_mark"].notna()
    rows = masked(rows, "members_mark", ["members"])
    short_of = rows["short_of"].round().astype("Int64")
    rows["short_of"] = short_of.mask(is_hidden & (short_of > 0))
    return rows
