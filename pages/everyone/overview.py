"""Overview: where is the party this week, and what changed?"""

from datetime import timedelta

import streamlit as st

from metrics import coverage, membership, targets
from pages.ui import cards, coverage_view
from pages.ui.data import as_of, ask
from pages.ui.text import day_text, named, signed, t

WEEKS = 12

on, week_ago = as_of(), as_of() - timedelta(days=7)
pace = ask(targets.pace, on=on)
members = ask(membership.total, on=on).iloc[0]
covered = ask(coverage.total, on=on).iloc[0]
weeks = ask(membership.weekly, until=on, weeks=WEEKS)
covered_weeks = ask(coverage.weekly, until=on, weeks=WEEKS)["amphoe_covered"].tolist()
changes = ask(coverage.changes, since=week_ago, until=on)

left, right = st.columns(2)
with left:
    if weeks["members"].sum() == 0:
        st.info(t("overview.no_lists"))
    else:
        cards.headline(
            "members",
            int(members.members),
            int(weeks.iloc[-1].net_change),
            weeks["members"].tolist(),
            pace,
            t("overview.unplaced", unplaced=int(members.unplaced)),
        )
with right:
    cards.headline(
        "amphoe_covered",
        int(covered.amphoe_covered),
        covered_weeks[-1] - covered_weeks[-2],
        covered_weeks,
        pace,
        t("overview.of_928", **{name: int(value) for name, value in covered.items()}),
    )

left, right = st.columns(2)
with left:
    st.subheader(t("overview.changed"), anchor=False)
    st.caption(t("overview.window", since=day_text(week_ago), until=day_text(on)))
    latest = weeks.iloc[-1]
    st.markdown(
        t(
            "overview.members_changed",
            change=signed(int(latest.net_change)),
            joined=int(latest.joined),
            returned=int(latest.returned),
            left_members=int(latest.left_members),
        )
    )
    for change in ("gained", "lost"):
        rows = changes[changes["change"] == change]
        if len(rows):
            st.markdown(f"**{t(f'overview.{change}', n=len(rows))}**")
            st.markdown(
                "\n".join(
                    f"- {row[named('amphoe')]} · {row[named('province')]}"
                    + (
                        f" :orange-badge[{t('overview.first_in_province')}]"
                        if row["is_first_in_province"]
                        else ""
                    )
                    for _, row in rows.iterrows()
                )
            )
    if changes.empty:
        st.markdown(t("overview.none_changed"))
    st.page_link("pages/organisers/gaps.py", label=t("overview.open_gaps"), icon=":material/checklist:")
with right:
    st.subheader(t("overview.where"), anchor=False)
    coverage_view.draw(
        ask(coverage.by_amphoe, on=on), "coverage", key="overview_map", height=420
    )
    st.page_link("pages/everyone/coverage_map.py", label=t("overview.open_map"), icon=":material/map:")
