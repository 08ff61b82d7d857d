"""Who may call this server? Only pages that it served itself.

Streamlit lets any page of `localhost` in, whatever its port, and asks a server outside for this
machine's address before it refuses any other. Here a request that names another origin than the
host it calls is refused at the door, the websocket and the upload included.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send


class SameOrigin:
    """Stands before every route of the server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what comes from elsewhere, hand on the rest."""
        if scope["type"] == "lifespan" or is_own(scope["headers"]):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            kind = [(b"content-type", b"text/plain; charset=utf-8")]
            await send({"type": "http.response.start", "status": 403, "headers": kind})
            body = b"Another site may not call this one."
            await send({"type": "http.response.body", "body": body})


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
