"""Stands between a websocket and Streamlit: hears who speaks, and how much, before it is obeyed."""

import asyncio
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.access import viewer
from pages.access.speaker import Speaker, current
from pages.access.viewer import Viewer
from pages.server.cookies import claims_of
from pages.server.websocket import frames
from pages.server.websocket.brake import Brake
from pages.server.websocket.frames import EXTENSION, Frames
from pages.server.websocket.limits import LOADER, NOBODY, Limits, limits_of
from pages.server.websocket.lobby import Lobby, Seat
from pages.server.websocket.messages import Malformed, kind_of

_POLICY = 1008
_BEGIN_SECONDS = 20
"""A browser asks for its page at once."""
_SEND_SECONDS = 30
_RUN = "rerun_script"
_ALIVE = "app_heartbeat"
_lobby = Lobby()


class _Over(Exception):
    """The connection has ended before Streamlit heard of it."""


class Guard:
    """A layer of the server, inside the gateway."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a websocket in under its speaker's limits; all else passes."""
        if scope["type"] == "lifespan":
            frames.install(receive)
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        connection = Connection(scope, receive, send)
        if connection.limits is not NOBODY:
            await self._talk(scope, connection)
            return
        address = (scope.get("client") or ("",))[0]
        async with _lobby.seat(address, connection.is_gone) as seat:
            if seat is None:
                await send({"type": "websocket.close", "code": _POLICY})
                return
            connection.seat = seat
            await self._talk(scope, connection)

    async def _talk(self, scope: Scope, connection: "Connection") -> None:
        token = current.set(connection.speaker)
        try:
            await self._app(scope, connection.receive, connection.send)
        except _Over:
            pass
        finally:
            current.reset(token)


class Connection:
    """One websocket, and what it may still bring."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._frames: Frames | None = scope["extensions"].get(EXTENSION, {}).get("frames")
        self._claims = claims_of(scope)
        self._first: Message | None = None
        self._heard_at = time.monotonic()
        self._is_over = False
        self.speaker = Speaker()
        self.seat: Seat | None = None
        self._brake = Brake(NOBODY.burst, NOBODY.per_second)
        self.limits = NOBODY
        self._judge()

    def is_gone(self) -> bool:
        """Whether nobody is at the other end any more."""
        return self._frames is not None and self._frames.is_gone

    async def send(self, message: Message) -> None:
        """Pass on what the server says; Streamlit goes on once somebody unknown has spoken."""
        await self._send_in_time(message)
        if message["type"] == "websocket.accept" and self.limits is NOBODY:
            self._first = await self._next(_BEGIN_SECONDS)
            if self._first["type"] == "websocket.disconnect":
                raise _Over

    async def receive(self) -> Message:
        """Return the next message that may be heard."""
        if self._first:
            first, self._first = self._first, None
            return first
        return await self._next(None)

    async def _next(self, seconds: float | None) -> Message:
        while True:
            message = await self._listen(seconds)
            if message["type"] != "websocket.receive":
                return message
            self._judge()
            try:
                kind = kind_of(message.get("bytes"), self.limits)
            except Malformed:
                return await self._end()
            if kind != _ALIVE:
                self._heard_at = time.monotonic()
            while not self._brake.take() and not self.is_gone():
                await asyncio.sleep(self._brake.seconds_until())
            if kind not in self.limits.kinds:
                continue
            if kind == _RUN and self.seat:
                await self.seat.turn()
            return message

    async def _listen(self, seconds: float | None) -> Message:
        """Return what comes, or the end when nothing does for too long or the seat is lost."""
        idle = self.limits.idle_seconds if seconds is None else seconds
        if idle is None:
            return await self._receive()
        is_lost = self.seat.is_lost if self.seat else asyncio.Event()
        coming = asyncio.ensure_future(self._receive())
        losing = asyncio.ensure_future(is_lost.wait())
        left = max(0.0, self._heard_at + idle - time.monotonic())
        try:
            await asyncio.wait({coming, losing}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            return coming.result() if coming.done() else await self._end()
        finally:
            coming.cancel()
            losing.cancel()

    async def _end(self) -> Message:
        await self._send_in_time({"type": "websocket.close", "code": _POLICY})
        self._is_over = True
        return {"type": "websocket.disconnect", "code": _POLICY}

    async def _send_in_time(self, message: Message) -> None:
        """Send, while somebody takes it; Streamlit hears of the end by what it receives."""
        if self._is_over:
            return
        try:
            await asyncio.wait_for(self._send(message), _SEND_SECONDS)
        except TimeoutError:
            self._is_over = True
            if self._frames:
                self._frames.transport.abort()
        except OSError:
            self._is_over = True

    def _judge(self) -> None:
        """See who speaks now: a list changes, a sign-in ends."""
        limits = LOADER
        if viewer.requires_sign_in():
            visitor = viewer.judge(self._claims)
            limits = limits_of(visitor)
            self.speaker.sign_in = visitor.sign_in if isinstance(visitor, Viewer) else ""
        self.speaker.is_known = limits is not NOBODY
        if limits is not self.limits:
            self._allow(limits)

    def _allow(self, limits: Limits) -> None:
        self.limits = limits
        self._brake.change(limits.burst, limits.per_second)
        if self._frames:
            self._frames.allow(limits)
