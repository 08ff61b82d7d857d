"""Draws reading cards: what each file was taken for, to be checked at a glance."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui import suppressed
from pages.ui.text import day_text, language, plain, t

_DAYS = ("earliest", "median", "latest")
_CARD = ["file", "kind", "before", "heading_line", "sheets", "left_sheets"]
_COLUMN = [
    *("file", "position", "heading", "read_as_th", "read_as_en"),
    *("is_personal", "nearest", *_DAYS),
]
_WORD = ["file", "position", "word", "rows", "rows_mark", "means_th", "means_en"]


def draw(cards: pd.DataFrame, columns: pd.DataFrame, words: pd.DataFrame, *, key: str) -> None:
    """Draw the card of the file that is chosen, the newest of members' lists at first.

    `words` have `rows_mark` where counts may not be told to everybody.
    """
    if cards.empty:
        return
    order = cards.sort_values("kind", key=lambda kinds: kinds != "members", kind="stable")
    file = st.selectbox(t("column.file"), order["file"].tolist(), key=f"{key}-{language()}")
    card = cards[cards["file"] == file].iloc[0]
    own = columns[columns["file"] == file]
    st.markdown(_where(card))
    _changes(card, own, columns)
    said = words[words["file"] == file]
    lines = [_line(column, said[said["position"] == column["position"]]) for column in _rows(own)]
    st.markdown("\n".join(f"- {line}" for line in lines))


def frames(
    loads: Sequence[Mapping[str, Any]], served: pd.DataFrame | None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return cards, columns and words of files that were checked, as `draw` takes them.

    `served` are the cards of the edition, if there is one: the newest of a kind is the file before.
    """
    read = [(load, load["card"]) for load in loads if load.get("card")]
    cards = [
        {
            "file": load["file"],
            "kind": load["kind"],
            "before": _before(load, served),
            "heading_line": card["heading_line"],
            "sheets": ", ".join(card["sheets"]),
            "left_sheets": ", ".join(card["left_sheets"]),
        }
        for load, card in read
    ]
    numbered = [
        (load["file"], position, column)
        for load, card in read
        for position, column in enumerate(card["columns"], start=1)
    ]
    columns = [
        {
            "file": file,
            "position": position,
            "heading": column["heading"],
            "read_as_th": column["th"] or None,
            "read_as_en": column["en"] or None,
            "is_personal": column["is_personal"],
            "nearest": column["nearest"],
            **dict(zip(_DAYS, map(date.fromisoformat, column["days"]), strict=False)),
        }
        for file, position, column in numbered
    ]
    words = [
        {
            "file": file,
            "position": position,
            "word": word["text"],
            "rows": word["rows"],
            "rows_mark": None,
            "means_th": word["th"] or None,
            "means_en": word["en"] or None,
        }
        for file, position, column in numbered
        for word in column["words"]
    ]
    return (
        pd.DataFrame(cards, columns=_CARD),
        pd.DataFrame(columns, columns=_COLUMN).astype({"is_personal": bool}),
        pd.DataFrame(words, columns=_WORD),
    )


def _before(load: Mapping[str, Any], served: pd.DataFrame | None) -> str | None:
    if served is None:
        return None
    others = served[(served["kind"] == load["kind"]) & (served["file"] != load["file"])]
    return None if others.empty else str(others["file"].iloc[0])


def _where(card: pd.Series) -> str:
    parts = [t("readings.line", line=int(card["heading_line"]))]
    if card["sheets"]:
        parts.append(t("readings.sheets", sheets=plain(card["sheets"])))
    if card["left_sheets"]:
        parts.append(t("readings.left_sheets", sheets=plain(card["left_sheets"])))
    return " · ".join(parts)


def _changes(card: pd.Series, own: pd.DataFrame, columns: pd.DataFrame) -> None:
    """Say which headings came and went since the file of this kind before it."""
    if not isinstance(card["before"], str):
        return
    now = set(own["heading"])
    then = set(columns.loc[columns["file"] == card["before"], "heading"])
    for name, headings in (("gone", then - now), ("new", now - then)):
        if headings:
            listed = ", ".join(sorted(headings))
            st.caption(t(f"readings.{name}", headings=plain(listed), before=plain(card["before"])))


def _rows(frame: pd.DataFrame) -> list[pd.Series]:
    return [row for _, row in frame.iterrows()]


def _line(column: pd.Series, words: pd.DataFrame) -> str:
    """Say of a column what it was read as, from which day to which, or its words."""
    what = _days(column) or " · ".join(map(_word, _rows(words)))
    line = f"**{plain(column['heading'])}** → {plain(_read_as(column))}"
    return f"{line}: {plain(what)}" if what else line


def _read_as(column: pd.Series) -> str:
    read_as = column[f"read_as_{language()}"]
    if isinstance(read_as, str):
        return read_as
    if column["is_personal"]:
        return t("readings.personal")
    nearest = column["nearest"]
    return (
        t("readings.near", heading=nearest) if isinstance(nearest, str) else t("readings.not_read")
    )


def _days(column: pd.Series) -> str:
    days = [column[name] for name in _DAYS]
    if any(pd.isna(day) for day in days):
        return ""
    first, middle, last = map(day_text, days)
    key = "readings.one_day" if first == last else "readings.days"
    return t(key, first=first, middle=middle, last=last)


def _word(word: pd.Series) -> str:
    means = word[f"means_{language()}"]
    read = means if isinstance(means, str) else t("readings.unknown_word")
    rows = suppressed.count(word["rows"], word["rows_mark"])
    return f"{word['word']} = {read} ({rows})"
