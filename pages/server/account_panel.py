"""Draws who is signed in, what they may see, and the button that signs them out."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from i18n.messages import UserError
from pages.access import viewer as access
from pages.access.viewer import Viewer
from pages.server import visits
from pages.ui import scope
from pages.ui.text import t


def draw(viewer: Viewer, *, is_empty: bool) -> None:
    """Draw who is signed in, their role and provinces, and the way out; nothing without sign-in.

    Their provinces have names once there is an edition (not `is_empty`).
    """
    if not viewer.sign_in:
        return
    with st.container(border=True, gap="xsmall"):
        st.caption(t("signed_in.as"))
        st.text(viewer.actor)
        role = t(f"role.{viewer.role}")
        sees = "" if is_empty else f" · {t('signed_in.sees', where=scope.everything())}"
        st.caption(f"{role}{sees}")
        if st.button(t("signed_in.out"), key="sign_out", icon=":material/logout:", width="stretch"):
            sign_out()


def sign_out() -> None:
    """Sign out, and say so when a copy of the cookie could not be made worthless.

    The run ends here: to go on, with nobody to show anything to, would begin it anew, and what is
    on its way to the browser by then, to leave for the provider, would be dropped.
    """
    try:
        visits.sign_out()
    except UserError as error:
        st.error(str(error.message))
    st.stop()


def stand_in(name: str) -> StreamlitPage:
    """Return what stands at the address of a page of an audience that the viewer is not in."""

    def not_yours() -> None:
        access.viewer()
        visits.record_forbidden_page(name)
        st.warning(t("sign_in.not_yours"), icon=":material/lock:")

    return st.Page(not_yours, title=t("sign_in.title"), url_path=name, visibility="hidden")
