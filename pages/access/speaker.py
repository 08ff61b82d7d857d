"""Tells whose websocket it is that a piece of work is done for.

A file that is asked for is made in a thread of its own, which has no session at hand: what it has
is the context of the message that asked.
"""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Speaker:
    """Who speaks over a websocket, as it was at the last message.

    `sign_in` is empty where nobody signs in, and for somebody who may see nothing: `is_known`
    tells these apart.
    """

    sign_in: str = ""
    is_known: bool = False


current: ContextVar[Speaker | None] = ContextVar("speaker", default=None)


def is_signed_in_as(sign_in: str) -> bool:
    """Whether what is asked for now is asked for over a websocket of that sign-in."""
    speaker = current.get()
    return speaker is not None and speaker.sign_in == sign_in
