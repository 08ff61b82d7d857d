"""Send a running server messages that no browser sends, and look whether an officer notices."""

import asyncio
import random
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from shutil import copytree

from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Origin, Subprotocol

from bench.hardening.hostile_files import mutated
from bench.hardening.row import Row
from bench.soak.people import People
from bench.soak.server import serve
from bench.soak.session import Session, SessionBroken
from etl.settings import Settings

_SPEAKERS = 3, 1
"""An officer, an organiser and a viewer in turn, and somebody who has not signed in."""
_LOOK_EVERY = 25
_ANSWER_SECONDS = 0.5
_PAGES = ("", "growth", "coverage_map", "amphoe", "record")


def measure(settings: Settings, folder: Path, messages: int) -> Row:
    """Send `messages`, each over a connection of its own, to a server of a copy of the party."""
    row = Row("a message of no browser, over a websocket", messages)
    data = Path(copytree(settings.data, folder / "served"))
    people, log = People(), data / "server.log"
    start = time.monotonic()
    with serve(data, log, people.options) as (address, _):
        seen = asyncio.run(_send(address, people, messages, row))
    said = log.read_text("utf-8", errors="replace")
    row.broken += [line for line in said.splitlines() if "Traceback" in line]
    row.figures = (
        f"{seen['ended']:,} ended the connection, {seen['answered']:,} were answered,"
        f" {seen['passed over']:,} passed over; the bar: an officer's page always comes and the"
        f" log has no traceback; {time.monotonic() - start:,.0f} s"
    )
    return row


async def _send(address: str, people: People, messages: int, row: Row) -> Counter[str]:
    chance, seen = random.Random(2566), Counter[str]()
    officer = Session(address, 0, people.headers(address, 0))
    await officer.open()
    for number in range(messages):
        signed_in, unknown = _SPEAKERS
        who = number % (signed_in + unknown)
        cookie = people.headers(address, who)["Cookie"] if who < signed_in else ""
        seen[await _attempt(address, cookie, _message(chance))] += 1
        if number % _LOOK_EVERY == 0 or number == messages - 1:
            await _look(officer, number, row)
    await officer.close()
    return seen


async def _attempt(address: str, cookie: str, content: bytes) -> str:
    """Send one message over a new connection; return what came of it."""
    with suppress(OSError):
        async with connect(
            f"ws{address.removeprefix('http')}/_stcore/stream",
            origin=Origin(address),
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Cookie": cookie},
            compression=None,
            close_timeout=0.1,
        ) as socket:
            try:
                await socket.send(content)
                await asyncio.wait_for(socket.recv(), _ANSWER_SECONDS)
            except TimeoutError:
                return "passed over"
            except WebSocketException:
                return "ended"
            return "answered"
    return "ended"


def _message(chance: random.Random) -> bytes:
    """Return a message as a browser makes it, changed in up to four places."""
    asked = BackMsg()
    kind = chance.choice(("run", "file", "files", "stop", "clear"))
    if kind == "run":
        asked.rerun_script.page_name = chance.choice(_PAGES)
        asked.rerun_script.query_string = "asof=2566-10-22&province=50"
        for name in ("asof", "province", "lang"):
            state = asked.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = f"$$ID-{chance.randbytes(8).hex()}-{name}", "50"
    elif kind == "file":
        asked.backend_operation_request.deferred_file.file_id = chance.randbytes(16).hex()
    elif kind == "files":
        asked.file_urls_request.request_id = "1"
        asked.file_urls_request.file_names.extend(["a.csv", "b.csv"])
    elif kind == "stop":
        asked.stop_script = True
    else:
        asked.clear_cache = True
    whole = asked.SerializeToString()
    others = [chance.randbytes(2_000), whole * 3]
    return bytes(mutated(whole, others, chance)) if chance.random() < 0.9 else whole


async def _look(officer: Session, number: int, row: Row) -> None:
    """Note whether an officer's page comes as it should."""
    try:
        run = await officer.again()
    except (SessionBroken, WebSocketException, OSError) as error:
        row.broken.append(f"after message {number}: {type(error).__name__}: {error}")
        return
    row.broken += [f"after message {number}: {error}" for error in run.errors]
