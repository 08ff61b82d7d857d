"""Keeps a line of the server's log one line: nothing that was sent begins another.

Whoever opens an address, names a part of a page or signs in with an odd name has that written down
by Streamlit and its server as it is, and could steer the terminal of who reads it.
"""

import logging

from i18n.plain_text import written_out


class PlainRecord(logging.LogRecord):
    """A line of a log in which every control character is written out."""

    def getMessage(self) -> str:
        """Return the line."""
        return written_out(super().getMessage())

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        if self.exc_info and self.exc_info[0]:
            lines = logging.Formatter().formatException(self.exc_info).split("\n")
            # Python's own lines are many; indented, none passes for a line of the log.
            self.exc_text = "\n".join(f"  {written_out(line)}" for line in lines)


def install() -> None:
    """Have every log of this process write such lines."""
    logging.setLogRecordFactory(PlainRecord)
