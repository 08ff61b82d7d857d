"""What a look at a workbook's own records tells that calamine does not, and how it says errors."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""What binary workbooks write for each error."""


@dataclass
class Looked:
    """What a sheet tells, by its own rows and columns from 1 and 0: `cells` is how many the block
    of its cells would have."""

    cells: int = 0
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    never_worked_out: set[int] = field(default_factory=set)

    def add_error(self, row: int, column: int, code: int) -> None:
        """Note an error by its code, in a row and a column from 0."""
        self.errors.setdefault(row + 1, {})[column] = _ERRORS.get(code, "#N/A")


def is_never_worked_out(value: bytes, flags: int) -> bool:
    """Whether a formula has no result but the nought of a program that never worked any out, and
    leaves it to whoever opens the workbook."""
    return flags & 0x02 != 0 and not any(value)


Record = tuple[int, memoryview]
"""The kind of a record of a binary workbook, and what is in it."""


def records_of_four(stream: memoryview, at: int = 0) -> Iterator[Record]:
    """Yield the records of a stream of Excel 97 from a place on: a head of four bytes each."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def records_of_bits(stream: memoryview) -> Iterator[Record]:
    """Yield the records of a part of an XLSB: kind and length are told in groups of seven bits."""
    at = 0
    while at < len(stream):
        kind, at = _number(stream, at, 2)
        length, at = _number(stream, at, 4)
        yield kind, stream[at : at + length]
        at += length


def _number(stream: memoryview, at: int, most: int) -> tuple[int, int]:
    number = 0
    for n in range(most):
        if at >= len(stream):
            break
        byte, at = stream[at], at + 1
        number |= (byte & 0x7F) << (7 * n)
        if not byte & 0x80:
            break
    return number, at
