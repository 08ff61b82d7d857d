"""Seats those who have not signed in: so many in all, fewer of one place, and in turn.

Whoever finds no seat waits a little; a seat that was had for a while goes to who waits.
"""

import asyncio
import ipaddress
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from pages.server.websocket.line import Line

_MOST_SEATS = 60
_MOST_OF_PLACE = 20
_MOST_WAITING = 500
_WAIT_SECONDS = 10.0
_OWN_SECONDS = 60.0
"""How long a seat is somebody's own, however many wait."""
_BUSY_SECONDS = 10.0
"""The same, when somebody waits whose place had fewer."""

_OF_PLACE = 30, 0.5
"""Connections of one place, and pages drawn for it: at once, and a second."""
_CONNECTIONS = 30, 4.0
_PAGES = 30, 1.5
"""The same of all places."""
_IPV6_PREFIX = 64
"""So much of an address of version 6 is one household or one office."""


class Seat:
    """The seat of one connection; `is_lost` once it goes to somebody who waits."""

    def __init__(self, place: str, pages: Line, is_gone: Callable[[], bool]) -> None:
        self._pages, self._is_gone = pages, is_gone
        self.place = place
        self.taken_at = time.monotonic()
        self.is_lost = asyncio.Event()

    async def turn(self) -> None:
        """Wait until a page may be drawn here, with all others in mind."""
        await self._pages.turn(self.place, self._is_gone)


class Lobby:
    """All those who have not signed in."""

    def __init__(self) -> None:
        self._seats: list[Seat] = []
        self._connections = Line(_CONNECTIONS, _OF_PLACE, self._make_room)
        self._pages = Line(_PAGES, _OF_PLACE)

    @asynccontextmanager
    async def seat(self, address: str, is_gone: Callable[[], bool]) -> AsyncIterator[Seat | None]:
        """Have a seat; None when there was none in time."""
        place = place_of(address)
        is_room = len(self._connections) < _MOST_WAITING
        if not is_room or not await self._connections.turn(place, is_gone, _WAIT_SECONDS):
            yield None
            return
        seat = Seat(place, self._pages, is_gone)
        self._seats.append(seat)
        try:
            yield seat
        finally:
            if seat in self._seats:
                self._seats.remove(seat)

    def _make_room(self, place: str) -> bool:
        """Whether there is a seat; where there is none, the one had longest becomes one."""
        near = [seat for seat in self._seats if seat.place == place]
        is_crowded = len(near) >= _MOST_OF_PLACE
        if not is_crowded and len(self._seats) < _MOST_SEATS:
            return True
        oldest = (near if is_crowded else self._seats)[0]
        is_busier = self._pages.taken(oldest.place) > self._pages.taken(place)
        if time.monotonic() - oldest.taken_at < (_BUSY_SECONDS if is_busier else _OWN_SECONDS):
            return False
        self._seats.remove(oldest)
        oldest.is_lost.set()
        return True


def place_of(address: str) -> str:
    """Return what addresses of one place have in common."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, _IPV6_PREFIX), strict=False))
