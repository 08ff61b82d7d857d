"""Coverage map: how far is each of the 928 amphoe on the way to a representative?"""

import streamlit as st

from metrics.coverage import ladder, rules
from metrics.safe import amphoe as safe_amphoe
from pages.everyone.coverage_map import province as province_view
from pages.ui import amphoe_links, controls, verified
from pages.ui import ladder as ladder_view
from pages.ui.bar import place
from pages.ui.data import DAY, ask, days
from pages.ui.map import coverage
from pages.ui.text import day_text, named, t


def open_amphoe(code: str | None) -> None:
    """A click on the map chooses the amphoe and zooms to its province; one more, its province."""
    place.choose_code(code or place.chosen().province)


def explore() -> None:
    """Draw the choices, the map, and the amphoe of the province chosen."""
    where = place.chosen()
    left, right = st.columns([3, 2])
    with left:
        mode = controls.switch(
            t("map.show"), coverage.MODES, "show", lambda mode: t(f"map.mode.{mode}")
        )
    with right:
        basis = controls.switch(
            t("map.basis"), ladder.BASES, "basis", lambda basis: t(f"map.basis.{basis}")
        )
    on = controls.slide(t("map.date"), days()[::-1], DAY, day_text)
    frame = ask(safe_amphoe.by_amphoe, on=on, basis=basis)
    counts = ask(ladder.counts, on=on, basis=basis)
    covered = counts.loc[counts["step"].isin(ladder.COVERED), "amphoe"].sum()
    st.markdown(t(f"map.counts.{basis}", covered=int(covered), amphoe=len(frame)))
    verified.explain(on)
    ladder_view.strip(counts)
    coverage.draw(
        frame,
        mode,
        key="coverage_map",
        focus=where.province or None,
        chosen=where.amphoe or None,
        on_choose=open_amphoe,
    )
    if frame["members_mark"].notna().any():
        st.caption(t("small.map"))
    ladder_view.legend()
    ladder_view.draw_threshold(ask(rules.in_force, on=on))
    if not where.province:
        st.info(t("map.pick"), icon=":material/touch_app:")
        return
    listed = frame[frame["province_code"] == where.province]
    if where.amphoe:
        name = listed.loc[listed["amphoe_code"] == where.amphoe, named("amphoe")].iloc[0]
        amphoe_links.button(where.amphoe, name)
    province_view.draw(listed, listed[named("province")].iloc[0], basis=basis, asof=on)


explore()
