"""Bounds what a websocket's connection may bring before anything of it is understood.

A frame that says it is 200 MB long would wait in memory for its end, and an empty ping costs who
sends it six bytes. Streamlit knows one limit, for messages to a browser too; here whoever has not
signed in has little, and the guard gives more to who has.
"""

from asyncio import BaseTransport
from typing import Any

from starlette.types import Receive
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request

from pages.server.websocket.brake import Brake
from pages.server.websocket.limits import NOBODY, Limits

EXTENSION = "pakthong.frames"
"""Under what name the guard finds a connection's frames, among the extensions of its scope."""
_PIECE_BYTES = 4 * 2**10
"""Frames are counted after every so many bytes: a thousand pings are fewer."""
_SMALL_FRAME_BYTES = 512
"""What a frame with next to nothing in it counts as: it costs time, not room."""


class Frames(WebSocketsSansIOProtocol):
    """One connection of a websocket."""

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin with the little that anybody may send."""
        super().connection_made(transport)
        self._brake = Brake(NOBODY.burst_bytes, NOBODY.bytes_per_second)
        self.allow(NOBODY)

    def allow(self, limits: Limits) -> None:
        """Take as much from now on as the limits say."""
        self.conn.max_message_size = limits.message_bytes
        self._brake.change(limits.burst_bytes, limits.bytes_per_second)

    @property
    def is_gone(self) -> bool:
        """Whether nobody is at the other end any more."""
        return self.disconnected or self.transport.is_closing()

    def data_received(self, data: bytes) -> None:
        """Take what has come, unless it is more than may come."""
        is_early = self.handshake_initiated and not self.handshake_complete
        if is_early or not self._brake.take(len(data)):
            self.transport.abort()
        for at in range(0, len(data), _PIECE_BYTES):
            if not self.transport.is_closing():
                super().data_received(data[at : at + _PIECE_BYTES])

    def handle_connect(self, event: Request) -> None:
        """Hand the request on, and let the guard know of this connection."""
        super().handle_connect(event)
        if self.handshake_initiated and not self.handshake_complete:
            self.scope["extensions"][EXTENSION] = {"frames": self}

    def handle_ping(self) -> None:
        """Answer a ping, unless there are too many."""
        self._count_small()
        super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        """Take an answer to a ping, unless there are too many."""
        self._count_small()
        super().handle_pong(event)

    def handle_cont(self, event: Frame) -> None:
        """Take a part of a message, unless there are too many."""
        self._count_small()
        super().handle_cont(event)

    def _count_small(self) -> None:
        if not self._brake.take(_SMALL_FRAME_BYTES):
            self.transport.abort()


def install(receive: Receive) -> None:
    """Have the server that starts take websockets by these connections.

    `receive` is what it tells an application of its start by: it reads this module too late to be
    told on its command line.
    """
    starting: Any = receive
    starting.__self__.config.ws_protocol_class = Frames
