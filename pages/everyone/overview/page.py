"""Overview: where is the party this week, and what changed?"""

from datetime import timedelta

import pandas as pd
import streamlit as st

from metrics import health
from metrics.coverage import coverage
from metrics.safe import amphoe, targets
from metrics.safe import members as safe_members
from pages.access import viewer
from pages.everyone.overview import headline_cards, headline_notes, week_events, week_proposals
from pages.ui import amphoe_links
from pages.ui import verified as verified_view
from pages.ui.data import as_of, ask
from pages.ui.map import coverage as coverage_view
from pages.ui.text import day_text, named, t

WEEKS = 12


def list_amphoe(changes: pd.DataFrame, change: str) -> None:
    """Name the amphoe gained or lost, each with its province."""
    rows = changes[changes["change"] == change]
    if rows.empty:
        return
    lines = [f"**{t(f'overview.{change}', n=len(rows))}**", ""]
    rows = rows.assign(address=amphoe_links.addresses(rows["amphoe_code"], asof=on))
    for _, row in rows.iterrows():
        first = f" :orange-badge[{t('overview.first_in_province')}]"
        lines.append(
            f"- [{row[named('amphoe')]}]({row['address']}) · {row[named('province')]}"
            + (first if row["is_first_in_province"] else "")
        )
    st.markdown("\n".join(lines))


on, week_ago = as_of(), as_of() - timedelta(days=7)
decisions = ask(targets.decisions, on=on)
members = ask(safe_members.total, on=on).iloc[0]
covered = ask(coverage.total, on=on).iloc[0]
verified = verified_view.line(ask(coverage.verified, on=on).iloc[0])
weeks = ask(safe_members.weekly, until=on, weeks=WEEKS)
covered_weeks = ask(coverage.weekly, until=on, weeks=WEEKS)["amphoe_covered"].tolist()
changes = ask(coverage.changes, since=week_ago, until=on)
compared = ask(health.members_since, on=on, since=week_ago).iloc[0]
latest, first_list_on = weeks.iloc[-1], ask(health.edition).iloc[0].first_list_on
if compared.is_list:
    latest = ask(safe_members.change, on=on, since=compared.since.date()).iloc[0]
newest_by_kind = {row.kind: row.newest_on for row in ask(health.sources, on=on).itertuples()}


def say_stale(kind: str) -> str:
    """Say up to which day a kind of export tells, when that is before the day looked at."""
    newest_on = newest_by_kind.get(kind)
    if newest_on is None or pd.isna(newest_on) or newest_on.date() >= on:
        return ""
    return t("overview.stale", day=day_text(newest_on))


is_change_known = not latest.is_change_backfilled and not say_stale("members")

words_column, map_column = st.columns([3, 2], gap="medium")
with words_column:
    left, right = st.columns(2)
    with left:
        if pd.isna(first_list_on):
            st.info(t("overview.no_lists"))
        else:
            note = headline_notes.say_unplaced(members)
            if say_stale("members"):
                note += " · " + say_stale("members")
            elif weeks["is_backfilled"].any():
                note += " · " + t("overview.history", first=day_text(first_list_on))
            headline_cards.headline(
                "members",
                members["members"],
                latest["net_change"] if is_change_known else None,
                weeks["members"].dropna().astype(int).tolist(),
                decisions,
                note,
                headline_notes.say_since(compared),
            )
    with right:
        headline_cards.headline(
            "amphoe_covered",
            int(covered.amphoe_covered),
            None if say_stale("elections") else covered_weeks[-1] - covered_weeks[-2],
            covered_weeks,
            decisions,
            " · ".join(
                filter(
                    None,
                    (
                        t("overview.of_928", **{name: int(n) for name, n in covered.items()}),
                        verified,
                        say_stale("elections"),
                    ),
                )
            ),
            t("overview.since_week"),
        )
    with st.container(horizontal=True):
        viewer.page_link(
            "pages/everyone/projections/page.py",
            label=t("overview.open_projections"),
            icon=":material/query_stats:",
        )
        if verified:
            viewer.page_link(
                "pages/organisers/reviews/page.py",
                label=t("overview.open_reviews"),
                icon=":material/fact_check:",
            )
    st.subheader(t("overview.changed"), anchor=False)
    st.caption(t("overview.window", since=day_text(week_ago), until=day_text(on)))
    if is_change_known and not pd.isna(first_list_on):
        st.markdown(headline_notes.say_change(latest, compared))
    list_amphoe(changes, "gained")
    list_amphoe(changes, "lost")
    if changes.empty:
        st.markdown(t("overview.none_changed"))
    week_events.draw(on)
    week_proposals.draw(on, week_ago)
with map_column:
    st.subheader(t("overview.where"), anchor=False)
    coverage_view.draw(ask(amphoe.by_amphoe, on=on), "coverage", key="overview_map", height=560)
    with st.container(horizontal=True):
        viewer.page_link(
            "pages/everyone/coverage_map/page.py",
            label=t("overview.open_map"),
            icon=":material/map:",
        )
        viewer.page_link(
            "pages/organisers/gaps/page.py",
            label=t("overview.open_gaps"),
            icon=":material/checklist:",
        )
