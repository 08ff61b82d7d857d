"""Draws how good past forecasts were: in words, then forecasts beside what happened."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from i18n.numbers import signed
from metrics.targets import track_record
from pages.everyone.projections import track_record_chart
from pages.ui import controls, tables
from pages.ui.data import ask
from pages.ui.figures import figures
from pages.ui.text import day_text, t

AHEAD = ("1", "4", "8", "13")
_CARD_AHEAD = (8, 4, 1)
_SOURCES = {"kept": track_record.due_forecasts, "tested": track_record.backtests}


def draw(on: date, metric: str) -> None:
    """Draw what earlier editions said and what today's method would have, and how far both were.

    Of `members` or `amphoe_covered`, in the whole country.
    """
    weeks = int(
        controls.switch(
            t("column.weeks_ahead"),
            AHEAD,
            "ahead",
            lambda code: t("track.weeks_ahead", n=code),
            default="4",
        )
    )
    judged = ask(track_record.at_weeks, on=on, metric=metric, weeks=weeks)
    for source, cases_of in _SOURCES.items():
        st.markdown(f"**{t(f'track.{source}')}**")
        cases = ask(cases_of, on=on, metric=metric)
        if cases.empty or cases["median"].isna().all():
            st.info(_say_why_none(source, on, metric))
            continue
        own = judged[judged["source"] == source] if len(judged) else judged
        if own.empty:
            st.info(t("track.none"))
            continue
        row = own.iloc[0]
        figures.draw(
            track_record_chart.draw(cases, weeks, metric),
            _alt(row, weeks, metric),
            title=_finding(row, weeks, metric),
            name=f"forecasts_{source}",
            kind="members" if metric == "members" else "elections",
            where=t("word.whole_country"),
        )
        _draw_sentence(row, metric)
    summary = ask(track_record.summary, on=on, metric=metric)
    if not summary.empty:
        tables.draw_folded(
            t("track.table"),
            "track_table",
            lambda: _table(summary, on, metric),
            icon=":material/table:",
        )


def past_error(on: date, metric: str) -> str:
    """Return in one line how far forecasts of the country have been off; "" if none was judged.

    Kept forecasts count once there are enough of them; until then the tests of the past do.
    """
    for weeks in _CARD_AHEAD:
        judged = ask(track_record.at_weeks, on=on, metric=metric, weeks=weeks)
        for row in judged.to_dict("records"):
            if row["cases"] >= track_record.ENOUGH:
                said = _finding(row, weeks, metric)
                return f"{said} · {t('overview.too_narrow')}" if row["is_too_narrow"] else said
    return ""


def _say_why_none(source: str, on: date, metric: str) -> str:
    """Say why there is nothing to judge."""
    due = ask(track_record.next_due, on=on, metric=metric)
    if source == "tested" or due.empty:
        return t("track.none")
    return t("track.kept_none", day=day_text(due["week_ends_on"].iloc[0]))


def _finding(row: Mapping[Any, Any] | pd.Series, weeks: int, metric: str) -> str:
    """Say how far forecasts were off on average, of a row of `track_record.at_weeks`."""
    return t(
        "track.card",
        source=t(f"track.{row['source']}"),
        ahead=t("track.weeks_ahead", n=weeks),
        error=_amount(row["error"], metric),
    )


def _draw_sentence(row: pd.Series, metric: str) -> None:
    """Say the rest of a row of `track_record.at_weeks`, and where doing nothing was better."""
    cases = int(row["cases"])
    amounts = {name: _amount(row[name], metric) for name in ("error", "half_within")}
    held = {f"in{band}": round(row[f"inside_{band}"] * cases) for band in (80, 95)}
    st.markdown(
        f"- {t('track.sentence', cases=cases, half_within=amounts['half_within'])}"
        f"\n- {t('track.bands', cases=cases, **held)}"
    )
    better = [name for name in ("last_value", "last_pace") if row[f"is_{name}_better"]]
    warnings = [t("track.better", what=t(f"projections.line_name.{name}")) for name in better]
    if row["is_too_narrow"]:
        warnings.append(t("overview.too_narrow"))
    if cases < track_record.ENOUGH:
        st.caption(" ".join([*warnings, t("track.few")]))
    elif warnings:
        st.warning(" ".join(warnings), icon=":material/info:")


def _alt(row: pd.Series, weeks: int, metric: str) -> str:
    return t(
        "track.card",
        source=t(f"track.{row['source']}"),
        ahead=t("track.weeks_ahead", n=weeks),
        error=_amount(row["error"], metric),
    )


def _table(summary: pd.DataFrame, on: date, metric: str) -> None:
    digits = _digits(metric)
    shares = [f"inside_{band}" for band in (80, 95)]
    errors = ["error", "last_value_error", "last_pace_error"]
    rows = summary.assign(
        source=tables.word_codes(summary["source"], "track"),
        weeks=summary["weeks"].replace("all", t("word.all")),
        bias_text=[signed(bias, digits) for bias in summary["bias"]],
        **{name: (100 * summary[name]).round() for name in shares},
        **{name: summary[name].round(digits) for name in errors},
    )
    tables.show(
        rows,
        {
            "weeks": t("column.weeks_ahead"),
            "source": t("column.forecast_source"),
            "cases": t("column.cases"),
            "error": t("column.error"),
            "last_value_error": t("column.last_value_error"),
            "last_pace_error": t("column.last_pace_error"),
            "bias_text": t("column.bias"),
            **{share: t(f"column.{share}") for share in shares},
        },
        name=f"track_record_{metric}",
        asof=on,
        alt=t("track.table"),
        height="content",
        pinned="weeks",
    )


def _digits(metric: str) -> int:
    """Return the digits worth showing: a tenth of an amphoe, no part of a member."""
    return 0 if metric == "members" else 1


def _amount(number: float, metric: str) -> str:
    number_text = f"{number:,.{_digits(metric)}f}".removesuffix(".0")
    return t(f"standing.count.{metric}", n=number_text)
