"""Draws a figure that can be cited: its finding above, its source below, and a menu to take it.

What leaves is this very figure, as picture, lines or numbers, with its scope, dates and source.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from pages.ui.bar import bar, place
from pages.ui.data import as_of, edition_name
from pages.ui.figures import charts, take
from pages.ui.text import day_text, edition_text, language, plain, t
from reports.figures.charts import Chart
from reports.figures.figure import Figure, Row


@dataclass(frozen=True)
class Taken:
    """A figure to take away that a page draws in its own way: a chart, or the drawing of a map.

    `title`, `name`, `kind`, `rows` and `where` are as in `draw`.
    """

    chart: Mapping[str, Any]
    title: str
    name: str
    kind: str = "members"
    rows: Sequence[Row] | None = None
    where: str = ""


def draw(
    chart: go.Figure | Chart,
    alt: str,
    *,
    title: str,
    name: str,
    kind: str = "members",
    where: str = "",
    rows: Sequence[Row] | None = None,
) -> None:
    """Draw a chart under its title, with its source and the menu of the ways to take it away.

    `title` says what is found, `alt` what those who cannot see it should know. `name` tells it
    from the page's other figures, and names its files; `kind` is the kind of export its numbers
    come from. `where` is the area it tells of, when that is not the place of the bar. `rows` are
    its numbers where they do not stand along an axis upwards.
    """
    chart = chart if isinstance(chart, go.Figure) else go.Figure(chart)
    heading(
        title,
        name,
        lambda: [Taken(chart.to_plotly_json(), title, name, kind, rows, where)],
    )
    charts.draw(chart, alt)
    cite(kind, where)


def heading(title: str, name: str, figures: Callable[[], Sequence[Taken]]) -> None:
    """Draw what is found, and beside it the menu of the ways to take it away."""
    with st.container(
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key=f"figure_{name}",
    ):
        st.markdown(f"## {plain(title)}", width="stretch")
        menu(name, figures)


def cite(kind: str, where: str = "") -> None:
    """Draw the line below a figure: its source, its area and both dates."""
    st.caption(plain(f"{_source(kind)} · {_scope(where)}"))


def menu(name: str, figures: Callable[[], Sequence[Taken]]) -> None:
    """Draw the menu of the ways to take figures away, which are made when it is opened."""
    box = st.popover(
        "",
        icon=":material/more_horiz:",
        type="tertiary",
        help=t("figure.take"),
        key=f"take_{name}",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        found = figures()
        at = 0
        if len(found) > 1:
            titles = [each.title for each in found]
            at = st.selectbox(
                t("figure.take"),
                range(len(found)),
                format_func=titles.__getitem__,
                key=f"of_{name}",
            )
        if found:
            take.offer(_figure(found[at]), found[at].name)


def _figure(taken: Taken) -> Figure:
    return Figure(
        taken.chart,
        taken.title,
        _scope(taken.where),
        _source(taken.kind),
        bar.party_name(),
        language(),
        taken.rows,
    )


def _source(kind: str) -> str:
    return t("figure.source", kind=t(f"data_health.kind.{kind}"), party=bar.party_name())


def _scope(where: str) -> str:
    return t(
        "figure.scope",
        where=where or place.area_name(),
        day=day_text(as_of()),
        edition=edition_text(edition_name()),
    )
