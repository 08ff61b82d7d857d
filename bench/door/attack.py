"""Attacks the door: two hundred connections of nobody, ten kinds of hostility, without a pause.

    python -m bench.door.attack ADDRESS CONNECTIONS SECONDS

Says what it did as JSON. It is a process of its own, so that it can give way to the server as
another machine would; half of the connections say, as a proxy does, that each comes from elsewhere.
"""

import asyncio
import json
import os
import secrets
import struct
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

Act = Callable[[ClientConnection], Awaitable[None]]

_PAUSE = 0.1
_AGAIN_SECONDS = 0.05
_BINARY_FRAME, _MASKED_LONG, _PING = 0x82, 0xFF, 0x89
_SAID_BYTES = 100 * 2**20


def _run(**fields: str) -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = ""
    for name, value in fields.items():
        setattr(message.rerun_script, name, value)
    return bytes(message.SerializeToString())


def _state(number: int, text: str) -> bytes:
    message = BackMsg()
    for each in range(number):
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.string_value = f"{secrets.token_hex(4)}-{each}", text
    return bytes(message.SerializeToString())


def _deep() -> bytes:
    message = BackMsg()
    widget = message.rerun_script.widget_states.widgets.add()
    widget.id, widget.json_value = "w", "[" * 60_000
    return bytes(message.SerializeToString())


_CLEAR = BackMsg(clear_cache=True).SerializeToString()
_BIG = _state(1, "x" * 15_000_000)
_MANY = _state(2_000, "x")


async def _clear(socket: ClientConnection) -> None:
    await socket.send(_CLEAR)


async def _rerun(socket: ClientConnection) -> None:
    await socket.send(_run())


async def _fill(socket: ClientConnection) -> None:
    await socket.send(_state(45, "x" * 1_400))


async def _fill_much(socket: ClientConnection) -> None:
    await socket.send(_BIG)


async def _fill_many(socket: ClientConnection) -> None:
    await socket.send(_MANY)


async def _nest(socket: ClientConnection) -> None:
    await socket.send(_deep())


def _write(socket: ClientConnection, data: bytes) -> None:
    """Write what the library would not."""
    if socket.transport.is_closing() or not socket.transport.can_write_eof():
        raise ConnectionResetError
    try:
        socket.transport.write(data)
    except RuntimeError as error:
        raise ConnectionResetError from error


async def _promise(socket: ClientConnection) -> None:
    """Begin a frame that says it is 100 MB long, and bring it in pieces."""
    head = struct.pack("!BBQ", _BINARY_FRAME, _MASKED_LONG, _SAID_BYTES) + b"mask"
    _write(socket, head)
    for _ in range(600):
        _write(socket, b"x" * 65_536)
        await asyncio.sleep(_PAUSE)


async def _ping(socket: ClientConnection) -> None:
    _write(socket, (struct.pack("!BB", _PING, 0x80) + b"mask") * 1_000)


async def _say_nothing(socket: ClientConnection) -> None:
    await socket.wait_closed()


async def _leave(socket: ClientConnection) -> None:
    await socket.send(_run())
    await socket.close()


async def _babble(socket: ClientConnection) -> None:
    await socket.send(secrets.token_bytes(2_000))


async def _take_nothing(socket: ClientConnection) -> None:
    """Ask for pages and never read one."""
    socket.transport.pause_reading()
    await socket.send(_run())


KINDS: Mapping[str, Act] = {
    "clears what is kept": _clear,
    "draws the page": _rerun,
    "leaves 64 KB of state": _fill,
    "leaves 15 MB of state": _fill_much,
    "leaves 2,000 states": _fill_many,
    "nests 60,000 lists": _nest,
    "begins a frame of 100 MB": _promise,
    "pings": _ping,
    "says nothing": _say_nothing,
    "comes and goes": _leave,
    "babbles": _babble,
    "takes nothing": _take_nothing,
}


async def attack(address: str, connections: int, seconds: float) -> Counter[str]:
    """Attack for so long; return how often connections were opened, refused and ended."""
    seen: Counter[str] = Counter()
    until = time.monotonic() + seconds
    acts = list(KINDS.values())
    everybody = [
        _attack(address, acts[number % len(acts)], number, until, seen)
        for number in range(connections)
    ]
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.gather(*everybody), seconds + 1)
    return seen


async def _attack(address: str, act: Act, number: int, until: float, seen: Counter[str]) -> None:
    elsewhere = {"X-Forwarded-For": f"198.51.100.{number}"} if number % 2 else {}
    while time.monotonic() < until:
        try:
            async with connect(
                f"ws{address.removeprefix('http')}/_stcore/stream",
                origin=Origin(address),
                subprotocols=[Subprotocol("streamlit")],
                additional_headers=elsewhere,
                compression=None,
                open_timeout=30,
                ping_interval=None,
                close_timeout=0.1,
            ) as socket:
                seen["opened"] += 1
                while time.monotonic() < until:
                    await act(socket)
                    seen["messages"] += 1
                    await asyncio.sleep(_PAUSE)
        except (WebSocketException, OSError) as error:
            seen[type(error).__name__] += 1
            await asyncio.sleep(_AGAIN_SECONDS)


if __name__ == "__main__":
    os.setpriority(os.PRIO_PROCESS, 0, 10)
    _, where, how_many, how_long = sys.argv
    sys.stdout.write(json.dumps(asyncio.run(attack(where, int(how_many), float(how_long)))))
