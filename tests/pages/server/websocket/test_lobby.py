"""Do those who have not signed in take turns, whoever comes again and again?"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from typing import TypeVar

import pytest

from pages.server.websocket import lobby
from pages.server.websocket.line import Line
from pages.server.websocket.lobby import Lobby, Seat

Result = TypeVar("Result")


def run(work: Coroutine[None, None, Result]) -> Result:
    """Run it in a thread of its own: tests in a browser leave a loop of events running in ours."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def is_gone() -> bool:
    return False


async def seats(own: Lobby, stack: AsyncExitStack, *addresses: str) -> list[Seat | None]:
    return [await stack.enter_async_context(own.seat(each, is_gone)) for each in addresses]


def test_the_seat_had_longest_goes_to_who_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lobby, "_MOST_SEATS", 3)
    monkeypatch.setattr(lobby, "_WAIT_SECONDS", 0.5)

    async def fill() -> None:
        own = Lobby()
        async with AsyncExitStack() as stack:
            held = await seats(own, stack, "10.0.0.1", "10.0.0.2", "10.0.0.3")
            assert all(held)
            assert await seats(own, stack, "10.0.0.4") == [None]
            monkeypatch.setattr(lobby, "_OWN_SECONDS", 0.0)
            (last,) = await seats(own, stack, "10.0.0.4")
            assert last
            assert [seat.is_lost.is_set() for seat in held if seat] == [True, False, False]

    run(fill())


def test_one_place_has_some_of_the_seats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lobby, "_MOST_OF_PLACE", 2)
    monkeypatch.setattr(lobby, "_WAIT_SECONDS", 0.3)

    async def fill() -> None:
        own = Lobby()
        async with AsyncExitStack() as stack:
            office = [f"2001:db8:0:1::{number}" for number in range(3)]
            first, second, third = await seats(own, stack, *office)
            assert first and second
            assert third is None
            assert all(await seats(own, stack, "2001:db8:0:2::1", "10.0.0.1"))

    run(fill())


def test_who_had_the_fewest_turns_is_next() -> None:
    async def turn(line: Line, place: str, order: list[str]) -> None:
        assert await line.turn(place, is_gone)
        order.append(place)

    async def wait() -> list[str]:
        order: list[str] = []
        line = Line((3, 50.0), (10, 0.01))
        many = [turn(line, "many", order) for _ in range(6)]
        await asyncio.gather(*many, turn(line, "few", order))
        return order

    order = run(wait())
    assert sorted(order) == ["few", *["many"] * 6]
    assert order.index("few") <= 3, order


def test_who_has_gone_takes_no_turn() -> None:
    async def wait() -> None:
        line = Line((1, 20.0), (10, 1.0))
        assert await line.turn("a", is_gone)
        gone, stays = await asyncio.gather(line.turn("b", lambda: True), line.turn("c", is_gone))
        assert (gone, stays) == (False, True)
        assert line.taken("b") == 0

    run(wait())


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("no address", ""),
    ],
)
def test_addresses_of_one_office_are_one_place(address: str, place: str) -> None:
    assert lobby.place_of(address) == place
