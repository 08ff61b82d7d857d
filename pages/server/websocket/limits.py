"""Says what each kind of speaker may send over a websocket: a row each."""

from dataclasses import dataclass

from pages.access.identity import Refusal
from pages.access.viewer import Viewer

_TAKING = frozenset({"rerun_script", "stop_script", "app_heartbeat", "backend_operation_request"})
_LOADING = _TAKING | {"file_urls_request"}
"""Whoever may clear what is kept for all, or steer the program, is not among the speakers: what is
kept belongs to an edition and goes with it."""


@dataclass(frozen=True)
class Limits:
    """What one websocket may bring.

    `kinds` of messages are heard, others passed over. `message_bytes` and `widgets` bound a
    message; `burst` messages may come at once and `per_second` later on, the rest waits. More than
    `burst_bytes` at once, or `bytes_per_second` later on, ends the connection.
    """

    kinds: frozenset[str]
    message_bytes: int
    widgets: int
    burst: int
    per_second: float
    burst_bytes: int
    bytes_per_second: int


NOBODY = Limits(
    kinds=frozenset(),
    message_bytes=2**10,
    widgets=0,
    burst=1,
    per_second=1,
    burst_bytes=96 * 2**10,
    bytes_per_second=8 * 2**10,
)
"""Of whoever is turned away, or has not said yet who it is: room for a request, and no more."""
READER = Limits(
    kinds=_TAKING,
    message_bytes=2**20,
    widgets=2_000,
    burst=60,
    per_second=20,
    burst_bytes=8 * 2**20,
    bytes_per_second=2 * 2**20,
)
LOADER = Limits(**{**vars(READER), "kinds": _LOADING})


def limits_of(visitor: Viewer | Refusal) -> Limits:
    """Return the limits of somebody who speaks."""
    if not isinstance(visitor, Viewer):
        return NOBODY
    return LOADER if visitor.is_national_officer else READER
