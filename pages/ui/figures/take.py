"""Draws the ways to take a figure away; nothing is made before it is asked for."""

import json
from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

from pages.ui import downloads
from pages.ui.data import as_of
from pages.ui.text import t
from reports.figures import figure
from reports.figures.figure import Figure
from reports.spreadsheets.csv_files import csv_bytes
from reports.spreadsheets.xlsx_files import xlsx_bytes


def offer(drawn: Figure, name: str) -> None:
    """Draw a button for each picture, for its numbers and the link; `name` names the files."""
    labels = [t(f"figure.column.{column}") for column in ("series", "at", "value")]
    file = f"pakthong_{name}_{as_of().isoformat()}"

    def numbers() -> bytes:
        rows = figure.table(drawn, labels).to_dict("records")
        told = {"title": drawn.title, "scope": drawn.subtitle, "source": drawn.source, "data": rows}
        return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()

    ways: dict[str, tuple[str, Callable[[], bytes]]] = {
        f"PNG {t('figure.wide')}": ("wide.png", lambda: figure.png(drawn, "wide")),
        f"PNG {t('figure.square')}": ("square.png", lambda: figure.png(drawn, "square")),
        "PNG A4": ("a4.png", lambda: figure.png(drawn, "a4")),
        "SVG": ("svg", lambda: figure.svg(drawn)),
        "CSV": ("csv", lambda: csv_bytes(figure.table(drawn, labels))),
        "XLSX": ("xlsx", lambda: xlsx_bytes({name: figure.table(drawn, labels)})),
        "JSON": ("json", numbers),
    }
    with st.container(horizontal=True, gap="small"):
        for label, (ending, make) in ways.items():
            join = "_" if "." in ending else "."
            downloads.button(label, make, f"{file}{join}{ending}", key=f"{name}_{ending}")
    st.caption(t("figure.link"))
    st.code(_address(), language=None, wrap_lines=True)


def _address() -> str:
    """Return the address that opens this view again."""
    query = urlencode({name: st.query_params[name] for name in st.query_params})
    page = str(st.context.url or "").partition("?")[0]
    return f"{page}?{query}" if query else page
