"""Who may call this server? Only pages that it served itself.

Streamlit lets any page of `localhost` in, whatever its port, and asks a server outside for this
machine's address before it refuses any other. Here a request that names another origin than the
host it calls is refused at the door, the websocket and the upload included; and what is answered
may not be framed, sniffed, embedded or read elsewhere.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = (
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)

_OPENING = b"access-control-"
"""Headers that let other origins read: Streamlit puts a * on every static file."""


class SameOrigin:
    """Stands before every route of the server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what comes from elsewhere, hand on the rest."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif not is_own(scope["headers"]):
            await _refuse(scope, send)
        else:
            await self._app(scope, receive, _guarded(send))


def is_own(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a request comes from a page of the host it calls, or from no page at all."""
    told: dict[bytes, list[str]] = {}
    for name, value in headers:
        told.setdefault(name.lower(), []).append(value.decode("latin-1"))
    origins, hosts = told.get(b"origin", []), told.get(b"host", [])
    if not origins:
        return True
    try:
        own = {urlsplit(origin).netloc.lower() for origin in origins}
    except ValueError:
        return False
    return bool(hosts) and own == {host.lower() for host in hosts}


async def _refuse(scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
        return
    text = (b"content-type", b"text/plain; charset=utf-8")
    await send({"type": "http.response.start", "status": 403, "headers": [text, *_HEADERS]})
    await send({"type": "http.response.body", "body": b"Another site may not call this one."})


def _guarded(send: Send) -> Send:
    async def add(message: Message) -> None:
        if message["type"] == "http.response.start":
            names = {name for name, _ in _HEADERS}
            kept = [
                (name, value)
                for name, value in message.get("headers", ())
                if name.lower() not in names and not name.lower().startswith(_OPENING)
            ]
            message = {**message, "headers": [*kept, *_HEADERS]}
        await send(message)

    return add
