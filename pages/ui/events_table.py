"""Draws a list of events, with counts under five in words and a note where sums fail."""

from collections.abc import Callable, Mapping
from datetime import date

import pandas as pd

from pages.ui import suppressed, tables
from pages.ui.text import day_text, either, named, t

_COUNTS = ("registered", "attended", "no_shows", "joined")
_AFTERWARDS = ("attended", "no_shows", "joined")
_EARLY = "future_with_attendance"


def show(
    rows: pd.DataFrame,
    *,
    name: str,
    asof: date,
    details: Mapping[str, str] | None = None,
    is_placed: bool = True,
) -> None:
    """Draw rows of `events.between`, those nearest the day asked first.

    `details` are further columns and their labels. `is_placed` false leaves out where it was.
    """
    rows = hide_future_attendance(rows)
    distance = (rows["held_on"] - pd.Timestamp(asof)).abs()
    rows = rows.assign(distance=distance).sort_values("distance", kind="stable")
    worded = rows.assign(
        kind=tables.word_codes(rows["kind"], "events.kind"),
        state=rows["is_past"].map({True: t("elections.phase.held"), False: t("events.coming")}),
        note=[note(flags) for flags in rows["flags"]],
        **{
            noun: rows[noun].fillna(t("growth.unknown"))
            for noun in (named("amphoe"), named("province"))
        },
    )
    labels = {"held_on": t("events.held_on"), "kind": t("events.kind")}
    if is_placed:
        labels |= {named("amphoe"): t("column.amphoe"), named("province"): t("column.province")}
    labels |= {"state": t("word.state")}
    if worded["note"].ne("").any():
        labels["note"] = t("word.note")
    labels |= {each: t(f"events.{each}") for each in _COUNTS} | dict(details or {})
    also = {"event_id": t("events.event_id"), "amphoe_code": t("column.amphoe_code")}
    tables.show(
        _cells(worded, _cell_text),
        labels,
        name=name,
        asof=asof,
        alt=t("events.list"),
        pinned="held_on",
        file=lambda: _cells(worded, _cell_value)[[*labels, *also]].rename(columns=labels | also),
    )
    _draw_notes(worded[worded["note"] != ""])


def hide_future_attendance(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows without who came to what is still to come, unless a flag names just that.

    An export of a later day tells it already; on the day looked at nobody knew.
    """
    gone = ~rows["is_past"] & ~rows["flags"].str.contains(_EARLY)
    return rows.assign(
        **{
            column: rows[column].mask(gone)
            for name in _AFTERWARDS
            for column in (name, f"{name}_mark")
        }
    )


def note(flags: str) -> str:
    """Return what cannot be right in the figures of an event or proposal, in words."""
    words = [either(f"flag.{flag}", flag) for flag in str(flags or "").split()]
    return f"⚠ {' · '.join(words)}" if words else ""


def _cells(rows: pd.DataFrame, cell: Callable[[object, object], object]) -> pd.DataFrame:
    """Return the rows with counts as text or number, words where a mark stands."""
    columns = {
        name: pd.Series(
            [cell(n, mark) for n, mark in zip(rows[name], rows[f"{name}_mark"], strict=True)],
            index=rows.index,
            dtype=object,
        )
        for name in _COUNTS
    }
    return rows.assign(**columns)


def _cell_text(count: object, mark: object) -> str | None:
    if pd.isna(count) and not isinstance(mark, str):
        return None
    return suppressed.count(count, mark)


def _cell_value(count: object, mark: object) -> str | int | None:
    if isinstance(mark, str):
        return suppressed.words()[mark]
    return None if pd.isna(count) else int(str(count))


def _draw_notes(rows: pd.DataFrame) -> None:
    """Draw each note in full under the table, whose cells may cut it off."""
    notes = [
        t(
            "elections.noted",
            amphoe=row[named("amphoe")],
            province=row[named("province")],
            day=day_text(row["held_on"]),
            note=row["note"],
        )
        for _, row in rows.iterrows()
    ]
    tables.draw_notes(notes)
