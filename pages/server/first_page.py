"""Leads the address of the first page's name to the root, where Streamlit has it.

Of every other page the name is the address. Of this one Streamlit would say that there is no such
page, and show it all the same.
"""

from http import HTTPStatus

import streamlit as st
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.url_util import make_url_path

NAME = "overview"


class FirstPage:
    """A layer of the server that answers one address, wherever a proxy puts the dashboard."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, unless it asks for the first page by its name."""
        base = st.get_option("server.baseUrlPath") or ""
        if scope["type"] != "http" or scope["path"] != make_url_path(base, NAME):
            await self._app(scope, receive, send)
            return
        query = scope["query_string"]
        address = b"./" + (b"?" + query if query else b"")
        await send(
            {
                "type": "http.response.start",
                "status": HTTPStatus.TEMPORARY_REDIRECT,
                "headers": [(b"location", address), (b"content-length", b"0")],
            }
        )
        await send({"type": "http.response.body", "body": b""})
