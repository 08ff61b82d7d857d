"""Draws a table, and hands it out as a file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from metrics import masked_cells
from pages.ui import downloads, suppressed
from pages.ui.text import day_text, either, t

_NOTES = 10
"""So many notes are said in full under a table."""


def show(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    name: str,
    asof: date,
    alt: str,
    height: int | Literal["auto", "content"] = "auto",
    bars: Mapping[str, float] | None = None,
    also: Mapping[str, str] | None = None,
    pinned: str | None = None,
    links: Mapping[str, pd.Series] | None = None,
    badges: Mapping[str, Mapping[str, str]] | None = None,
    marks: Mapping[str, str] | None = None,
    file: Callable[[], pd.DataFrame] | None = None,
) -> None:
    """Draw the named columns under their labels; its CSV and XLSX are in the page's menu.

    Days are shown as the reader counts years and leave as real dates in XLSX. `bars` names
    columns drawn as a bar up to the given value, `also` columns that only the files carry,
    `pinned` the column that stays in sight on a narrow screen, `links` columns whose words lead
    to the addresses given, `badges` columns whose words stand on the colour given for each;
    `marks` names for columns of counts of people the one that says why a count is missing (FEW,
    HIDDEN): the count stays a number to sort by, and the words stand in a column beside it, in the
    files, and where no count may be shown at all, in its place. `file` makes another table to leave
    in place of the one shown. Streamlit's own download is switched off: it would let a cell leave
    as a live formula.
    """
    links, badges = links or {}, badges or {}
    marks = {name: mark for name, mark in (marks or {}).items() if frame[mark].notna().any()}
    labels = dict(columns) | dict(also or {})
    export = frame.assign(
        **{name: suppressed.word_column(frame[name], frame[mark]) for name, mark in marks.items()}
    )
    frame, columns = _add_mark_words(frame, columns, marks)
    cells = frame[list(columns)]
    readable = _readable(cells)
    config = {
        label: _column(cells[column], label, (bars or {}).get(column), column == pinned)
        for column, label in columns.items()
    }
    for column, addresses in links.items():
        # A cell is one text: the words ride behind the address, where no server reads them.
        readable[column] = addresses.astype(str) + "#" + readable[column].astype(str)
        config[columns[column]] = st.column_config.LinkColumn(
            columns[column], display_text="#(.*)$", pinned=column == pinned
        )
    for column, colours in badges.items():
        readable[column] = [[word] for word in readable[column]]
        config[columns[column]] = st.column_config.MultiselectColumn(
            columns[column], options=list(colours), color=list(colours.values())
        )
    draw(readable.rename(columns=dict(columns)), alt=alt, height=height, config=config)
    if marks:
        suppressed.explain()
    leaves = file or (lambda: export[list(labels)].rename(columns=labels))
    downloads.offer(leaves, name=name, asof=asof, label=alt)


def draw(
    frame: pd.DataFrame,
    *,
    alt: str,
    height: int | Literal["auto", "content"] = "auto",
    config: Mapping[str, ColumnConfig] | None = None,
) -> None:
    """Draw a table as it is, with no files of it: the only way in which a table is sent."""
    st.dataframe(
        masked_cells.clear(frame),
        hide_index=True,
        alt=alt,
        height=height,
        placeholder="–",
        column_config=config,
    )


def draw_folded(
    label: str, key: str, draw: Callable[[], None], *, icon: str, is_open: bool = False
) -> None:
    """Draw a closed box with a label; what is in it is made when somebody opens it.

    `is_open` where the address asks for something in it: then it is open from the beginning.
    """
    box = st.expander(label, expanded=is_open, icon=icon, key=key, on_change="rerun")
    if box.open:
        with box:
            draw()


def draw_notes(notes: Sequence[str]) -> None:
    """Draw the first notes in full under a table, whose cells may cut them off."""
    lines = list(notes[:_NOTES])
    if len(notes) > _NOTES:
        lines.append(t("elections.noted_more", n=len(notes) - _NOTES))
    if lines:
        st.markdown("\n".join(f"- {line}" for line in lines))


def word_codes(codes: pd.Series, prefix: str) -> pd.Series:
    """Return the words `prefix.<code>` of a column of codes; a code without words stays itself."""
    words = {code: either(f"{prefix}.{code}", str(code)) for code in codes.dropna().unique()}
    return codes.map(words)


def _add_mark_words(
    frame: pd.DataFrame, columns: Mapping[str, str], marks: Mapping[str, str]
) -> tuple[pd.DataFrame, Mapping[str, str]]:
    """Put the words of a mark beside its column, or in its place where it has no number."""
    texts, labels, words = suppressed.words(), {}, {}
    for name, label in columns.items():
        labels[name] = label
        if name in marks:
            is_alone = bool(frame[name].isna().all())
            beside = name if is_alone else f"{name}_said"
            words[beside] = frame[marks[name]].map(texts).fillna("")
            labels[beside] = label if is_alone else t("small.of", what=label)
    return frame.assign(**words), labels


def _column(cells: pd.Series, label: str, most: float | None, is_pinned: bool) -> ColumnConfig:
    if most is not None:
        return st.column_config.ProgressColumn(label, max_value=most, format="%.0f", width="small")
    if pd.api.types.is_bool_dtype(cells) or not pd.api.types.is_numeric_dtype(cells):
        return st.column_config.Column(label, pinned=is_pinned)
    return st.column_config.NumberColumn(label, format="localized", pinned=is_pinned)


def _readable(cells: pd.DataFrame) -> pd.DataFrame:
    cells = cells.copy()
    for column in cells.columns:
        if pd.api.types.is_datetime64_any_dtype(cells[column]):
            cells[column] = [day_text(stamp) if pd.notna(stamp) else "" for stamp in cells[column]]
        elif pd.api.types.is_bool_dtype(cells[column]):
            cells[column] = cells[column].map({True: t("yes"), False: t("no")})
    return cells
