"""What is planted in every export, and how is it looked for in every byte that comes out?

A mark is of one person and one column: a name, a citizen number, a telephone, an e-mail address, a
birth date. It is looked for as it is and as its bytes in each encoding, inside workbooks, slides,
PDF, Parquet and DuckDB files too, which are packed; of a number also what hashing it gives.
"""

import functools
import hashlib
import html
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pypdfium2

from etl.ingest.sources import Source

BIRTH = date(1928, 3, 17)
BIRTHS = ("17/03/2471", "1928-03-17", "17 มี.ค. 2471", "2471-03-17", "17/03/1928")
_HASHES = ("md5", "sha1", "sha256")
_HEX = re.compile(rb"[0-9a-f]{16,}")
_STEMS = (
    "หมายลับ",
    "มาร์กนามสกุล",
    "Plantedname",
    "planted",
    "90000000",
    "090-000",
    "0900000",
    *BIRTHS,
)

_LONGEST = 200
"""No mark is of more bytes, in whatever encoding."""


@dataclass(frozen=True)
class Marks:
    """Marks as they are planted; `numbers` are also looked for hashed."""

    texts: tuple[str, ...]
    numbers: tuple[str, ...] = ()

    def __add__(self, other: "Marks") -> "Marks":
        return Marks(self.texts + other.texts, self.numbers + other.numbers)

    def found_in(self, content: bytes) -> set[str]:
        """Return the marks that these bytes hold, packed or not."""
        near, kept = _opened(content)
        marks = self.texts + self.numbers if near else ()
        found = {mark for mark in marks if any(form in near for form in _forms(mark))}
        return found | {number for number in self.numbers if kept & _hashes(number)}


def citizen_number(n: int) -> str:
    """Return an invented citizen number that passes its own check, as a system would keep it."""
    first = f"9{n:011}"
    weighed = sum(int(digit) * (13 - at) for at, digit in enumerate(first))
    return f"{first}{(11 - weighed % 11) % 10}"


def person(n: int) -> dict[str, str]:
    """Return the marks of person `n`, by what they are."""
    return {
        "name": f"นายหมายลับ{n:03} มาร์กนามสกุล{n:03}",
        "latin": f"Plantedname{n:03}",
        "citizen": citizen_number(n),
        "phone": f"09{n:08}",
        "email": f"planted{n:03}@example.invalid",
        "birth": BIRTHS[n % len(BIRTHS)],
    }


def marks_of(numbers: Iterable[int]) -> Marks:
    """Return every mark of those people, in the forms in which they may be written."""
    texts: list[str] = []
    hashed: list[str] = []
    for n in numbers:
        of_person = person(n)
        citizen, phone = of_person["citizen"], of_person["phone"]
        texts += [f"หมายลับ{n:03}", f"มาร์กนามสกุล{n:03}", of_person["latin"], of_person["email"]]
        texts += [f"{phone[:3]}-{phone[3:6]}-{phone[6:]}"]
        hashed += [citizen, phone]
    return Marks((*texts, *BIRTHS), tuple(hashed))


def personal_cells(source: Source, n: int) -> dict[str, str]:
    """Return a cell for every personal heading that is known of an export, each with a mark."""
    of_person = person(n)
    kinds = ("name", "latin", "citizen", "phone", "email", "birth")
    cells = {}
    for at, heading in enumerate(sorted(source.personal)):
        cells[heading] = of_person[kinds[at % len(kinds)]]
    return cells


def files_below(folder: Path) -> Iterator[Path]:
    """Yield every file, those that begin with a dot too."""
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def table_bytes(path: Path) -> bytes:
    """Return what is in a Parquet or DuckDB file as text, whatever packs it; nothing of others."""
    if path.suffix == ".parquet":
        cells = duckdb.execute("from read_parquet($path)", {"path": str(path)}).fetchall()
        return str(cells).encode()
    if path.suffix == ".duckdb":
        with duckdb.connect(str(path), read_only=True) as con:
            tables = con.execute("select table_name from duckdb_tables()").fetchall()
            rows = [con.execute(f"from {table}").fetchall() for (table,) in tables]
        return str(rows).encode()
    return b""


@functools.cache
def _forms(mark: str) -> tuple[bytes, ...]:
    encodings = ("utf-8", "utf-16-le", "utf-16-be", "cp874", "unicode_escape")
    return tuple({mark.encode(encoding) for encoding in encodings})  # many are alike in three


@functools.cache
def _hashes(number: str) -> frozenset[bytes]:
    """The first digits of every hash of a number: one that is kept is told by them."""
    return frozenset(
        hashlib.new(name, number.encode()).hexdigest()[:16].encode() for name in _HASHES
    )


@functools.lru_cache(maxsize=2)  # the same file is searched for several marks, one after another
def _opened(content: bytes) -> tuple[bytes, set[bytes]]:
    """Return what stands where a mark may begin, in these bytes and those packed in them, and the
    hashes kept.

    What every mark begins with is looked for first: a thousand marks in a large file are not.
    """
    pieces = [content, *_unpacked(content)]
    stems = {form for stem in _STEMS for form in _forms(stem)}
    near = b"\n".join(
        piece[at : at + _LONGEST]
        for piece in pieces
        for stem in stems
        for at in _places(stem, piece)
    )
    return near, {run[:16] for piece in pieces for run in _HEX.findall(piece)}


def _places(stem: bytes, piece: bytes) -> Iterator[int]:
    """Yield where a stem begins."""
    at = piece.find(stem)
    while at >= 0:
        yield at
        at = piece.find(stem, at + 1)


def _unpacked(content: bytes) -> list[bytes]:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            inside = [archive.read(name) for name in archive.namelist()]
            names = "\n".join(archive.namelist()).encode()
        # Some writers of workbooks spell Thai as &#3627;…
        spelled = [html.unescape(each.decode("utf-8", "ignore")).encode() for each in inside]
        packed = [piece for each in inside for piece in _unpacked(each)]
        return [names, *inside, *spelled, *packed]
    if content.startswith(b"%PDF"):
        pdf = pypdfium2.PdfDocument(content)
        pages = [pdf[at].get_textpage().get_text_range() for at in range(len(pdf))]
        return [("\n".join(pages) + str(pdf.get_metadata_dict())).encode()]
    return []
