"""Try a message again, and keep what is known of it in the end."""

import time
from collections.abc import Callable

from reports.delivery.outbox import NotSent

RETRIES = 3
_LONGEST_WAIT_SECONDS = 60.0


def retry(attempt: Callable[[], None], first_wait_seconds: float) -> None:
    """Call `attempt` until it returns, at most four times, waiting twice as long each time.

    A server that names its own wait gets that, up to a minute. Raises the last NotSent; if one of
    the tries may have gone, it is unsure whatever the last one says.
    """
    is_unsure = False
    for n in range(RETRIES + 1):
        try:
            attempt()
        except NotSent as error:
            is_unsure = error.is_unsure = is_unsure or error.is_unsure
            if error.retry_after_seconds is None or n == RETRIES:
                raise
            wait = max(first_wait_seconds * 2**n, error.retry_after_seconds)
            time.sleep(min(wait, _LONGEST_WAIT_SECONDS))
        else:
            return


def one_line(reply: str | bytes) -> str:
    """Return what a server said as one line that a terminal can be given."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return "".join(c if c.isprintable() else " " for c in text).strip()[:200] or "–"
