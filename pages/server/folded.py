"""Leads an officer from the address of what is a step of the month's path by now to that step.

Only the server can put one address in another's place: a page that led on would stand in the way
of the browser's Back.
"""

from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode

import streamlit as st
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.url_util import make_url_path

from pages.access import viewer
from pages.access.viewer import Viewer
from pages.server.cookies import claims_of
from pages.ui.month_path import FOLDED, NAME, STEP


class Folded:
    """A layer of the server, inside the entrance: who comes to it may look."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, unless an officer asks for such an address."""
        step = _step(scope)
        if step is None or not _is_officer(scope):
            await self._app(scope, receive, send)
            return
        asked = parse_qsl(scope["query_string"].decode("ascii", "replace"))
        query = urlencode([*(pair for pair in asked if pair[0] != STEP), (STEP, step)])
        answer = RedirectResponse(
            f"./{NAME}?{query}", HTTPStatus.TEMPORARY_REDIRECT, {"cache-control": "no-store"}
        )
        await answer(scope, receive, send)


def _step(scope: Scope) -> str | None:
    base = make_url_path(st.get_option("server.baseUrlPath") or "", "/")
    if scope["type"] != "http" or not scope["path"].startswith(base):
        return None
    return FOLDED.get(scope["path"].removeprefix(base))


def _is_officer(scope: Scope) -> bool:
    if not viewer.requires_sign_in():
        return True
    visitor = viewer.judge(claims_of(scope))
    return isinstance(visitor, Viewer) and visitor.is_officer
