"""How does a test see what an Arrow table carries that none of its cells shows?"""

import struct
from collections.abc import Iterator

import numpy as np
import pyarrow as pa

CONSTANT = {struct.pack("<d", np.nan), struct.pack("<f", np.nan), struct.pack("<q", -(2**63))}
"""What numpy writes for a missing fraction or moment: the same whatever was there."""


def unseen(table: pa.Table) -> list[tuple[str, bytes]]:
    """Return, with the names of their columns, all bytes but zero that lie in no shown cell."""
    return [
        (name, found)
        for name, column in zip(table.column_names, table.columns, strict=True)
        for chunk in column.chunks
        for found in _unseen(chunk)
        if any(found) and found not in CONSTANT
    ]


def _unseen(cells: pa.Array) -> Iterator[bytes]:
    if pa.types.is_null(cells.type):
        return
    if pa.types.is_dictionary(cells.type):
        used = set(cells.indices.drop_null().to_pylist())
        yield from (
            str(label).encode()
            for at, label in enumerate(cells.dictionary.to_pylist())
            if at not in used
        )
        return
    is_shown = cells.is_valid().to_numpy(zero_copy_only=False)
    buffers, start = cells.buffers(), cells.offset
    if pa.types.is_list(cells.type):
        yield from _unseen(cells.values)
    elif pa.types.is_boolean(cells.type):
        bits = np.unpackbits(np.frombuffer(buffers[1], np.uint8), bitorder="little")
        bits[start : start + len(cells)][is_shown] = 0
        yield bits.tobytes()
    elif pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type):
        kind = np.int64 if pa.types.is_large_string(cells.type) else np.int32
        ends = np.frombuffer(buffers[1], kind)[start : start + len(cells) + 1]
        text = bytearray(buffers[2].to_pybytes() if buffers[2] else b"")
        for first, last, is_there in zip(ends, ends[1:], is_shown, strict=False):
            if is_there:
                text[first:last] = bytes(last - first)
        yield bytes(text)
    else:
        width = cells.type.bit_width // 8
        raw = buffers[1].to_pybytes()
        shown = {start + at for at, is_there in enumerate(is_shown) if is_there}
        yield from (
            raw[at * width : (at + 1) * width] for at in range(len(raw) // width) if at not in shown
        )
