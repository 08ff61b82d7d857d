"""Draws whether events bring members: the estimate, its interval and what it rests on."""

from datetime import date

import pandas as pd
import streamlit as st

from metrics import places
from metrics.events import effect
from pages.ui import controls, event_effect_chart, tables
from pages.ui.data import ask
from pages.ui.text import either, named, t

_FIGURES = ("estimate", "lo", "hi")


def draw(on: date, provinces: tuple[str, ...] | None) -> None:
    """Draw a closed box; opened, it works the answer out, which takes about a second."""
    tables.draw_folded(
        t("events.effect"),
        "effect_box",
        lambda: _draw_answer(on, provinces),
        icon=":material/compare_arrows:",
    )


def _draw_answer(on: date, provinces: tuple[str, ...] | None) -> None:
    with st.spinner(t("events.effect.working")):
        rows = ask(effect.estimates, on=on, provinces=provinces)
        left_out = ask(effect.left_out, on=on, provinces=provinces)
    whole = rows.iloc[0]
    scheme = controls.choose_scheme()
    parts = _named(rows[rows["split"].isin(["all", "kind", scheme])], scheme)
    if pd.isna(whole["estimate"]):
        few = t("events.effect.too_few", n=int(whole["events"]), least=effect.LEAST_EVENTS)
        st.info(f"**{t('events.verdict.cannot_tell_yet')}** {few}", icon=":material/help:")
    else:
        event_effect_chart.draw(parts[parts["estimate"].notna()], finding(whole))
        draw_basis(whole)
    if whole["events"]:
        _table(parts, on, scheme)
    draw_left_out(left_out, int(whole["events"]))
    with st.expander(t("map.method"), icon=":material/function:", key="effect_method"):
        st.markdown(t("events.effect.how", least=effect.LEAST_EVENTS))


def finding(row: pd.Series) -> str:
    """Say the verdict of a row of `event_effect.estimates` that has an estimate."""
    figures = {name: number(row[name]) for name in ("estimate", "lo", "hi")}
    if row["verdict"] == "cannot_tell_yet":
        return t("events.effect.too_wide", n=int(row["events"]), **figures)
    figures["fewer"] = number(-row["estimate"])
    figures |= {"least": number(-row["hi"]), "most": number(-row["lo"])}
    return t("events.effect." + str(row["verdict"]), **figures)


def draw_basis(row: pd.Series) -> None:
    """Draw what the estimate of a row rests on, and whether it is to be taken with care."""
    st.caption(t("events.effect.rests_on", n=int(row["events"]), controls=int(row["controls"])))
    if row["trend_lo"] > 0 or row["trend_hi"] < 0:
        st.warning(t("events.effect.trend"), icon=":material/trending_up:")


def number(value: float) -> str:
    """Return members an event with one digit: 1.8, −0.6, 3."""
    return f"{value:,.1f}".replace("-", "−").removesuffix(".0")


def _named(rows: pd.DataFrame, scheme: str) -> pd.DataFrame:
    """Return the rows with what each is of, and its verdict, in words."""
    regions = ask(places.regions)
    regions = regions[regions["scheme"] == scheme]
    names = dict(zip(regions["region_code"], regions[named("region")], strict=True))
    names |= {code: either(f"events.kind.{code}", code) for code in _codes(rows, "kind")}
    return rows.assign(
        what=[
            t("word.all") if split == "all" else names.get(code, code)
            for split, code in zip(rows["split"], rows["code"], strict=True)
        ],
        verdict_text=[t(f"events.verdict.{verdict}") for verdict in rows["verdict"]],
    ).reset_index(drop=True)


def _codes(rows: pd.DataFrame, split: str) -> list[str]:
    return [str(code) for code in rows.loc[rows["split"] == split, "code"]]


def _table(rows: pd.DataFrame, on: date, scheme: str) -> None:
    tables.show(
        rows.assign(verdict=rows["verdict_text"]).round(dict.fromkeys(_FIGURES, 1)),
        {
            "what": t("events.kind"),
            "verdict": t("events.effect.verdict"),
            "events": t("events.effect.events"),
            "estimate": t("events.effect.estimate"),
            "lo": t("listening.lo"),
            "hi": t("listening.hi"),
        },
        name=f"event_effect_{scheme}",
        asof=on,
        alt=t("events.effect"),
        height="content",
        pinned="what",
    )


def draw_left_out(rows: pd.DataFrame, judged: int) -> None:
    """Draw how many visits are not judged, and why."""
    excluded = rows[rows["events"] > 0]
    if excluded.empty:
        return
    why = " · ".join(
        f"{t(f'events.left_out.{row.reason}')} {int(row.events):,}" for row in excluded.itertuples()
    )
    n = int(excluded["events"].sum())
    st.markdown(t("events.left_out", n=n, all=n + judged, why=why))
