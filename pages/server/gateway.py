"""Which requests reach the dashboard at all? Asked before Streamlit sees them.

Without sign-in only what this machine asks of itself, by its own name. With it, nothing that
another site's page asks, no file that was made for somebody to somebody who may not look, and none
from somebody who may not load it: what is sent lies in the server's memory.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import NamedTuple

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from i18n.messages import UserError, message
from pages.access import local_addresses, viewer
from pages.access.identity import Claims, Refusal
from pages.access.viewer import Viewer
from pages.server import upload_limits, visits

_MADE_FOR_SOMEBODY = ("/media/", "/_stcore/upload_file/", "/_stcore/metrics")
_SIGN_OUT = "/auth/logout"
_NEVER_KEPT = [(b"cache-control", b"no-store")]

_log = logging.getLogger("pakthong.access")


class _Refused(NamedTuple):
    """Why a request is refused: the key of the sentence, and whom the record should tell of."""

    key: str
    of: Refusal | None = None
    status: HTTPStatus = HTTPStatus.FORBIDDEN


class Door:
    """The outermost layer of the server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in scope["headers"]
        }
        refused = _refusal(scope, headers)
        if refused:
            if refused.of:
                await to_thread.run_sync(visits.turned_away, refused.of)
            await _refuse(scope, send, refused)
            return
        if scope["path"].endswith(_SIGN_OUT) and viewer.signs_in():
            await to_thread.run_sync(_end, claims_of(headers.get("cookie", "")))
        await self._app(scope, receive, _unkept(send) if _is_made(scope["path"]) else send)


def claims_of(cookie_header: str) -> Claims:
    """Return the claims of a request's cookies; none unless they are signed by us."""
    try:
        cookies = SimpleCookie(cookie_header)
    except CookieError:
        return {}

    def one(name: str) -> bytes | None:
        value = cookies[name].value if name in cookies else ""
        signed = value.encode("latin-1", "replace")
        return decode_signed_value(get_cookie_secret(), name, signed) if signed else None

    told = get_cookie_with_chunks(one, USER_COOKIE_NAME)
    try:
        claims = json.loads(told or b"{}")
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) else {}


def _end(claims: Claims) -> None:
    """End a sign-in where nobody can be told that it failed: the cookie at least has to go."""
    try:
        visits.end(claims)
    except UserError as refused:
        _log.error("%s", refused.message)


def _refusal(scope: Scope, headers: Mapping[str, str]) -> _Refused | None:
    """Return why a request is refused, or nothing."""
    own = headers.get("host", "")
    origin = headers.get("origin")
    if not viewer.signs_in():
        ends = [each[0] for each in (scope.get("server"), scope.get("client")) if each]
        is_local = local_addresses.is_local(headers) and all(map(local_addresses.is_address, ends))
        if not is_local:
            return _Refused("access.refused_here")
    if origin is not None and local_addresses.netloc(origin) != own:
        is_ours = viewer.signs_in() and origin == get_origin_from_redirect_uri()
        if not is_ours:
            return _Refused("access.foreign")
    length = headers.get("content-length", "")
    if upload_limits.is_too_large(length):
        return _Refused("access.too_large", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if viewer.signs_in() and _is_made(scope["path"]):
        seen = viewer.judge(claims_of(headers.get("cookie", "")))
        if not isinstance(seen, Viewer):
            return _Refused("access.not_admitted", seen)
        if upload_limits.is_upload(scope["path"]) and not seen.is_national_officer:
            of = Refusal("upload", seen.who, seen.sign_in)
            return _Refused("intake.not_allowed", of)
    if upload_limits.is_upload(scope["path"]) and upload_limits.is_full(length):
        return _Refused("access.full", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return None


def _is_made(path: str) -> bool:
    return any(part in path for part in _MADE_FOR_SOMEBODY)


async def _refuse(scope: Scope, send: Send, refused: _Refused) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    body = str(message(refused.key)).encode("utf-8")
    kind = [(b"content-type", b"text/plain; charset=utf-8")]
    start = {"type": "http.response.start", "status": refused.status}
    await send({**start, "headers": kind + _NEVER_KEPT})
    await send({"type": "http.response.body", "body": body})


def _unkept(send: Send) -> Send:
    """Return what sends an answer that neither a browser nor a proxy keeps."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            told: Iterable[tuple[bytes, bytes]] = message.get("headers", [])
            kept = [each for each in told if each[0].lower() != b"cache-control"]
            message = {**message, "headers": [*kept, *_NEVER_KEPT]}
        await send(message)

    return sending
