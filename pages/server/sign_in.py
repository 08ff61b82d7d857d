"""Draws what somebody sees who has not signed in, or whom the party's list does not let in.

Nothing about the data: who this is for, one button, and why and whom to ask when it was not enough.
"""

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.auth_util import get_secrets_auth_section

from etl.access import access_list
from pages.access.identity import Refusal
from pages.server import return_address
from pages.ui.data import settings
from pages.ui.text import t

_NO_BUTTON = ("list", "elsewhere")
_REPEATABLE = ("expired", "ended")
_WIDTH_PX = 480


def draw(refusal: Refusal, names: Sequence[str], choose_language: Callable[[], None]) -> None:
    """Draw the page in place of each of the pages `names`, so that every address leads to it."""
    stand_in = [
        st.Page(_nothing, title=t("sign_in.title"), url_path=name, default=name == names[0])
        for name in names
    ]
    st.navigation(stand_in, position="hidden")
    with st.container(horizontal_alignment="center"), st.container(width=_WIDTH_PX):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.title(t("sign_in.heading"), anchor=False, width="stretch")
            with st.container(width="content"):
                choose_language()
        with st.container(border=True, gap="medium"):
            st.markdown(t("sign_in.for_whom"))
            if refusal.reason != "signed_out":
                _draw_reason(refusal)
            if refusal.reason not in _NO_BUTTON:
                _draw_button(refusal, names)
        contact = _plain(_contact())
        st.caption(t("sign_in.ask", contact=contact) if contact else t("sign_in.ask_nobody"))


def _draw_reason(refusal: Refusal) -> None:
    words = t(f"sign_in.why.{refusal.reason}")
    if "@" in refusal.actor:
        words = f"**{_plain(refusal.actor)}**  \n{words}"
    if refusal.reason in _REPEATABLE:
        st.info(words)
    else:
        st.warning(words)


def _draw_button(refusal: Refusal, names: Sequence[str]) -> None:
    is_other = refusal.reason not in ("signed_out", *_REPEATABLE)
    st.button(
        t("sign_in.other_account" if is_other else "sign_in.button"),
        key="sign_in",
        type="primary",
        width="stretch",
        on_click=_start_sign_in,
        args=(names,),
    )


def _start_sign_in(names: Sequence[str]) -> None:
    """Send the browser to the provider, and remember where it is to come back to."""
    return_address.remember(names)
    st.login(_provider())


def _provider() -> str | None:
    """Return the name of the provider in the secrets; None for one without a name."""
    auth = get_secrets_auth_section()
    if auth.get("client_id"):
        return None
    return next((name for name in auth if hasattr(auth[name], "get")), None)


def _contact() -> str:
    try:
        return access_list.read(settings()).contact
    except access_list.BadAccessList:
        return ""


def _plain(address: str) -> str:
    """Return an address as text that Markdown does not take for more."""
    return "".join(f"\\{each}" if not each.isalnum() else each for each in address)


def _nothing() -> None:
    """No page: it is never run."""
