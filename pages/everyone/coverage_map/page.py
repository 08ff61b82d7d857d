"""Coverage map: how far is each of the 928 amphoe on the way to a representative?"""

import pandas as pd
import streamlit as st

from i18n.dates import address_text
from metrics import residents
from metrics.coverage import rules
from metrics.safe import amphoe as safe_amphoe
from pages.everyone.coverage_map import choices, province, season, touched
from pages.ui import controls, verified
from pages.ui import ladder as ladder_view
from pages.ui.bar import place
from pages.ui.data import DAY, as_of, ask, days, edition_name
from pages.ui.figures import figures, maps
from pages.ui.map import coverage
from pages.ui.map.classes import MODES
from pages.ui.map.screen import Screen
from pages.ui.text import named, t, text
from reports.figures import findings


def draw() -> None:
    """Draw the map, which fills the window, and below it the amphoe of a province chosen."""
    choices.follow()
    where, on = place.chosen(), as_of()
    controls.keep(DAY, "" if on == days()[0] else address_text(on))
    mode, basis = choices.mode(), choices.basis()
    frame = ask(safe_amphoe.by_amphoe, on=on, basis=basis)
    inside = frame
    if where.provinces is not None:
        inside = frame[frame["province_code"].isin(where.provinces)]
    title = findings.of_map(text(), inside, _area(where, inside), mode=mode, basis=basis)
    coverage.draw(
        frame,
        mode,
        key="coverage_map",
        focus=where.province or None,
        chosen=where.amphoe or None,
        height=None,
        on_choose=choices.choose_place,
        on_ask=choices.take,
        screen=Screen(
            finding=title,
            note=_residents() if mode == "density" else "",
            modes=[(each, t(f"map.mode.{each}")) for each in MODES],
            mode=mode,
            days=days()[::-1],
            day=on,
            ahead=season.ahead(),
            season_of=f"{edition_name()} {basis}",
            season=season.season(mode, basis) if choices.wants_season() else None,
            panel=touched.panel(frame, where.amphoe, on=on, basis=basis, mode=mode)
            if where.amphoe
            else None,
        ),
    )
    with st.container(horizontal=True, horizontal_alignment="right"):
        figures.menu("map", lambda: [maps.of_mode(frame, mode, title, provinces=where.provinces)])
    if where.province:
        province.draw(inside, str(inside[named("province")].iloc[0]), basis=basis, asof=on)
    with st.expander(t("map.method"), icon=":material/info:"):
        choices.choose_basis()
        verified.explain(on)
        ladder_view.draw_threshold(ask(rules.in_force, on=on))
        ladder_view.explain_steps()
        if frame["members_mark"].notna().any():
            st.caption(t("small.caption"))
        st.caption(_residents())


def _residents() -> str:
    rows = ask(residents.sources)
    if rows.empty:
        return t("map.no_residents")
    return t("map.residents_source", sources=", ".join(rows["source"].unique()))


def _area(where: place.Place, inside: pd.DataFrame) -> str:
    if where.provinces is None:
        return ""
    return str(inside[named("province")].iloc[0]) if where.province else where.name


draw()
