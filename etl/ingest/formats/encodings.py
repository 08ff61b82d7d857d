"""Tell a file's format and encoding by its bytes, never by its name.

Thai systems write UTF-8, CP874 (TIS-620 with a few more signs) and UTF-16; Excel's "Unicode
text" is UTF-16 with tabs. Thai text in CP874 is not valid UTF-8 beyond a few letters by chance.
"""

import codecs
from collections.abc import Callable
from typing import IO, Literal

from i18n.messages import UserError, message

Container = Literal["text", "zip", "ole", "parquet", "page", "xml"]

HEAD = 1 << 20
"""Bytes that are looked at to tell the encoding and the delimiter."""

_MAGIC: tuple[tuple[bytes, Container], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"PAR1", "parquet"),
)
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
)
_PAGE = (b"<!doctype", b"<html", b"<table", b"<meta", b"<head", b"<style", b"<body")
_XML = b"<?xml"
_XML_WORKBOOK = b"urn:schemas-microsoft-com:office:spreadsheet"
_UNSEEN = bytes({*range(32)} - {*b"\t\n\r\f\x1a"})
_MOST_UNSEEN = 3
"""How many of the control signs a text that is not named so may hold: with more it is none."""
_TEXTS = (".csv", ".tsv", ".txt")
# Latin letters and Thai ones (U+0E00) are what the high bytes of Thai UTF-16 hold.
_UTF16_HIGH = b"\x00\x0e"


class NotATable(UserError):
    """The file is something else than a table: a PDF, a web page, a picture."""


class TwoEncodings(UserError):
    """The file says that it is UTF-8, and is not."""


class EmptyFile(UserError):
    """The file has no content."""


def container(head: bytes, file: str) -> Container:
    """Tell what kind of file begins with `head`; raises EmptyFile or NotATable."""
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    for magic, name in _OTHERS:
        if head.startswith(magic):
            raise NotATable(message("readers.not_a_table", file=file, found=name))
    bare = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not bare.strip(b"\x00\xff\xfe"):
        raise EmptyFile(message("readers.empty_file", file=file))
    begins = bare[:4096].lower()
    if begins.startswith(_XML):
        if _XML_WORKBOOK not in begins and b"<html" not in begins:
            raise NotATable(message("readers.not_a_table", file=file, found="XML"))
        return "xml" if _XML_WORKBOOK in begins and b"<html" not in begins else "page"
    if begins.startswith(_PAGE):
        return "page"
    unseen = set(head[:4096]) & set(_UNSEEN)
    is_named_text = file.casefold().endswith(_TEXTS)
    if (
        len(unseen) > _MOST_UNSEEN
        and not is_named_text
        and not encoding_of_head(head).startswith("utf-16")
    ):
        raise NotATable(message("readers.damaged", file=file))
    return "text"


def encoding_of_head(head: bytes) -> str:
    """Return the Python codec of a text that begins with `head`: only a guess if all is ASCII."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = head[: 4096 & ~1]
    if b"\x00" in start:
        for codec, high in (("utf-16-le", start[1::2]), ("utf-16-be", start[0::2])):
            if sum(high.count(byte) for byte in _UTF16_HIGH) > 0.9 * max(len(high), 1):
                return codec
    return "utf-8" if is_utf8(head) else "cp874"


def is_utf8(head: bytes) -> bool:
    """Tell whether `head` is UTF-8, allowing for a last letter that was cut."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as error:
        # A few damaged letters in a long UTF-8 text are damage, not another encoding.
        return _utf8_letters(head) > 10 * _broken(head, error)
    return True


def _utf8_letters(head: bytes) -> int:
    text = head.decode("utf-8", errors="ignore")
    return sum(letter > "\x7f" for letter in text)


def _broken(head: bytes, first: UnicodeDecodeError) -> int:
    return head[first.start :].decode("utf-8", errors="replace").count("�")


def encoding_of(opened: Callable[[], IO[bytes]], head: bytes, file: str) -> str:
    """Return the codec after reading as far as the first letter that is not ASCII.

    The head of a file can be all English when a Thai letter first comes in line 100,000. Raises
    TwoEncodings.
    """
    guess = encoding_of_head(head)
    if guess == "utf-8-sig" and not is_utf8(head.removeprefix(codecs.BOM_UTF8)):
        raise TwoEncodings(message("readers.two_encodings", file=file))
    if guess != "utf-8" or not head.isascii():
        return guess
    with opened() as stream:
        while block := stream.read(HEAD):
            if not block.isascii():
                return encoding_of_head(block + stream.read(8))
    return guess
