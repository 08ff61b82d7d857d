"""Refuses requests that must not reach the dashboard, before Streamlit sees them.

Without sign-in only what this machine asks of itself, by its own name. With it, nothing that
another site's page asks, no file that was made for somebody to somebody who may not look, and none
from somebody who may not load it: what is sent lies in the server's memory.
"""

import logging
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import NamedTuple

import streamlit as st
from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.url_util import make_url_path

from i18n.messages import UserError, message
from pages.access import local_addresses, made_files, viewer
from pages.access.identity import Claims, Refusal
from pages.access.viewer import Viewer
from pages.server import upload_limits, visits
from pages.server.cookies import claims_of

_PERSONAL = ("/_stcore/upload_file/", "/_stcore/metrics")
_CORE = "/_stcore/"
_SERVED = ("health", "host-config", "stream", "upload_file", "metrics", "bidi-components")
"""What a browser asks the server itself for. Programs that drive pages have no business here."""
_SIGN_OUT = "/auth/logout"
_NO_STORE = [(b"cache-control", b"no-store")]

_log = logging.getLogger("pakthong.access")


class _Rejection(NamedTuple):
    """Why a request is refused: the key of the sentence, and whom the record should tell of."""

    key: str
    refusal: Refusal | None = None
    status: HTTPStatus = HTTPStatus.FORBIDDEN


class Gateway:
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
        rejection = _find_rejection(scope, headers)
        if rejection:
            if rejection.refusal:
                await to_thread.run_sync(visits.record_refusal, rejection.refusal)
            await _answer_rejection(scope, send, rejection)
            return
        if scope["path"].endswith(_SIGN_OUT) and viewer.requires_sign_in():
            await to_thread.run_sync(_end_sign_in, claims_of(scope))
        await self._app(
            scope, receive, _send_uncached(send) if _is_personal(scope["path"]) else send
        )


def _end_sign_in(claims: Claims) -> None:
    """End a sign-in where nobody can be told that it failed: the cookie at least has to go."""
    try:
        visits.end_sign_in(claims)
    except UserError as error:
        _log.error("%s", error.message)


def _find_rejection(scope: Scope, headers: Mapping[str, str]) -> _Rejection | None:
    """Return why a request is refused, or nothing."""
    host = headers.get("host", "")
    origin = headers.get("origin")
    path = scope["path"]
    if not viewer.requires_sign_in():
        ends = [each[0] for each in (scope.get("server"), scope.get("client")) if each]
        is_local = local_addresses.is_local(headers) and all(map(local_addresses.is_address, ends))
        if not is_local:
            return _Rejection("access.refused_here")
    if origin is not None and local_addresses.netloc(origin) != host:
        is_ours = viewer.requires_sign_in() and origin == get_origin_from_redirect_uri()
        if not is_ours:
            return _Rejection("access.foreign")
    if not _is_served(path):
        return _Rejection("access.not_served", status=HTTPStatus.NOT_FOUND)
    length = headers.get("content-length", "")
    if upload_limits.is_too_large(length):
        return _Rejection("access.too_large", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if viewer.requires_sign_in() and _is_personal(path):
        claims = claims_of(scope)
        visitor = viewer.judge(claims)
        if not isinstance(visitor, Viewer):
            return _Rejection("access.not_admitted", visitor)
        if rejection := _find_anothers(path, visitor, claims):
            return rejection
    if upload_limits.is_upload(path) and upload_limits.is_full(length):
        return _Rejection("access.full", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return None


def _find_anothers(path: str, visitor: Viewer, claims: Claims) -> _Rejection | None:
    """Return why somebody who is let in is refused what is not theirs."""
    if upload_limits.is_upload(path) and not visitor.is_national_officer:
        refusal = Refusal("upload", visitor.actor, visitor.sign_in)
        return _Rejection("intake.not_allowed", refusal)
    is_anothers = _is_made(path) and not made_files.is_made_for(path, visitor.sign_in)
    if is_anothers or (upload_limits.is_upload(path) and not upload_limits.is_own(path, claims)):
        refusal = Refusal("file", visitor.actor, visitor.sign_in)
        return _Rejection("access.anothers", refusal)
    return None


def _is_served(path: str) -> bool:
    _, core, rest = path.partition(_CORE)
    return not core or rest.partition("/")[0] in _SERVED


def _is_personal(path: str) -> bool:
    return _is_made(path) or any(part in path for part in _PERSONAL)


def _is_made(path: str) -> bool:
    """Whether a file is asked for that a page made; Streamlit's own fonts lie in static/media."""
    return path.startswith(make_url_path(st.get_option("server.baseUrlPath") or "", "media/"))


async def _answer_rejection(scope: Scope, send: Send, rejection: _Rejection) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    body = str(message(rejection.key)).encode("utf-8")
    kind = [(b"content-type", b"text/plain; charset=utf-8")]
    start = {"type": "http.response.start", "status": rejection.status}
    await send({**start, "headers": kind + _NO_STORE})
    await send({"type": "http.response.body", "body": body})


def _send_uncached(send: Send) -> Send:
    """Return what sends an answer that neither a browser nor a proxy keeps."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers: Iterable[tuple[bytes, bytes]] = message.get("headers", [])
            others = [each for each in headers if each[0].lower() != b"cache-control"]
            message = {**message, "headers": [*others, *_NO_STORE]}
        await send(message)

    return sending
