"""How is what several questions need of an edition worked out only once?

A pack asks some thirty questions, and most part the same members into the same blocks first.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

import duckdb

Made = TypeVar("Made")

_KEPT: ContextVar[dict[Hashable, object] | None] = ContextVar("kept", default=None)


@contextmanager
def keeping() -> Iterator[None]:
    """Inside the block, work out once what `once` is asked for again.

    For questions of an edition, which nobody changes. What is kept goes with the block.
    """
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def once(
    con: duckdb.DuckDBPyConnection, key: tuple[Hashable, ...], make: Callable[[], Made]
) -> Made:
    """Return what `make` returns of this connection, as made before inside the same block."""
    kept = _KEPT.get()
    if kept is None:
        return make()
    own = (id(con), *key)
    if own not in kept:
        kept[own] = make()
    return kept[own]  # type: ignore[return-value]  # the key says what it is of
