"""Coverage map: how far is each of the 928 amphoe on the way to a representative?"""

import streamlit as st

from metrics.coverage import ladder, rules
from metrics.safe import amphoe as safe_amphoe
from pages.everyone.coverage_map import province as province_view
from pages.ui import amphoe_links, controls, scope, verified
from pages.ui import ladder as ladder_view
from pages.ui.data import DAY, as_of, ask, days
from pages.ui.map import coverage
from pages.ui.text import day_text, named, t


def open_amphoe(code: str | None) -> None:
    """A click on the map chooses the amphoe and zooms to its province."""
    st.session_state["amphoe"] = code or controls.COUNTRY
    if code:
        st.session_state["province"] = code[:2]


def explore() -> None:
    """Draw the choices, the map, and the amphoe of the province chosen."""
    names = ask(safe_amphoe.by_amphoe, on=as_of())
    provinces = names.drop_duplicates("province_code").sort_values(named("province"))
    titles = {controls.COUNTRY: scope.everything()}
    titles |= dict(zip(provinces["province_code"], provinces[named("province")], strict=True))
    left, right = st.columns([3, 2])
    with left:
        mode = controls.switch(
            t("map.show"), coverage.MODES, "show", lambda mode: t(f"map.mode.{mode}")
        )
    with right:
        basis = controls.switch(
            t("map.basis"), ladder.BASES, "basis", lambda basis: t(f"map.basis.{basis}")
        )
    left, middle, right = st.columns([2, 2, 3])
    with left:
        province = controls.choose(t("map.province"), list(titles), "province", titles.__getitem__)
    inside = names[names["province_code"] == province].sort_values(named("amphoe"))
    amphoe_titles = {controls.COUNTRY: t("map.any_amphoe")}
    amphoe_titles |= dict(zip(inside["amphoe_code"], inside[named("amphoe")], strict=True))
    with middle:
        amphoe = controls.choose(
            t("map.amphoe"), list(amphoe_titles), "amphoe", amphoe_titles.__getitem__
        )
    with right:
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
        focus=None if province == controls.COUNTRY else province,
        chosen=None if amphoe == controls.COUNTRY else amphoe,
        on_choose=open_amphoe,
    )
    if frame["members_mark"].notna().any():
        st.caption(t("small.map"))
    ladder_view.legend()
    ladder_view.draw_threshold(ask(rules.in_force, on=on))
    if province == controls.COUNTRY:
        st.info(t("map.pick"), icon=":material/touch_app:")
        return
    if amphoe != controls.COUNTRY:
        amphoe_links.button(amphoe, amphoe_titles[amphoe])
    listed = frame[frame["province_code"] == province]
    province_view.draw(listed, titles[province], basis=basis, asof=on)


explore()
