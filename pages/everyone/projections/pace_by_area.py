"""Draws which provinces or regions are ahead of their part of a target, and which behind."""

import unicodedata
from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from i18n.numbers import signed
from metrics.safe import areas
from pages.everyone.projections import findings
from pages.ui import controls, scope, tables
from pages.ui.data import ask
from pages.ui.figures import figures
from pages.ui.text import named, plain, t
from reports.figures import palette

_ENDS = 8
"""So many of the furthest ahead and of the furthest behind are drawn."""
_AHEAD, _BEHIND = palette.TARGET, palette.ACCENT
_ROW_PX, _LETTER_PX, _BELOW_PX = 26, 7, 26


def draw(on: date, metric: str) -> None:
    """Draw the areas of a level: the ends of the range as bars, all of them as a table."""
    level = controls.choose_level()
    hidden = ask(areas.ahead_behind, on=on, level=level)
    prefix = f"{metric}_"
    rows = hidden.rename(columns=lambda name: name.removeprefix(prefix))
    if hidden[f"{prefix}is_started"].isna().all() or hidden[f"{prefix}deadline"].isna().all():
        st.info(t("overview.no_target"))
        return
    measure = _measure(rows, on, metric)
    ranked = rows.assign(gap=_gap(rows, measure)).sort_values("gap", ascending=False)
    known = ranked[ranked["gap"].notna()]
    if len(known):
        ends = known if len(known) <= 2 * _ENDS else pd.concat([known[:_ENDS], known[-_ENDS:]])
        first, last = ends.iloc[0], ends.iloc[-1]
        figures.draw(
            _bars(ends, measure),
            " – ".join(
                f"{plain(each[named('area')])} {_gap_text(each['gap'], measure)}"
                for each in (first, last)
            ),
            title=findings.areas(known["gap"], measure),
            name=f"pace_{metric}",
            kind="members" if metric == "members" else "elections",
            where=scope.everything(),
        )
    tables.draw_folded(
        t("projections.table"),
        "areas_table",
        lambda: _table(ranked, on, f"{metric}_{level}"),
        icon=":material/table:",
    )
    if ranked["now"].isna().any():
        st.caption(t("small.area"))


def _measure(rows: pd.DataFrame, on: date, metric: str) -> str:
    """Return what to draw: the distance to the line, or on its first day the pace.

    Members go by per cent, as provinces are of every size; amphoe are counted.
    """
    has_begun = (rows["start_on"] < pd.Timestamp(on)).any()
    return f"{'line' if has_begun else 'pace'}.{metric}"


def _gap(rows: pd.DataFrame, measure: str) -> pd.Series:
    actual, needed = (rows[name].astype("Float64") for name in ("actual_4w", "needed_per_week"))
    gaps = {
        "line.members": rows["ahead_pct"],
        "line.amphoe_covered": rows["ahead"],
        "pace.members": 100 * (actual - needed) / needed.mask(needed == 0),
        "pace.amphoe_covered": 4 * (actual - needed),
    }
    return gaps[measure].astype("Float64").astype("float64")


def _gap_text(gap: float, measure: str) -> str:
    return f"{signed(gap)}%" if measure.endswith(".members") else signed(gap, 1)


def _bars(ends: pd.DataFrame, measure: str) -> go.Figure:
    names, gaps = ends[named("area")].astype(str).tolist(), ends["gap"].tolist()
    most = max(map(abs, gaps)) or 1.0
    return go.Figure(
        data=[
            dict(
                type="bar",
                orientation="h",
                name=t("projections.column.ahead"),
                x=gaps,
                y=names,
                marker={"color": [_AHEAD if gap >= 0 else _BEHIND for gap in gaps]},
                text=[_gap_text(gap, measure) for gap in gaps],
                textposition="outside",
                cliponaxis=False,
                hovertemplate="%{y}<br><b>%{text}</b><extra></extra>",
            )
        ],
        layout={
            "height": _ROW_PX * len(names) + _BELOW_PX,
            "margin": {"l": _width(names), "r": 8, "t": 0, "b": _BELOW_PX, "autoexpand": False},
            # Room on both sides for the numbers at the ends of the bars.
            "xaxis": {
                "visible": False,
                "fixedrange": True,
                "range": [min(min(gaps), 0.0) - 0.45 * most, max(max(gaps), 0.0) + 0.45 * most],
            },
            "yaxis": {"autorange": "reversed", "fixedrange": True, "ticksuffix": " "},
            "bargap": 0.25,
            "showlegend": False,
        },
    )


def _width(names: Sequence[str]) -> int:
    """Return the room names take; marks above and below a Thai letter take none."""
    letters = (sum(unicodedata.category(sign) != "Mn" for sign in name) for name in names)
    return 12 + _LETTER_PX * max(letters)


def _table(ranked: pd.DataFrame, on: date, name: str) -> None:
    figures = ranked.assign(
        **{
            column: ranked[column].astype("Float64").round(digits)
            for column, digits in {
                "expected_now": 0,
                "ahead": 0,
                "days_ahead": 0,
                "value": 0,
                "needed_per_week": 1,
                "actual_4w": 1,
            }.items()
        }
    )
    labels = {
        named("area"): t("area.label"),
        "now": t("projections.column.now"),
        "expected_now": t("projections.column.expected"),
        "ahead": t("projections.column.ahead"),
        "actual_4w": t("projections.column.kept"),
        "needed_per_week": t("projections.column.needed"),
        "value": t("word.target"),
    }
    if ranked["is_own_target"].any():
        labels["is_own_target"] = t("projections.column.own")
    tables.show(
        figures,
        labels,
        name=f"pace_{name}",
        asof=on,
        alt=t("projections.areas_title"),
        pinned=named("area"),
    )
