"""Open a file of any format as the tables within it: a text, a workbook, a page, an archive."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import IO

from etl.ingest.exports import SUFFIXES
from etl.ingest.formats.delimited import Layout, layout, lines_of, records
from etl.ingest.formats.encodings import HEAD, container, encoding_of
from etl.ingest.formats.markup import sheets_of_xml
from etl.ingest.formats.parts import Part
from etl.ingest.formats.record import Record
from etl.ingest.formats.refusals import Damaged, NotAWorkbook, TooBigInside, faults_as_refusals
from etl.ingest.formats.web_pages import tables_of_page
from etl.ingest.formats.workbooks import sheets_of
from etl.ingest.headings.plan import Plan
from etl.ingest.sources import Source
from etl.ingest.word_lists import is_beside
from i18n.messages import message

INSIDE_LIMIT = 1 << 30
"""Unpacked bytes that a file may declare: a full sheet of 20 columns has about 0.7 GB."""

MOST_BYTES = 256 << 20
"""A workbook in an archive that is larger than this is no export."""

_SUSPICIOUS = 64 << 20
_SUSPICIOUS_RATIO = 200
"""Sheets pack to a tenth or so; 200 times smaller is nothing anybody typed."""

_MOST_FILES = 2_000
_OPEN_DOCUMENT = "content.xml"

Opened = Callable[[], IO[bytes]]


def parts_of(opened: Opened, source: Source, file: str, size: int, name: str = "") -> list[Part]:
    """Return the tables of a file that is no Parquet; `name` is what it is called in an archive.

    Raises a UserError that names the file when it cannot be read.
    """
    with opened() as stream:
        head = stream.read(HEAD)
    match container(head, file):
        case "text":
            codec = encoding_of(opened, head, file)
            return [text_part(opened, codec, head, source, file, name)]
        case "ole":
            return sheets_of(opened(), False, source, file)
        case "page":
            codec = encoding_of(opened, head, file)
            with opened() as stream, io.TextIOWrapper(stream, codec, "replace") as text:
                return tables_of_page(text, source, file)
        case "xml":
            with opened() as stream:
                return sheets_of_xml(stream, source, file, "xml")
        case "zip" if not name:
            return _of_zip(opened, source, file, size)
        case "zip":
            return _of_zip(
                lambda: io.BytesIO(_whole(opened, file)), source, file, size, is_inner=True
            )
        case _:
            raise NotAWorkbook(message("readers.not_a_workbook", file=file))


def text_part(
    opened: Opened, codec: str, head: bytes, source: Source, file: str, name: str = ""
) -> Part:
    """Return a text as the one table it is."""
    text = head.decode(codec, errors="replace")
    found = layout(text, source, file)
    rows = partial(_records, opened, codec, text, found, file)
    delimiter = "" if name else found.delimiter
    return Part(name, found.line, found.headings, found.titles, codec, rows, delimiter=delimiter)


def _records(
    opened: Opened,
    codec: str,
    head: str,
    found: Layout,
    file: str,
    plan: Plan,
    positions: Sequence[int],
) -> Iterator[Record]:
    # A file in an archive can prove damaged only where its last row has been unpacked.
    with faults_as_refusals(file):
        every = records(lines_of(opened, codec, head, file), found.delimiter, plan.width, positions)
        yield from (record for record in every if record.line > found.line)


def _of_zip(
    opened: Opened, source: Source, file: str, size: int, *, is_inner: bool = False
) -> list[Part]:
    with faults_as_refusals(file):
        archive = zipfile.ZipFile(opened())
    names = _refuse_bomb(archive, size, file)
    if any(name.startswith("xl/") for name in names):
        archive.close()
        return sheets_of(opened(), True, source, file)
    if _OPEN_DOCUMENT in names and "mimetype" in names:
        with faults_as_refusals(file), archive.open(_OPEN_DOCUMENT) as content:
            return sheets_of_xml(content, source, file, "ods")
    lists = [] if is_inner else [name for name in names if _may_be_a_list(name)]
    if not lists or source.has_transient:
        # What stands beside a person's number is read from a plain file only.
        raise NotAWorkbook(message("readers.not_a_workbook", file=file))
    parts: list[Part] = []
    for name in lists[:_MOST_FILES]:
        of_file = partial(_member, archive, name, file)
        with faults_as_refusals(file):
            found = parts_of(of_file, source, file, archive.getinfo(name).compress_size, name)
        # The sheets of a workbook among other files are told by both names.
        parts += [
            part if part.name == name else replace(part, name=f"{name} · {part.name}")
            for part in found
        ]
    return parts


def _member(archive: zipfile.ZipFile, name: str, file: str) -> IO[bytes]:
    with faults_as_refusals(file):
        return archive.open(name)


def _may_be_a_list(name: str) -> bool:
    path = PurePosixPath(name)
    is_litter = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return path.suffix.casefold() in SUFFIXES and not is_litter and not is_beside(path.name)


def _refuse_bomb(archive: zipfile.ZipFile, size: int, file: str) -> list[str]:
    """Return an archive's names; refuse by the sizes it declares, before a byte is unpacked."""
    infos = archive.infolist()
    inside = sum(info.file_size for info in infos)
    if inside > INSIDE_LIMIT or (
        inside > _SUSPICIOUS and inside / max(size, 1) > _SUSPICIOUS_RATIO
    ):
        raise TooBigInside(message("readers.too_big_inside", file=file, inside_mb=inside >> 20))
    if any(info.flag_bits & 1 for info in infos):
        raise Damaged(message("readers.password", file=file))
    return [info.filename for info in infos if not info.is_dir()]


def _whole(opened: Opened, file: str) -> bytes:
    with opened() as stream, faults_as_refusals(file):
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TooBigInside(
            message("readers.too_big_inside", file=file, inside_mb=len(content) >> 20)
        )
    return content
