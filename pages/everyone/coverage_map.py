"""Coverage map: which of the 928 amphoe have a representative, and which do not?"""

import streamlit as st

from metrics import coverage, health
from pages.ui import controls, coverage_view, tables
from pages.ui.data import as_of, ask, days
from pages.ui.text import day_text, named, t


def open_amphoe(code: str | None) -> None:
    """A click on the map chooses the amphoe and zooms to its province."""
    st.session_state["amphoe"] = code or controls.COUNTRY
    if code:
        st.session_state["province"] = code[:2]


@st.fragment
def explore() -> None:
    """Everything that follows the date: only this runs again when it moves."""
    names = ask(coverage.by_amphoe, on=as_of())
    provinces = names.drop_duplicates("province_code").sort_values(named("province"))
    titles = {controls.COUNTRY: t("area.country")}
    titles |= dict(zip(provinces["province_code"], provinces[named("province")], strict=True))
    mode = controls.switch(
        t("map.show"), coverage_view.MODES, "show", lambda mode: t(f"map.mode.{mode}")
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
        on = controls.slide(
            t("map.date"), [day for day in reversed(days()) if day <= as_of()], "date", day_text
        )
    frame = ask(coverage.by_amphoe, on=on)
    st.markdown(
        t(
            "map.counts",
            covered=int(frame["is_covered"].sum()),
            amphoe=len(frame),
            held=int((frame["coverage"] == "held").sum()),
            ready=int(((frame["short_of"] == 0) & ~frame["is_covered"]).sum()),
        )
    )
    coverage_view.draw(
        frame,
        mode,
        key="coverage_map",
        focus=None if province == controls.COUNTRY else province,
        chosen=None if amphoe == controls.COUNTRY else amphoe,
        on_choose=open_amphoe,
    )
    st.caption(t("map.threshold", threshold=int(ask(health.edition).iloc[0].threshold)))
    if province == controls.COUNTRY:
        st.info(t("map.pick"), icon=":material/touch_app:")
        return
    st.subheader(t("map.list", province=titles[province]), anchor=False)
    listed = frame[frame["province_code"] == province].copy()
    if not listed["is_covered"].any():
        st.caption(t("map.gain_first"))
    listed["coverage"] = listed["coverage"].map(lambda state: t(f"map.{state}"))
    tables.show(
        listed.sort_values(["is_covered", "members"], ascending=False),
        {
            named("amphoe"): t("column.amphoe"),
            "members": t("column.members"),
            "coverage": t("column.coverage"),
            "covered_from": t("column.covered_from"),
            "short_of": t("column.short_of"),
            "held_on": t("column.held_on"),
        },
        name=f"amphoe_{province}",
        asof=on,
        alt=t("map.list", province=titles[province]),
    )


explore()
