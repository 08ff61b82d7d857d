"""Draws a list of elections, with counts under five banded and a note where sums fail."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from metrics.safe.marks import FEW, HIDDEN
from metrics.safe.votes import FIGURES
from pages.ui import tables
from pages.ui.text import day_text, either, named, t

_COLUMNS = {
    "coming": ("days_until", "status", "eligible", "candidates", "announced_on"),
    "overdue": ("days_until", "status", "eligible", "candidates", "announced_on"),
    "off": ("status", "announced_on", "candidates", *FIGURES),
    "held": (
        *("status", "eligible", "ballots", "turnout_pct", "candidates"),
        *("valid", "spoiled", "no_vote", "ballots_online", "ballots_onsite"),
        *("announced_on", "result_on"),
    ),
}
"""What each list of elections shows after the place, the day and the channel."""

_ALWAYS = ("held_on", "channel", "status", "eligible", "ballots", "turnout_pct", "candidates")


def show(rows: pd.DataFrame, chosen: str, *, asof: date) -> None:
    """Draw rows of `elections.listed`; `chosen` is the list: coming, held, overdue or off.

    Under five is "< 5", what would give it away is not told; the files say the same. A column that
    no row tells anything in is left out, unless every list has it.
    """
    is_coming = chosen == "coming"
    rows = rows.sort_values("held_on", ascending=is_coming, na_position="last", kind="stable")
    filled = rows.columns[rows.notna().any()]
    columns = [
        name
        for name in ("held_on", "channel", *_COLUMNS[chosen])
        if name in _ALWAYS or name in filled or f"{name}_mark" in filled
    ]
    marked = [name for name in columns if f"{name}_mark" in filled]
    rows_in_words, few = _word_codes(rows, columns, marked), t("small.few")
    amphoe, province = named("amphoe"), named("province")
    labels = {amphoe: t("column.amphoe"), province: t("column.province")}
    if rows_in_words["note"].notna().any():
        labels["note"] = t("word.note")
    labels |= {
        name: t("column.status" if name == "status" else f"elections.{name}") for name in columns
    }
    also = {"election_id": t("elections.election_id"), "amphoe_code": t("column.amphoe_code")}
    tables.show(
        _add_bands(rows_in_words, marked, few, "{:,}".format),
        labels,
        name=f"elections_{chosen}",
        asof=asof,
        alt=t("elections.list"),
        pinned=amphoe,
        file=lambda: _add_bands(rows_in_words, marked, few, int)[[*labels, *also]].rename(
            columns=labels | also
        ),
    )
    if "note" in labels:
        _draw_notes(rows_in_words.dropna(subset=["note"]), amphoe, province)
    if marked:
        st.caption(t("small.caption"))


def _word_codes(rows: pd.DataFrame, names: Sequence[str], marked: Sequence[str]) -> pd.DataFrame:
    """Return what the table and the files show of the rows, with codes in words."""
    amphoe, province = named("amphoe"), named("province")
    marks = [f"{name}_mark" for name in marked]
    columns = {
        **{name: rows[name] for name in ("election_id", "amphoe_code", *names, *marks)},
        amphoe: rows[amphoe].fillna(t("word.amphoe_not_known")),
        province: rows[province].fillna(t("growth.unknown")),
        "channel": tables.word_codes(rows["channel"], "elections.channel"),
        "status": tables.word_codes(rows["status"], "elections.status"),
        "note": pd.Series([_note(flags) for flags in rows["flags"]], index=rows.index, dtype="str"),
    }
    if "turnout_pct" in names:
        columns["turnout_pct"] = rows["turnout_pct"].round(1)
    return pd.DataFrame(columns)


def _note(flags: str | float | None) -> str | None:
    if not isinstance(flags, str) or not flags:
        return None
    words = [either(f"elections.flag.{flag}", flag) for flag in flags.split(",")]
    return "⚠ " + " · ".join(words)


def _draw_notes(rows: pd.DataFrame, amphoe: str, province: str) -> None:
    """Draw each note in full under the table, whose cells may cut it off."""
    notes = [
        t(
            "elections.noted",
            amphoe=row[amphoe],
            province=row[province],
            day=day_text(row["held_on"]),
            note=row["note"],
        )
        for _, row in rows.iterrows()
    ]
    tables.draw_notes(notes)


def _add_bands(
    rows: pd.DataFrame, marked: Sequence[str], few: str, format_count: Callable[[int], str | int]
) -> pd.DataFrame:
    """Return the rows with the marks of `small_counts` in words in the columns marked."""
    words = {FEW: few, HIDDEN: t("small.hidden")}
    columns = {}
    for name in marked:
        cells = [
            words.get(mark) or (format_count(int(count)) if pd.notna(count) else None)
            for count, mark in zip(rows[name], rows[f"{name}_mark"], strict=True)
        ]
        columns[name] = pd.Series(cells, index=rows.index, dtype=object)
    return rows.assign(**columns)
