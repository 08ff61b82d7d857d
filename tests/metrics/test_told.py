"""On which days are members of areas told, and is every question of them answered as of those?"""

import itertools
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import duckdb
import pandas as pd
import pytest

from etl.models import run
from metrics import told
from metrics.members import ladder as exact_ladder
from metrics.safe import amphoe, areas, members
from tests.metrics.members.scattered_party import LISTS, party, told_on
from tests.party import Con

WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    """A party whose members come on every day between three lists, none of them of a Sunday."""
    with party(tmp_path_factory.mktemp("scattered"), 1) as con:
        yield con


@pytest.mark.parametrize(
    ("lists", "days"),
    [
        ([], ["2023-10-01", "2023-10-08", "2023-10-15", "2023-10-22", "2023-10-29"]),
        # A Sunday within a week of a list is left out.
        (["2023-10-18"], ["2023-10-01", "2023-10-08", "2023-10-18", "2023-10-29"]),
        # A list within a week of a told one is told with what is told next.
        (["2023-10-04", "2023-10-09", "2023-10-11"], ["2023-10-04", "2023-10-11", *(
            "2023-10-22", "2023-10-29")]),
        # Lists of every day are told once a week.
        ([f"2023-10-{day:02}" for day in range(3, 32)],
         ["2023-10-03", "2023-10-10", "2023-10-17", "2023-10-24", "2023-10-31"]),
    ],
)  # fmt: skip
def test_told_days_are_lists_and_sundays_a_week_apart(lists: list[str], days: list[str]) -> None:
    query = next(path for path in run.model_files() if path.stem == "told_days").read_text("utf-8")
    with duckdb.connect() as con:
        con.execute("create table newest as select date '2023-10-31' as newest_on")
        con.execute(
            "create table calendar as select range::date as date"
            " from range(timestamp '2022-01-01', timestamp '2025-01-01', interval 1 day)"
        )
        con.execute("create table lists (list_on date)")
        con.execute("insert into lists select unnest($lists::date[])", {"lists": lists})
        rows = con.execute(query).fetchall()
    found = [told_on for _, told_on in rows]
    assert [f"{day}" for day in found if day >= date(2023, 10, 1)] == days
    assert all(after - before >= WEEK for before, after in itertools.pairwise(found))
    assert all(
        from_on == before + timedelta(days=1)
        for (_, before), (from_on, _) in itertools.pairwise(rows)
    )


def days(con: Con) -> list[date]:
    """Every day from the first list to the last."""
    first, last = LISTS[0], LISTS[-1]
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_a_day_is_answered_as_of_the_last_told_day(con: Con) -> None:
    """Of every amphoe and province; a week of single days has changes, and none of them is told."""
    moved = 0
    questions: tuple[Callable[[date], pd.DataFrame], ...] = (
        lambda on: amphoe.by_amphoe(con, on=on)[["members", "members_mark", "short_of"]],
        lambda on: areas.by_province(con, on=on, since=LISTS[0]),
        lambda on: members.total(con, on=on, provinces=("50",)),
    )
    told: dict[date, list[pd.DataFrame]] = {}
    each = days(con)[:16]
    exact = {on: exact_ladder.by_amphoe(con, on=on)["members"].sum() for on in each}
    for before, day in itertools.pairwise(each):
        as_of = told_on(con, day)
        assert as_of <= day
        moved += exact[before] != exact[day] and as_of != day
        if as_of not in told:
            told[as_of] = [question(as_of) for question in questions]
        for question, as_told in zip(questions, told[as_of], strict=True):
            pd.testing.assert_frame_equal(question(day), as_told)
    assert moved > 5


def test_a_list_is_told_as_it_was(con: Con) -> None:
    counted = 0
    for day in LISTS:
        assert told_on(con, day) == day
        exact = exact_ladder.by_amphoe(con, on=day)
        with told.told_days(con):
            pd.testing.assert_frame_equal(exact_ladder.by_amphoe(con, on=day), exact)
        counted += (exact["members"] > 0).sum()
    assert counted > 20


def test_the_country_is_told_day_by_day_and_its_unplaced_are_not(con: Con) -> None:
    every_day = days(con)[:16]
    exact = [
        con.execute(
            "select sum(net_yearly + net_lifetime + net_untyped) from membership_daily"
            " where date <= ?",
            [day],
        ).fetchall()[0][0]
        for day in every_day
    ]
    rows = [members.total(con, on=day).iloc[0] for day in every_day]
    assert [row["members"] for row in rows] == exact
    assert len(set(exact)) > 8
    unplaced = [
        (told_on(con, day), row["unplaced"]) for day, row in zip(every_day, rows, strict=True)
    ]
    assert len(set(unplaced)) == len({day for day, _ in unplaced}) > 1


def test_steps_begin_on_told_days(con: Con) -> None:
    """The day an amphoe had its first member, or enough, is that of one person."""
    begun = con.execute(
        "select distinct from_on from ladder where step in ('no_members', 'members', 'threshold')"
        " and from_on > date '1900-01-01'"
    ).fetchall()
    known = {day for (day,) in con.execute("select told_on from told_days").fetchall()}
    assert len(begun) > 3
    assert {day for (day,) in begun} <= known


def test_outside_the_block_the_edition_is_as_it_was(con: Con) -> None:
    counted = "select count(distinct date) from membership_daily"
    before = con.execute(counted).fetchall()
    with pytest.raises(KeyError), told.told_days(con):
        with told.told_days(con):
            assert told.is_told()
        assert con.execute(counted).fetchall() < before
        raise KeyError
    assert not told.is_told()
    assert con.execute(counted).fetchall() == before
