"""Look into a workbook of Excel 97 (an OLE file) for what calamine does not tell."""

import struct
from typing import IO

import olefile

from etl.ingest.formats.looked import Looked, is_never_worked_out, records_of_four

_STREAMS = ("Workbook", "Book")
_ENCRYPTED = "EncryptedPackage"
_MOST_BYTES = 256 << 20

_SHEET, _DAYS_FROM_1904 = 0x0085, 0x0022
_ERROR_OR_TRUTH, _FORMULA, _END = 0x0205, 0x0006, 0x000A
_IS_NO_NUMBER, _IS_ERROR = b"\xff\xff", 2


class OldBook:
    """A workbook's own stream of records; one that cannot be opened so has none, and calamine says
    what is wrong with it."""

    def __init__(self, opened: IO[bytes]) -> None:
        self.is_encrypted, self._stream = False, memoryview(b"")
        opened.seek(0)
        try:
            with olefile.OleFileIO(opened) as ole:
                self.is_encrypted = ole.exists(_ENCRYPTED)
                name = next((name for name in _STREAMS if ole.exists(name)), None)
                if name and ole.get_size(name) <= _MOST_BYTES:
                    self._stream = memoryview(ole.openstream(name).read())
        except (OSError, struct.error, ValueError, IndexError):
            pass
        opened.seek(0)

    def days_from_1904(self) -> bool:
        """Tell whether the workbook counts days from 1904, as those of old Macintoshes do."""
        for kind, content in records_of_four(self._stream):
            if kind == _DAYS_FROM_1904:
                return bytes(content[:2]) == b"\x01\x00"
            if kind == _END:
                break
        return False

    def look(self) -> list[Looked]:
        """Return what its sheets tell, in their order."""
        places = []
        for kind, content in records_of_four(self._stream):
            if kind == _SHEET and len(content) >= 6:
                places.append(struct.unpack_from("<I", content)[0])
            if kind == _END:
                break
        return [self._look(place) for place in places]

    def _look(self, place: int) -> Looked:
        looked = Looked()
        for kind, content in records_of_four(self._stream, place):
            if kind == _END:
                break
            if kind == _ERROR_OR_TRUTH and len(content) >= 8 and content[7]:
                row, column = struct.unpack_from("<HH", content)
                looked.add_error(row, column, content[6])
            elif kind == _FORMULA and len(content) >= 16:
                row, column = struct.unpack_from("<HH", content)
                value, (flags,) = content[6:14], struct.unpack_from("<H", content, 14)
                if bytes(value[6:]) == _IS_NO_NUMBER and value[0] == _IS_ERROR:
                    looked.add_error(row, column, value[2])
                elif is_never_worked_out(bytes(value), flags):
                    looked.never_worked_out.add(column)
        return looked
