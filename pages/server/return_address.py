"""Leads somebody who had to sign in first back to the page they came for.

Streamlit sends everybody to the front page after a sign-in. So the address is kept here, from the
press of the button until the provider sends the browser back, under the token that Streamlit gave
that browser; nothing of it is in a cookie or at the provider.
"""

import threading
from collections import OrderedDict
from collections.abc import Collection
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlencode, urlsplit

import streamlit as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.web.server.starlette.starlette_app_utils import decode_xsrf_token_string
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME

_CALLBACK = "/oauth2callback"
_MOST_ADDRESSES = 1_000
"""How many people may be at their provider at once; who began before them comes to the front."""
_LONGEST_ADDRESS = 2_000

_addresses: OrderedDict[bytes, str] = OrderedDict()
_lock = threading.Lock()


def remember(names: Collection[str]) -> None:
    """Keep the address at which somebody begins to sign in, if it is of one of the pages `names`.

    Called in the session of who signs in.
    """
    browser = _browser(st.context.cookies.get(XSRF_COOKIE_NAME))
    page = urlsplit(st.context.url or "").path.rpartition("/")[2]
    parameters = st.query_params
    query = urlencode([(key, value) for key in parameters for value in parameters.get_all(key)])
    address = (page if page in names else "") + (f"?{query}" if query else "")
    if browser is None or len(address) > _LONGEST_ADDRESS:
        return
    with _lock:
        _addresses.pop(browser, None)
        _addresses[browser] = address
        while len(_addresses) > _MOST_ADDRESSES:
            _addresses.popitem(last=False)


class ReturnAddress:
    """A layer of the server: it leads who comes back from the provider on to where they were."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on; what the callback answers gets the rest of the address."""
        is_back = scope["type"] == "http" and scope["path"].endswith(_CALLBACK)
        await self._app(scope, receive, _send_redirect(scope, send) if is_back else send)


def _send_redirect(scope: Scope, send: Send) -> Send:
    cookies = [value for name, value in scope["headers"] if name.lower() == b"cookie"]

    async def sending(message: Message) -> None:
        if message.get("status") == HTTPStatus.FOUND:
            with _lock:
                address = _addresses.pop(_browser(_cookie(cookies)) or b"", "")
            headers = [
                (name, value + address.encode("ascii") if _is_front(name, value) else value)
                for name, value in message.get("headers", [])
            ]
            message = {**message, "headers": headers}
        await send(message)

    return sending


def _is_front(name: bytes, value: bytes) -> bool:
    """Whether a header leads to the front page of this site, and not to another."""
    return name.lower() == b"location" and value.startswith(b"/") and value.endswith(b"/")


def _cookie(headers: list[bytes]) -> str | None:
    try:
        cookies = SimpleCookie(b"; ".join(headers).decode("latin-1"))
    except CookieError:
        return None
    return cookies[XSRF_COOKIE_NAME].value if XSRF_COOKIE_NAME in cookies else None


def _browser(cookie: str | None) -> bytes | None:
    """Return what is the same in every cookie one browser was given; None without one."""
    return decode_xsrf_token_string(cookie)[0] if cookie else None
