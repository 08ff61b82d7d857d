"""Draws what waits for a decision of whoever looks, each with where to decide it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pandas as pd

from metrics import health
from metrics.coverage import representatives
from metrics.proposals import proposals
from metrics.safe import health as safe_health
from pages.access import viewer
from pages.everyone.overview import changed
from pages.ui import amphoe_links
from pages.ui.bar import place as place_of_page
from pages.ui.data import ask, ask_private
from pages.ui.headline.week import ask_here
from pages.ui.text import t


def is_for_viewer() -> bool:
    """Whether there are decisions of theirs at all: of organisers and officers."""
    return viewer.viewer().may_see_names


def draw(on: date) -> None:
    """Draw the decisions that wait on the day, or that none does."""
    lines = [changed.link(words, amphoe_links.of_page(page)) for words, page in _decisions(on)]
    changed.draw_list(t("overview.waiting"), lines or [t("overview.none_waits")])


def _decisions(on: date) -> Iterator[tuple[str, str]]:
    """Yield what waits, and on which page it is decided."""
    findings = ask_private(
        representatives.to_review, on=on, provinces=place_of_page.chosen().provinces
    )
    terms = findings.loc[findings["status"] == "provisional", "term_id"].nunique()
    if terms:
        yield t("overview.waits.reviews", n=terms), "reviews"
    names = len(ask_here(safe_health.unplaced, on=on))
    if names:
        yield t("overview.waits.names", n=names), "data_health"
    late = _unanswered(on)
    if late:
        yield t("overview.waits.proposals", n=late, days=proposals.SOON_DAYS), "listening"
    rhythms = ask(health.rhythms, on=on)
    old = rhythms.loc[rhythms["is_old"], "kind"]
    if len(old):
        kinds = ", ".join(t(f"data_health.kind.{kind}") for kind in old)
        page = "load_exports" if viewer.viewer().is_national_officer else "data_health"
        yield t("overview.waits.exports", kinds=kinds), page


def _unanswered(on: date) -> int:
    """Return how many proposals have had no answer for longer than is soon."""
    rows = ask_here(proposals.listed, on=on)
    if rows.empty:
        return 0
    is_open = ~rows["status"].isin(proposals.ANSWERS) & rows["answered_on"].isna()
    return int(
        (is_open & (rows["raised_on"] < pd.Timestamp(on - timedelta(proposals.SOON_DAYS)))).sum()
    )
