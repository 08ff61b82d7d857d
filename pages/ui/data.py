"""Answers a page's questions: the only way to the warehouse."""

from collections.abc import Callable
from datetime import date
from functools import cache
from inspect import signature
from pathlib import Path
from typing import Concatenate

import duckdb
import pandas as pd
import streamlit as st

from etl.warehouse import editions as warehouse
from etl.warehouse import older_editions
from i18n import dates
from i18n.messages import UserError, message
from metrics import health, masked_cells
from metrics.query import Parameter
from pages.access import viewer
from pages.access.settings import settings as settings
from pages.access.viewer import NotAllowed as NotAllowed
from pages.ui import memory

DAY = "on"
"""What the address and the session call the day looked at."""

_EDITION_PATH = "looking_at"
_PRIVATE = "private_tables"

Metric = Callable[Concatenate[duckdb.DuckDBPyConnection, ...], pd.DataFrame]


class OlderEdition(UserError):
    """The edition looked at was made before what was asked for existed."""


def editions() -> list[str]:
    """Return the editions kept, newest first."""
    return warehouse.editions(settings())


def settle_edition() -> Path | None:
    """Settle which edition this run of the page looks at: the one chosen, else the current.

    Asked once a run: an edition published in the middle must not mix its numbers with the old.
    """
    chosen = st.session_state.get("edition") if may_choose_edition() else None
    name = chosen if chosen in editions() else warehouse.current_edition(settings())
    path = warehouse.public_path(settings(), name) if name else None
    st.session_state[_EDITION_PATH] = path
    private = st.session_state.get(_PRIVATE)
    if private is not None and private[0] != path:
        # Some 6 MB, and an edition that was removed would keep its place on the disk.
        del st.session_state[_PRIVATE]
    return path


def may_choose_edition() -> bool:
    """Whether the viewer may look at older editions: officers alone.

    Two editions of one day, subtracted, tell of whom the one knows and the other does not: of
    somebody who was forgotten on request, for one.
    """
    return viewer.viewer().is_officer


def current_edition() -> str | None:
    """Return the name of the edition that serves."""
    return warehouse.current_edition(settings())


def damaged_edition() -> str | None:
    """Return the name of the newest edition where it is damaged, and an older one serves."""
    return warehouse.damaged_edition(settings())


def edition_path() -> Path:
    """Return the file of the edition looked at; raises NoEdition without one."""
    path: Path | None = st.session_state.get(_EDITION_PATH)
    if path is None:
        raise warehouse.NoEdition(message("build.no_edition_yet"))
    return path


def edition_name() -> str:
    """Return the name of the edition looked at, empty before there is one."""
    path: Path | None = st.session_state.get(_EDITION_PATH)
    return path.parent.name if path else ""


def ask(metric: Metric, /, **parameters: Parameter) -> pd.DataFrame:
    """Return the metric's answer for the edition looked at, within what the viewer may see.

    The answer is kept until the edition changes: the edition's path is part of its key.
    """
    provinces = _within_scope(metric, parameters)
    name = f"{metric.__module__}.{metric.__qualname__}"
    answer = _answer(
        str(edition_path()), name, provinces, tuple(sorted(parameters.items())), metric
    )
    return answer.copy(deep=False)


def ask_private(metric: Metric, /, **parameters: Parameter) -> pd.DataFrame:
    """Return the metric's answer with the edition's private tables, which hold names.

    Only for a viewer of the audience organisers or officers: anyone else gets NotAllowed, asked
    anew at each question. No answer is kept, so that no other session can be handed it.
    """
    if not viewer.viewer().may_see_names:
        raise NotAllowed(message("build.not_allowed"))
    provinces = _within_scope(metric, parameters)
    try:
        answer = metric(_private(edition_path()), provinces=provinces, **parameters)
    except duckdb.CatalogException as error:
        raise OlderEdition(message("build.older_edition")) from error
    return masked_cells.clear(answer)


def _within_scope(metric: Metric, parameters: dict[str, Parameter]) -> tuple[str, ...] | None:
    """Take the provinces asked about out of the parameters; return those that may be spoken of.

    A metric that looks beyond them, at neighbours or at the country, is told in
    `viewer_provinces` how far the viewer sees.
    """
    if _takes_viewer_provinces(metric):
        parameters["viewer_provinces"] = viewer.visible_provinces(None)
    requested = parameters.pop("provinces", None)
    return viewer.visible_provinces(
        tuple(requested) if isinstance(requested, (tuple, list)) else None
    )


@cache
def _takes_viewer_provinces(metric: Metric) -> bool:
    return "viewer_provinces" in signature(metric).parameters


def _private(path: Path) -> duckdb.DuckDBPyConnection:
    """Return this session's own connection to the private tables.

    It is no other viewer's, and goes with the session, which runs one page at a time. Opening it
    anew for each question would take as long as all else on a page.
    """
    cached: tuple[Path, duckdb.DuckDBPyConnection] | None = st.session_state.get(_PRIVATE)
    if cached is None or cached[0] != path:
        cached = path, warehouse.open_private(path)
        st.session_state[_PRIVATE] = cached
    return cached[1]


# Kept as it is, not pickled for every reader: pandas copies on write, so what a page does to its
# shallow copy never reaches the next reader, and a hit costs a tenth.
@st.cache_resource(max_entries=400, show_spinner=False)
def _answer(
    path: str,
    name: str,
    provinces: tuple[str, ...] | None,
    parameters: tuple[tuple[str, Parameter], ...],
    _metric: Metric,
) -> pd.DataFrame:
    # A cursor of its own: questions of several sessions run at once on the one connection.
    with _cursor(path) as cursor:
        try:
            return masked_cells.clear(_metric(cursor, provinces=provinces, **dict(parameters)))
        except duckdb.CatalogException as error:
            raise OlderEdition(message("build.older_edition")) from error


def _cursor(path: str) -> duckdb.DuckDBPyConnection:
    con, views = _connection(path)
    cursor = con.cursor()
    for statement in views:
        cursor.execute(statement)
    return cursor


@st.cache_resource(max_entries=4, show_spinner=False)
def _connection(path: str) -> tuple[duckdb.DuckDBPyConnection, tuple[str, ...]]:
    """Return the edition's connection, and what makes each cursor of it whole (older_editions)."""
    # Once an edition: the answers of older ones are on their way out.
    memory.give_back()
    con = warehouse.open_edition(Path(path))
    return con, older_editions.missing(con)


def days() -> list[date]:
    """Return the days that can be asked for, newest first."""
    return _days(str(edition_path()))


@st.cache_resource(max_entries=8, show_spinner=False)
def _days(path: str) -> list[date]:
    with _cursor(path) as cursor:
        return [stamp.date() for stamp in health.days(cursor)["day"]]


def as_of() -> date:
    """Return the day the session looks at; the newest day in the data unless one was chosen."""
    return dates.day_of_address(st.session_state.get(DAY, "")) or days()[0]
