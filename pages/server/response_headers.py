"""Adds security headers to every answer: not to be framed, sniffed or read elsewhere.

A site's web server says more (see `deploy/`); this holds also without one, where another program's
page could frame the dashboard of this machine and have its user click what they do not see.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = (
    (b"x-frame-options", b"DENY"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_CORS_PREFIX = b"access-control-"
"""Headers that let other origins read: Streamlit puts a * on every static file."""


class ResponseHeaders:
    """The outermost layer of the server, so that refusals say it as well."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, and mark what comes back."""

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _replace_headers(message.get("headers", []))}
            await send(message)

        await self._app(scope, receive, send_marked if scope["type"] == "http" else send)


def _replace_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    names = {name for name, _ in _HEADERS}
    others = [
        (name, value)
        for name, value in headers
        if name.lower() not in names and not name.lower().startswith(_CORS_PREFIX)
    ]
    return [*others, *_HEADERS]
