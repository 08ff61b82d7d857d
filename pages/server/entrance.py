"""Answers whoever may not look: with the page to sign in by, wherever a page is asked for.

What remains behind it is Streamlit's, and for those who are let in.
"""

from pathlib import Path

import streamlit as st
from anyio import to_thread
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.file_util import get_static_dir
from streamlit.url_util import make_url_path

from pages.access import viewer
from pages.access.identity import Refusal
from pages.access.viewer import Viewer
from pages.server import return_address, sign_in, visits
from pages.server.cookies import claims_of

_FRONT = "index.html"
NO_PAGES = frozenset(
    {"_stcore", "app", "auth", "component", "media", "oauth2callback", return_address.BEGIN}
    | {each.name for each in Path(get_static_dir()).iterdir()}
) - {_FRONT}
"""What begins an address of no page; Streamlit answers all others with its front page."""


class Entrance:
    """A layer of the server, inside the gateway."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a page in the place of Streamlit, unless who asks may look."""
        page = _page(scope)
        if page is None or not viewer.requires_sign_in():
            await self._app(scope, receive, send)
            return
        visitor = viewer.judge(claims_of(scope))
        if isinstance(visitor, Viewer):
            await self._app(scope, receive, send)
            return
        if visitor.sign_in:
            await to_thread.run_sync(visits.record_refusal, visitor)
        await _answer(visitor, page, scope["query_string"].decode("ascii", "replace"))(
            scope, receive, send
        )


def _answer(refusal: Refusal, page: str, query: str) -> HTMLResponse:
    begin = return_address.begin_address("" if page == _FRONT else page, query)
    body = sign_in.page(refusal, query, begin)
    return HTMLResponse(body, headers={"cache-control": "no-store"})


def _page(scope: Scope) -> str | None:
    """Return the name of the page that is asked for, empty for the front page."""
    if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
        return None
    base = make_url_path(st.get_option("server.baseUrlPath") or "", "/")
    _, found, rest = scope["path"].partition(base)
    if not found or rest.partition("/")[0] in NO_PAGES:
        return None
    return str(rest)
