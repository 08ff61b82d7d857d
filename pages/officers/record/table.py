"""Draws whether the record is whole, and its lines as a table that can be taken away."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from etl.audit.log import Entry, Record
from i18n.dates import BANGKOK, day_of, today
from metrics import places
from pages.officers.record.filters import action_text
from pages.ui import tables
from pages.ui.data import ask
from pages.ui.text import day_text, edition_text, either, named, t

MOST = 2_000
"""How many lines are drawn; the files carry all that were chosen."""

_COLUMNS = {
    "at": "word.when",
    "who": "word.who",
    "deed": "word.what_was_done",
    "what": "record.column.what",
    "scope": "word.scope",
    "edition": "word.edition",
    "number": "column.line",
}
"""The columns, and what they are called."""


def chain(record: Record) -> None:
    """Say whether the record is whole, and what to note down; or where it breaks."""
    if record.broken_at is not None:
        st.error(t("audit.broken", line=record.broken_at), icon=":material/link_off:")
    elif record.entries:
        st.success(t("record.whole", lines=len(record.entries)), icon=":material/link:")
        st.caption(t("record.tip", day=day_text(day_of(record.entries[-1].at))))
        st.code(record.head, language=None, wrap_lines=True)


def show(entries: Sequence[Entry]) -> None:
    """Draw the lines, newest first, with buttons that hand out what is shown."""
    if not entries:
        st.info(t("record.none"))
        return
    if len(entries) > MOST:
        st.caption(t("record.most", n=MOST, lines=len(entries)))
    provinces = dict(
        ask(places.names)[["province_code", named("province")]].itertuples(index=False)
    )
    labels = {name: t(key) for name, key in _COLUMNS.items()}
    whole = t("word.whole_country")
    tables.show(
        _frame(entries[:MOST], provinces, whole),
        labels,
        name="record",
        asof=today(),
        alt=t("record.title"),
        file=lambda: _file(entries, labels),
    )


def _frame(entries: Sequence[Entry], provinces: Mapping[str, str], whole: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "at": [_moment(each) for each in entries],
            "who": [each.actor for each in entries],
            "deed": [action_text(each.action) for each in entries],
            "what": [_what(each) for each in entries],
            "scope": [_scope(each.scope, provinces) or whole for each in entries],
            "edition": [_edition(each.edition) for each in entries],
            "number": [each.number for each in entries],
        }
    )


def _file(entries: Sequence[Entry], labels: Mapping[str, str]) -> pd.DataFrame:
    """The lines as they are kept: codes, and the moment in UTC."""
    rows = pd.DataFrame(
        [
            (each.at.isoformat(), *(getattr(each, name) for name in list(_COLUMNS)[1:]))
            for each in entries
        ],
        columns=list(labels),
    )
    return rows.rename(columns=dict(labels))


def _moment(entry: Entry) -> str:
    return f"{day_text(day_of(entry.at))} {entry.at.astimezone(BANGKOK):%H:%M:%S}"


def _what(entry: Entry) -> str:
    """Return what was done to; a page by the name its readers know."""
    is_page = entry.action == "page_opened"
    return either(f"{entry.what}.title", entry.what) if is_page else entry.what


def _scope(codes: str, provinces: Mapping[str, str]) -> str:
    return ", ".join(provinces.get(code, code) for code in codes.split(",") if code)


def _edition(name: str) -> str:
    try:
        return edition_text(name) if name else ""
    except ValueError:
        return name
