"""Lets people of many places take turns: who had the fewest lately is next.

Those who are many, or come again and again, so keep each other waiting and hardly anybody else.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from pages.server.websocket.brake import Brake

_LOOK_SECONDS = 0.5


@dataclass(frozen=True, eq=False)
class _Waiting:
    place: str
    is_gone: Callable[[], bool]
    turn: "asyncio.Future[bool]"


class Line:
    """One line: so many turns at once and a second, for all and for each place.

    `has_room` says whether there is a turn for a place, and makes room for it.
    """

    def __init__(
        self,
        of_all: tuple[float, float],
        of_place: tuple[float, float],
        has_room: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self._all, self._of_place = Brake(*of_all), of_place
        self._places: dict[str, Brake] = {}
        self._has_room = has_room
        self._waiting: list[_Waiting] = []
        self._is_looking = False

    def taken(self, place: str) -> float:
        """Return how many turns a place had lately."""
        return self._places[place].taken() if place in self._places else 0.0

    async def turn(
        self, place: str, is_gone: Callable[[], bool], seconds: float | None = None
    ) -> bool:
        """Wait for a turn; whether there was one in time."""
        waiting = _Waiting(place, is_gone, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if not self._is_looking:
            self._give()
        try:
            return await asyncio.wait_for(waiting.turn, seconds)
        except TimeoutError:
            return False
        finally:
            if waiting in self._waiting:
                self._waiting.remove(waiting)

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    def _look_again(self) -> None:
        self._is_looking = False
        self._give()

    def _give(self) -> None:
        """Give what turns there are, and look again while somebody waits."""
        for each in [each for each in self._waiting if each.is_gone()]:
            self._end(each, was_given=False)
        for each in sorted(self._waiting, key=lambda each: self.taken(each.place)):
            if not self._all.can_take():
                break
            if self._brake(each.place).can_take() and self._has_room(each.place):
                self._all.take()
                self._brake(each.place).take()
                self._end(each, was_given=True)
        if self._waiting and not self._is_looking:
            self._is_looking = True
            asyncio.get_running_loop().call_later(_LOOK_SECONDS, self._look_again)

    def _end(self, waiting: _Waiting, *, was_given: bool) -> None:
        self._waiting.remove(waiting)
        if not waiting.turn.done():
            waiting.turn.set_result(was_given)

    def _brake(self, place: str) -> Brake:
        if place not in self._places:
            self._places = {name: kept for name, kept in self._places.items() if kept.taken()}
            self._places[place] = Brake(*self._of_place)
        return self._places[place]
