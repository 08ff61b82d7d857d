"""Draws the frame around every page: sign-in, language, edition, day and menu."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from etl.warehouse.editions import NoEdition
from i18n.messages import UserError
from i18n.phrases import LANGUAGES, OWN_NAMES
from metrics import health
from pages.access import viewer as access
from pages.access.viewer import Viewer
from pages.server import account_panel, operations, return_address, visits
from pages.ui import controls, downloads, month_path, scope, suppressed, text
from pages.ui.bar import bar
from pages.ui.bar import day as day_of_page
from pages.ui.bar import place as place_of_page
from pages.ui.data import as_of, ask, damaged_edition, settings, settle_edition
from pages.ui.headline import week
from pages.ui.text import t

# Every page by audience: the audience is the page's folder and decides who may open it.
MENU = {
    "everyone": {
        "overview": ":material/flag:",
        "coverage_map": ":material/map:",
        "growth": ":material/trending_up:",
        "projections": ":material/query_stats:",
        "elections": ":material/how_to_reg:",
        "events": ":material/event:",
    },
    "organisers": {
        "gaps": ":material/checklist:",
        "amphoe": ":material/location_on:",
        "listening": ":material/forum:",
        "reviews": ":material/rule:",
        "data_health": ":material/verified:",
    },
    "officers": {
        "month": ":material/summarize:",
        "agm_roll": ":material/how_to_vote:",
        "record": ":material/history:",
    },
}


FINDINGS = {"overview": week.say_finding}
"""What a page's heading is, where it is what the page found and not the page's name."""

LOADS = month_path.NAME
"""The page through which the first edition can come, so that it opens before there is one."""

LOOK = Path(__file__).parent / "pages" / "ui" / "page.css"


def choose_language() -> None:
    """Thai first; English a click away."""
    text.settle_language()
    with st.container(key="languages"):
        controls.switch(
            "ภาษา · Language",
            LANGUAGES,
            "lang",
            OWN_NAMES.__getitem__,
            is_labelled=False,
        )
    text.settle_language()


def menu(viewer: Viewer) -> tuple[StreamlitPage, str, str]:
    """Draw the viewer's menu; return the page asked for, its audience and its name.

    The address of another audience's page leads to a page that says so, and is in no menu. What is
    a step of the month's path for an officer is there in no menu either: its address leads on.
    """
    pages: dict[str, list[StreamlitPage]] = {}
    listed: list[tuple[StreamlitPage, str, str]] = []
    for audience, names in MENU.items():
        is_theirs = audience in viewer.audiences
        for name, icon in names.items():
            if viewer.is_officer and name in month_path.FOLDED:
                continue
            page = (
                st.Page(
                    f"pages/{audience}/{name}/page.py",
                    title=t(f"{name}.title"),
                    icon=icon,
                    url_path=name,
                )
                if is_theirs
                else account_panel.stand_in(name)
            )
            pages.setdefault(t(f"menu.{audience}") if is_theirs else "", []).append(page)
            listed.append((page, audience if is_theirs else "", name))
    known = {name for _, _, name in listed}
    for name in month_path.FOLDED:
        if name not in known:
            page = lead_on(name) if viewer.is_officer else account_panel.stand_in(name)
            pages.setdefault("", []).append(page)
            listed.append((page, "", name))
    chosen = st.navigation(pages, expanded=True)  # an officer looks for pages at the end as well
    return next(each for each in listed if each[0] is chosen)


def lead_on(name: str) -> StreamlitPage:
    """Return what stands at the address of a page that is a step of the month's path by now.

    The server leads there at once; this is for who goes back to it in the middle of a session.
    """

    def lead() -> None:
        _, step = month_path.of_page(name)
        st.switch_page(month_path.PAGE, query_params={**st.query_params.to_dict(), **step})

    return st.Page(lead, title=t(f"{name}.title"), url_path=name, visibility="hidden")


def find(name: str) -> str:
    """Return what a page found, for its heading; nothing where it is headed by its name."""
    try:
        return FINDINGS[name]() if name in FINDINGS else ""
    except NoEdition:
        raise
    except UserError:  # the page itself says which
        return ""


def draw_nothing_yet(page: StreamlitPage, audience: str, name: str) -> None:
    """What there is before the first edition: how to make one, and the page that makes it."""
    is_loading = name == LOADS
    st.title(page.title if is_loading else t("empty.title"), anchor=False)
    damaged = damaged_edition()
    if damaged:
        st.error(t("build.damaged", edition=damaged))
    if access.viewer().is_officer:
        st.info(t("empty.how", folder=settings().exports))
    else:
        st.info(t("empty.wait"))
    if is_loading:
        run(page, audience, name)
    else:
        access.page_link(month_path.PAGE, t("empty.load"), ":material/upload_file:")


def run(page: StreamlitPage, audience: str, name: str) -> None:
    """Run the page, recorded; what it refuses is said, in the reader's language."""
    try:
        operations.count_rerun()
        visits.record_page(audience, name)
        with downloads.one_menu():
            page.run()
    except NoEdition:
        raise
    except UserError as error:
        if isinstance(error, access.NotAllowed):
            visits.record_forbidden_page(name)
        st.error(text.plain(error.message[text.language()]))


def main() -> None:
    """Draw the frame around the page that was asked for."""
    st.set_page_config(page_title=bar.party_name(), page_icon=str(bar.FLAG), layout="wide")
    visitor = access.settle_viewer()
    if not isinstance(visitor, Viewer):
        # The server answers before the pages; who comes past it is told no more than this.
        visits.record_refusal(visitor)
        st.navigation([st.Page(nothing, title=t("sign_in.title"))], position="hidden")
        st.error(text.either(f"sign_in.why.{visitor.reason}", t("access.not_admitted")))
        if access.requires_sign_in():
            st.link_button(t("sign_in.button"), return_address.begin_address("", ""))
        st.stop()
    try:
        visits.record_sign_in(visitor)
        draw()
    except NoEdition:
        raise
    except UserError as error:
        st.error(error.message[text.language()])


def nothing() -> None:
    """No page: it is never run."""


def draw() -> None:
    """Draw the frame, and the page in it."""
    viewer = access.viewer()
    controls.follow_history()
    with st.sidebar:
        choose_language()
    st.html(LOOK)
    st.html(bar.style())
    page, audience, name = menu(viewer)
    if viewer.is_officer and name in month_path.FOLDED:
        page.run()
    controls.follow_link(name)
    st.set_page_config(page_title=f"{page.title} · {bar.party_name()}")
    bar.take_edition_from_address()
    is_empty = settle_edition() is None
    with st.sidebar:
        account_panel.draw(viewer, is_empty=is_empty)
    if is_empty:
        bar.draw_party()
        draw_nothing_yet(page, audience, name)
        st.stop()
    refusals = [day_of_page.take_from_address(name), place_of_page.take_from_address()]
    theirs = [
        each
        for kind in MENU
        if kind in viewer.audiences
        for each in MENU[kind]
        if not (viewer.is_officer and each in month_path.FOLDED)
    ]
    bar.draw(name, theirs, is_sample=bool(ask(health.edition)["is_sample"].iloc[0]))
    # In one box, whatever is said: what comes and goes above a page would draw its parts anew.
    with st.container(key="heading", gap="xxsmall"):
        bar.draw_heading(find(name) or page.title)
        for refusal in filter(None, refusals):
            st.info(refusal, icon=":material/info:")
        if wider := place_of_page.say_wider(name):
            st.caption(wider)
        if audience != "officers":
            suppressed.say_told_day(as_of())
        if viewer.provinces is not None:
            st.caption(t("banner.scope", where=scope.everything()))
    run(page, audience, name)


try:
    main()
except NoEdition:
    # Removed while the page was being drawn: the next run looks at the one that serves now.
    st.rerun()
