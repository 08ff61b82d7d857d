"""How does a page show a table, and hand it out as a file?"""

from collections.abc import Mapping
from datetime import date

import pandas as pd
import streamlit as st

from pages.ui.text import day_text, t
from reports.table_files import csv_bytes, xlsx_bytes


def show(
    frame: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    name: str,
    asof: date,
    alt: str,
    height: int | str = "auto",
    bars: Mapping[str, float] | None = None,
) -> None:
    """Draw the named columns under their labels, with buttons for CSV and XLSX.

    Days are shown as the reader counts years and leave as real dates in XLSX. `bars` names
    columns drawn as a bar up to the given value. Streamlit's own download is switched off: it
    would let a cell leave as a live formula.
    """
    plain = frame[list(columns)].rename(columns=dict(columns))
    st.dataframe(
        _readable(plain),
        hide_index=True,
        alt=alt,
        height=height if isinstance(height, int) else "auto",
        column_config={
            columns[column]: st.column_config.ProgressColumn(
                columns[column], max_value=most, format="%.0f"
            )
            for column, most in (bars or {}).items()
        },
    )
    offer(plain, name=name, asof=asof)


def offer(plain: pd.DataFrame, *, name: str, asof: date) -> None:
    """Draw the two download buttons of a table; the file is made when it is asked for."""
    file = f"pakthong_{name}_{asof.isoformat()}"
    with st.container(horizontal=True):
        st.download_button(
            "CSV",
            lambda: csv_bytes(plain),
            f"{file}.csv",
            "text/csv",
            key=f"{name}_csv",
            icon=":material/download:",
            on_click="ignore",
            help=t("table.csv_help"),
        )
        st.download_button(
            "XLSX",
            lambda: xlsx_bytes({name: plain}),
            f"{file}.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key=f"{name}_xlsx",
            icon=":material/download:",
            on_click="ignore",
            help=t("table.xlsx_help"),
        )


def _readable(plain: pd.DataFrame) -> pd.DataFrame:
    shown = plain.copy()
    for column in shown.columns:
        if pd.api.types.is_datetime64_any_dtype(shown[column]):
            shown[column] = [day_text(stamp) if pd.notna(stamp) else "" for stamp in shown[column]]
        elif pd.api.types.is_bool_dtype(shown[column]):
            shown[column] = shown[column].map({True: t("yes"), False: t("no")})
    return shown
