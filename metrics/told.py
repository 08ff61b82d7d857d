"""On which days may members of an area be told, and how does a question come to answer as of them?

Subtracted, two days leave who came or went between them: of an amphoe from one day to the next that
is most often one person. So outside the officers' pages members of anything smaller than the
country are told as of the last *told day*: a list's day or a Sunday, never two less than seven days
apart (`etl/models/members/told_days.sql`). Provinces and regions too: some have three amphoe, and
one told day by day would tell on which day the amphoe moved. The country points at no place.

The edition has the changes of members heaped on those days (`membership_told`); a question asked
inside `told_days` reads them for `membership_daily`, so that whatever day, week or month it asks of
is answered as of the last told day in it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import pandas as pd

from metrics.query import Connection, Provinces, table

_IS_TOLD: ContextVar[bool] = ContextVar("is_told", default=False)
P = ParamSpec("P")
Answer = TypeVar("Answer")


def last(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row, `told_on`: the day as of which members of areas are told on a day.

    It is missing before the first told day, and without any members' list.
    """
    return table(
        con,
        """
        select max(told_on) as told_on from told_days
        where told_on <= $on and exists (from lists)
        """,
        on=on,
    )


def is_told() -> bool:
    """Whether questions are now answered as of told days."""
    return _IS_TOLD.get()


@contextmanager
def told_days(edition: Connection) -> Iterator[None]:
    """Inside the block questions of members on this edition are answered as of told days."""
    if _IS_TOLD.get():
        yield
        return
    edition.execute("create or replace temp view membership_daily as from membership_told")
    was = _IS_TOLD.set(True)
    try:
        yield
    finally:
        _IS_TOLD.reset(was)
        edition.execute("drop view temp.membership_daily")


def on_told_days(
    question: Callable[Concatenate[Connection, P], Answer],
) -> Callable[Concatenate[Connection, P], Answer]:
    """Make a question of areas one that is answered as of told days, whoever asks."""

    @wraps(question)
    def asked(con: Connection, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        with told_days(con):
            return question(con, *args, **kwargs)

    return asked


def on_told_days_in_areas(
    question: Callable[Concatenate[Connection, P], Answer],
) -> Callable[Concatenate[Connection, P], Answer]:
    """Make a question one that is answered as of told days, but for the whole country."""

    @wraps(question)
    def asked(con: Connection, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        if kwargs.get("provinces") is None:
            return question(con, *args, **kwargs)
        with told_days(con):
            return question(con, *args, **kwargs)

    return asked
