"""What every reader makes of a file: its rows, or why a line is none."""

from collections.abc import Sequence
from typing import NamedTuple


class Record(NamedTuple):
    """One row of a file, or why it is none. A tuple, because a file has a million of them."""

    line: int
    cells: Sequence[str]
    reason: str | None = None
