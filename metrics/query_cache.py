"""Works out only once what several questions need of an edition.

A report asks some thirty questions, and most partition the same members into blocks first.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from metrics.query import Connection

Value = TypeVar("Value")

_CACHE: ContextVar[dict[Hashable, object] | None] = ContextVar("cache", default=None)


@contextmanager
def cache_answers() -> Iterator[None]:
    """Inside the block, `once` works out each thing only once.

    For questions of an edition, which nobody changes. The cache goes with the block.
    """
    token = _CACHE.set({})
    try:
        yield
    finally:
        _CACHE.reset(token)


def once(con: Connection, key: tuple[Hashable, ...], make: Callable[[], Value]) -> Value:
    """Return what `make` returns of this connection, or did before in the same block."""
    cached = _CACHE.get()
    if cached is None:
        return make()
    own = (id(con), *key)
    if own not in cached:
        cached[own] = make()
    return cached[own]  # type: ignore[return-value]  # the key says what it is of
