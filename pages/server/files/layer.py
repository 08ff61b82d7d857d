"""Sends public files and the front page small, and tells browsers to keep them.

Streamlit sends its program as it lies on the disk, three megabytes before the first word, and
compresses `static/` anew for everybody. Here each file is compressed once. What is asked for in
any other way than a browser's (a part of a file, an odd address) is left to Streamlit.
"""

import re

import streamlit as st
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.url_util import make_url_path

from pages.server.files.encodings import PLAIN, choose
from pages.server.files.front_page import front_page
from pages.server.files.public import Found, PublicFiles

_PAGE = re.compile(r"[A-Za-z0-9_-]*")
"""The rest of a page's address. What else is no page either is Streamlit's to answer."""


class Files:
    """A layer of the server, inside the entrance: who comes here may have the front page."""

    def __init__(self, app: ASGIApp, not_pages: frozenset[str]) -> None:
        self._app = app
        self._not_pages = not_pages
        self._files = PublicFiles()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for a file, or hand the request on."""
        answer = await self._answer(scope) if scope["type"] == "http" else None
        await (answer or self._app)(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response | None:
        asked = Headers(scope=scope)
        if scope["method"] not in ("GET", "HEAD") or "range" in asked:
            return None
        base = make_url_path(st.get_option("server.baseUrlPath") or "", "/")
        if not scope["path"].startswith(base):
            return None
        address = scope["path"].removeprefix(base)
        if _PAGE.fullmatch(address) and address not in self._not_pages:
            found: Found | None = front_page()
        else:
            found = await to_thread.run_sync(self._files.find, address)
        return None if found is None else await _send(found, asked)


async def _send(found: Found, asked: Headers) -> Response:
    encoding = choose(asked.get("accept-encoding", ""))
    body = found.forms.made(encoding)
    if body is None:
        body = await to_thread.run_sync(found.forms.form, encoding)
    if body is found.forms.made(PLAIN):
        encoding = PLAIN
    tag = f'"{found.tag}-{encoding}"'
    headers = {"cache-control": found.kept, "etag": tag, "vary": "Accept-Encoding"}
    if _knows(asked.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    if encoding != PLAIN:
        headers["content-encoding"] = encoding
    return Response(body, headers=headers, media_type=found.kind)


def _knows(known: str, tag: str) -> bool:
    """Whether a browser has it. What a proxy has repacked carries W/ before its tag."""
    return any(each.strip().removeprefix("W/") in (tag, "*") for each in known.split(","))
