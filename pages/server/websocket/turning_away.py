"""Turns away a websocket of somebody who may not look: its browser loads the page to sign in by.

It opens no session and takes nothing in. The more there are the longer each has to wait for it, so
that those who come again and again take no more of the server than a few do.
"""

import asyncio

from starlette.types import Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

POLICY = 1008
_PROTOCOL = "streamlit"
_MOST = 1_000
_LEAST_SECONDS, _A_SECOND = 0.25, 20
"""Nobody is answered sooner, and no more than so many a second."""

_SAME_ADDRESS = ForwardMsg()
_SAME_ADDRESS.auth_redirect.url = ""
RELOAD = _SAME_ADDRESS.SerializeToString()
"""Has a browser ask for its own address again, where the entrance answers."""

_waiting: set[object] = set()


async def turn_away(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a websocket that has not been accepted."""
    await receive()
    if len(_waiting) < _MOST:
        mark = object()
        _waiting.add(mark)
        try:
            await asyncio.sleep(_LEAST_SECONDS + len(_waiting) / _A_SECOND)
        finally:
            _waiting.remove(mark)
        protocol = _PROTOCOL if _PROTOCOL in scope["subprotocols"] else None
        await send({"type": "websocket.accept", "subprotocol": protocol})
        await send({"type": "websocket.send", "bytes": RELOAD})
    await send({"type": "websocket.close", "code": POLICY})
