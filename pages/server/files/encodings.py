"""Makes a file's bytes small for the line, once each, and says which form a browser takes."""

import gzip
import threading
from collections.abc import Callable, Mapping

import brotli

PLAIN = "identity"
ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    # The next qualities take ten times as long, for a twentieth less.
    "br": lambda body: bytes(brotli.compress(body, quality=9)),
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}
"""What a body can be sent as, the smallest first."""
_LEAST_BYTES = 500
"""Below it the wrapping outweighs what is saved."""
_LEAST_SAVED = 0.95
"""What hardly shrinks goes out as it is: fonts and pictures are compressed already."""


class Forms:
    """The forms of one body. `form` is safe to call from several threads."""

    def __init__(self, body: bytes, made: Mapping[str, bytes] | None = None) -> None:
        """`made` are forms of the body, by their encoding, that need not be made here."""
        self._made = {PLAIN: body, **(made or {})}
        self._lock = threading.Lock()

    def made(self, encoding: str) -> bytes | None:
        """Return the body in an encoding when that is at hand: no work, no waiting."""
        return self._made.get(encoding)

    def form(self, encoding: str) -> bytes:
        """Return the body in an encoding, made at the first call; as it is where nothing is won."""
        with self._lock:
            if encoding not in self._made:
                self._made[encoding] = _shrink(self._made[PLAIN], encoding)
            return self._made[encoding]


def choose(accepted: str) -> str:
    """Return the best encoding that an Accept-Encoding header takes, PLAIN where it takes none."""
    wanted = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.replace(" ", "").partition(";q=")
        wanted[name] = weight
    for encoding in ENCODINGS:
        weight = wanted.get(encoding, "0")
        if not weight or weight.strip("0."):
            return encoding
    return PLAIN


def _shrink(body: bytes, encoding: str) -> bytes:
    if len(body) < _LEAST_BYTES:
        return body
    small = ENCODINGS[encoding](body)
    return small if len(small) < _LEAST_SAVED * len(body) else body
