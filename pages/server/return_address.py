"""Leads somebody who had to sign in first back to the page they came for.

Streamlit sends everybody to the front page after a sign-in. So the address that a browser came for
is kept by that browser, from the press of the button until the provider sends it back.
"""

import re
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import quote, unquote

import streamlit as st
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_secrets_auth_section
from streamlit.url_util import make_url_path
from streamlit.user_info import generate_login_redirect_url

BEGIN = "sign-in"
"""The address of the button: it remembers, and leads on to the provider."""
_CALLBACK = "/oauth2callback"
_COOKIE = "pakthong_return"
_SECONDS = 900
"""How long somebody may be at their provider."""
_LONGEST = 1_500
_OURS = re.compile(r"\w{0,80}(\?[\x21-\x7e]*)?", re.ASCII)
"""The name of a page and what it shows: never a path that leads to another site."""


def begin_address(page: str, query: str) -> str:
    """Return where a sign-in begins that leads back to a page and its query."""
    address = f"{page}?{query}" if query else page
    path = make_url_path(_base(), BEGIN)
    return f"{path}?to={quote(address, safe='')}" if _is_ours(address) else path


class ReturnAddress:
    """A layer of the server: it leads who comes back from the provider on to where they were."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Begin a sign-in; hand other requests on, and lengthen the address a callback leads to."""
        if scope["type"] == "http" and scope["path"] == make_url_path(_base(), BEGIN):
            await _begin(scope)(scope, receive, send)
            return
        is_back = scope["type"] == "http" and scope["path"].endswith(_CALLBACK)
        await self._app(scope, receive, _send_redirect(scope, send) if is_back else send)


def _begin(scope: Scope) -> Response:
    response = RedirectResponse(
        generate_login_redirect_url(_provider()), HTTPStatus.FOUND, {"cache-control": "no-store"}
    )
    address = HTTPConnection(scope).query_params.get("to", "")
    if address and _is_ours(address):
        kept = quote(address, safe="")
        response.set_cookie(
            _COOKIE, kept, _SECONDS, path=_cookie_path(), httponly=True, samesite="lax"
        )
    else:
        response.delete_cookie(_COOKIE, path=_cookie_path())
    return response


def _provider() -> str:
    """Return the name of the provider in the secrets."""
    auth = get_secrets_auth_section()
    if auth.get("client_id"):
        return "default"
    return next((name for name in auth if hasattr(auth[name], "get")), "default")


def _send_redirect(scope: Scope, send: Send) -> Send:
    address = unquote(HTTPConnection(scope).cookies.get(_COOKIE, ""))

    async def sending(message: Message) -> None:
        if message.get("status") == HTTPStatus.FOUND and address:
            ours = address.encode("ascii") if _is_ours(address) else b""
            headers = [
                (name, value + ours if _is_front(name, value) else value)
                for name, value in message.get("headers", [])
            ]
            message = {**message, "headers": [*headers, (b"set-cookie", _forgetting())]}
        await send(message)

    return sending


def _forgetting() -> bytes:
    gone = SimpleCookie({_COOKIE: ""})
    gone[_COOKIE].update({"path": _cookie_path(), "max-age": "0"})
    return gone[_COOKIE].OutputString().encode("ascii")


def _is_ours(address: str) -> bool:
    return len(address) <= _LONGEST and bool(_OURS.fullmatch(address))


def _is_front(name: bytes, value: bytes) -> bool:
    """Whether a header leads to the front page of this site, and not to another."""
    return name.lower() == b"location" and value.startswith(b"/") and value.endswith(b"/")


def _base() -> str:
    return st.get_option("server.baseUrlPath") or ""


def _cookie_path() -> str:
    return make_url_path(_base(), "/")
