"""Look into a workbook of Excel 97 (an OLE file) for what calamine does not tell."""

import struct
from typing import IO

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BLOCK = 1 << 20

_BEGINS = b"\x09\x08\x10\x00\x00\x06\x05\x00"
"""The first record of a workbook's stream: BIFF8, and what follows is the book itself."""
_DAYS_FROM_1904 = 0x0022
_MOST_RECORDS = 400


def is_encrypted(opened: IO[bytes]) -> bool:
    """Tell whether it is a protected XLSX: an OLE file with a stream of this name in it."""
    opened.seek(0)
    tail = b""
    while block := opened.read(_BLOCK):
        if _ENCRYPTED in tail + block:
            return True
        tail = block[-len(_ENCRYPTED) :]
    return False


def days_from_1904(opened: IO[bytes]) -> bool:
    """Tell whether the workbook counts days from 1904, by a record near the start of its stream."""
    opened.seek(0)
    content = opened.read(_BLOCK)
    at = content.find(_BEGINS)
    for _ in range(_MOST_RECORDS):
        if at < 0 or at + 6 > len(content):
            return False
        kind, length = struct.unpack_from("<HH", content, at)
        if kind == _DAYS_FROM_1904:
            return content[at + 4 : at + 6] == b"\x01\x00"
        at += 4 + length
    return False
