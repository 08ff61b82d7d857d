"""Stands between a websocket and Streamlit: hears who speaks, and how much, before it is obeyed."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.access import viewer
from pages.access.speaker import Speaker, current
from pages.access.viewer import Viewer
from pages.server.cookies import claims_of
from pages.server.websocket import frames
from pages.server.websocket.brake import Brake
from pages.server.websocket.frames import EXTENSION, Frames
from pages.server.websocket.limits import LOADER, NOBODY, Limits, limits_of
from pages.server.websocket.messages import Malformed, kind_of
from pages.server.websocket.turning_away import POLICY, RELOAD, turn_away

_SEND_SECONDS = 30


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
        if connection.limits is NOBODY:
            await turn_away(scope, receive, connection.send)
            return
        token = current.set(connection.speaker)
        try:
            await self._app(scope, connection.receive, connection.send)
        finally:
            current.reset(token)


class Connection:
    """One websocket, and what it may still bring."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._frames: Frames | None = scope["extensions"].get(EXTENSION, {}).get("frames")
        self._claims = claims_of(scope)
        self._is_over = False
        self.speaker = Speaker()
        self._brake = Brake(NOBODY.burst, NOBODY.per_second)
        self.limits = NOBODY
        self._judge()

    async def send(self, message: Message) -> None:
        """Pass on what the server says, while somebody takes it."""
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

    async def receive(self) -> Message:
        """Return the next message that may be heard, or the end."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            self._judge()
            if self.limits is NOBODY:
                await self.send({"type": "websocket.send", "bytes": RELOAD})
                return await self._end()
            try:
                kind = kind_of(message.get("bytes"), self.limits)
            except Malformed:
                return await self._end()
            while not self._brake.take() and not self._is_gone():
                await asyncio.sleep(self._brake.seconds_until())
            if kind in self.limits.kinds:
                return message

    def _is_gone(self) -> bool:
        """Whether nobody is at the other end any more."""
        return self._frames is not None and self._frames.is_gone

    async def _end(self) -> Message:
        await self.send({"type": "websocket.close", "code": POLICY})
        self._is_over = True
        return {"type": "websocket.disconnect", "code": POLICY}

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
