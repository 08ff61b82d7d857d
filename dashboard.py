"""Who are you, which language, which day: the menu, and nothing else."""

from datetime import date
from pathlib import Path

import streamlit as st

from etl.sentences import Refused
from etl.warehouse import NoEdition
from metrics import health
from pages.ui import access, controls, text
from pages.ui.data import as_of, ask, days, editions, look, serving, settings
from pages.ui.text import day_text, edition_text, t

# Every page by audience: the audience is the page's folder and decides who may open it.
MENU = {
    "everyone": {
        "overview": ":material/flag:",
        "coverage_map": ":material/map:",
        "growth": ":material/trending_up:",
        "projections": ":material/query_stats:",
        "elections": ":material/how_to_reg:",
    },
    "organisers": {
        "gaps": ":material/checklist:",
        "amphoe": ":material/location_on:",
        "reviews": ":material/rule:",
        "data_health": ":material/verified:",
    },
    "officers": {
        "monthly_report": ":material/summarize:",
        "agm_roll": ":material/how_to_vote:",
    },
}


FLAG = Path(__file__).parent / "pages" / "ui" / "flag.svg"


def choose_language() -> None:
    """Thai first; English a click away."""
    text.settle_language()
    controls.switch(
        "ภาษา · Language",
        text.LANGUAGES,
        "lang",
        {"th": "ไทย", "en": "English"}.__getitem__,
        is_labelled=False,
    )
    text.settle_language()


def choose_edition() -> None:
    """As which edition knew it, when several are kept."""
    if len(editions()) > 1:
        controls.choose(
            t("sidebar.edition"), editions(), "edition", edition_text, default=serving()
        )


def choose_day() -> None:
    """Which day to describe."""
    options = [day.isoformat() for day in days()]
    controls.choose(
        t("sidebar.asof"), options, "asof", lambda day: day_text(date.fromisoformat(day))
    )


def main() -> None:
    """Draw the frame around the page that was asked for."""
    st.set_page_config(page_title="ปักธง · Pakthong", page_icon=str(FLAG), layout="wide")
    st.logo(FLAG, size="large")
    with st.sidebar:
        choose_language()
    pages = {
        t(f"menu.{audience}"): [
            st.Page(f"pages/{audience}/{name}.py", title=t(f"{name}.title"), icon=icon)
            for name, icon in names.items()
        ]
        for audience, names in MENU.items()
        if audience in access.viewer().audiences
    }
    page = st.navigation(pages)
    with st.sidebar:
        choose_edition()
    if look() is None:
        st.title(t("empty.title"))
        st.info(t("empty.how", folder=settings().exports))
        st.stop()
    with st.sidebar:
        choose_day()
    edition = ask(health.edition).iloc[0]
    if edition.is_sample:
        st.warning(t("banner.sample"), icon=":material/science:")
    st.title(page.title, anchor=False)
    st.caption(t("banner.dates", asof=day_text(as_of()), edition=edition_text(edition.edition)))
    try:
        page.run()
    except NoEdition:
        raise
    except Refused as refused:
        st.error(text.plain(getattr(refused.sentence, text.language())))


try:
    main()
except NoEdition:
    # Removed while the page was being drawn: the next run looks at the one that serves now.
    st.rerun()
