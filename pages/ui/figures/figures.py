"""Draws a figure that can be cited: its finding above, its source below, and a menu to take it.

What leaves is this very figure, as picture, lines or numbers, with its scope, dates and source.
"""

import json
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import urlencode

import plotly.graph_objects as go
import streamlit as st

from pages.ui import downloads
from pages.ui.bar import bar, place
from pages.ui.data import as_of, edition_name
from pages.ui.figures import charts
from pages.ui.text import day_text, edition_text, language, plain, t
from reports.figures import figure
from reports.figures.charts import Chart
from reports.spreadsheets.csv_files import csv_bytes
from reports.spreadsheets.xlsx_files import xlsx_bytes


def draw(
    chart: go.Figure | Chart,
    alt: str,
    *,
    title: str,
    name: str,
    kind: str = "members",
    where: str = "",
) -> None:
    """Draw a chart under its title, with its source and the menu of the ways to take it away.

    `title` says what is found, `alt` what those who cannot see it should know. `name` tells it
    from the page's other figures, and names its files; `kind` is the kind of export its numbers
    come from. `where` is the area it tells of, when that is not the place of the bar.
    """
    chart = chart if isinstance(chart, go.Figure) else go.Figure(chart)
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key=f"figure_{name}",
    ):
        st.markdown(f"## {plain(title)}", width="stretch")
        menu = st.popover(
            "",
            icon=":material/more_horiz:",
            type="tertiary",
            help=t("figure.take"),
            key=f"take_{name}",
            on_change="rerun",
        )
    source = t("figure.source", kind=t(f"data_health.kind.{kind}"), party=bar.party_name())
    scope = t(
        "figure.scope",
        where=where or place.area_name(),
        day=day_text(as_of()),
        edition=edition_text(edition_name()),
    )
    if menu.open:
        with menu:
            _offer(_Taken(chart, title, scope, source), name)
    charts.draw(chart, alt)
    st.caption(plain(f"{source} · {scope}"))


class _Taken(NamedTuple):
    chart: go.Figure
    title: str
    scope: str
    source: str


def _offer(taken: _Taken, name: str) -> None:
    """Draw the ways to take a figure away; nothing is made before it is asked for."""
    drawn = figure.Figure(
        taken.chart.to_plotly_json(),
        taken.title,
        taken.scope,
        taken.source,
        bar.party_name(),
        language(),
    )
    labels = [t(f"figure.column.{name}") for name in ("series", "at", "value")]
    file = f"pakthong_{name}_{as_of().isoformat()}"

    def numbers() -> bytes:
        rows = figure.table(drawn.chart, labels).to_dict("records")
        told = {"title": drawn.title, "scope": drawn.subtitle, "source": drawn.source, "data": rows}
        return json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()

    ways: dict[str, tuple[str, Callable[[], bytes]]] = {
        f"PNG {t('figure.wide')}": ("wide.png", lambda: figure.png(drawn, "wide")),
        f"PNG {t('figure.square')}": ("square.png", lambda: figure.png(drawn, "square")),
        "PNG A4": ("a4.png", lambda: figure.png(drawn, "a4")),
        "SVG": ("svg", lambda: figure.svg(drawn)),
        "CSV": ("csv", lambda: csv_bytes(figure.table(drawn.chart, labels))),
        "XLSX": ("xlsx", lambda: xlsx_bytes({name: figure.table(drawn.chart, labels)})),
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
