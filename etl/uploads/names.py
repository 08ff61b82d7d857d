"""Recognises an uploaded file by its name, and gives it a safe name among the exports.

A name comes from somebody's browser: it may hold a path, characters that no disk or reader takes,
or nothing at all. It is read by the same rules as that of a file put among the exports by hand.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Literal

from etl.ingest.exports import SUFFIXES, UNKNOWN_KIND, read_name
from etl.ingest.sources import sources
from etl.ingest.word_lists import is_beside
from i18n.messages import Message, UserError, message

MOST_BYTES = 160
"""How long a name may be: a disk bears 255 bytes, and a day or a mark of its own may be added."""

_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
_NOT_IN_NAMES = frozenset('<>:"|?*$`')


class BadName(UserError):
    """What was chosen for a file does not make a name that can be read."""


@dataclass(frozen=True)
class RecognisedName:
    """What a name says of its file. `lacks` is what a person has to add; with a `problem` and
    nothing lacking the file cannot be used."""

    name: str
    kind: str | None
    list_on: date | None
    lacks: tuple[Literal["kind", "day"], ...] = ()
    problem: Message | None = None


def kinds() -> list[str]:
    """Return the kinds of export, members first."""
    return list(sources())


def safe_name(raw: str) -> str:
    """Return a name any disk bears for a name from anywhere: no path, no sign that is not seen."""
    last = unicodedata.normalize("NFC", raw).replace("\\", "/").rstrip("/").rpartition("/")[2]
    visible = "".join("_" if sign in _NOT_IN_NAMES else sign for sign in last if _is_visible(sign))
    path = PurePosixPath(" ".join(visible.split()).strip(". ~_") or "file")
    suffix = path.suffix if path.suffix.casefold() in SUFFIXES else ""
    stem = _cut(path.name.removesuffix(suffix).rstrip(". "), MOST_BYTES) or "file"
    name, renamed = f"{stem}{suffix}", f"file_{stem}{suffix}"
    # Litter by its beginning is an export by another name; litter by its ending stays what it is.
    is_litter = is_beside(name) and not is_beside(renamed)
    # A device of Windows is one with any ending.
    is_device = stem.casefold().partition(".")[0].strip() in _RESERVED
    is_taken = is_device or is_litter or stem.casefold().startswith("__macosx")
    return renamed if is_taken else name


def _is_visible(sign: str) -> bool:
    """Spaces and whatever is drawn: no control, direction, private or unassigned sign."""
    return unicodedata.category(sign)[0] != "C" and unicodedata.category(sign) not in ("Zl", "Zp")


def _cut(text: str, most: int) -> str:
    return text.encode("utf-8")[:most].decode("utf-8", errors="ignore").rstrip(". ")


def recognise(raw: str) -> RecognisedName:
    """Return what a name says of its file, as of one put among the exports by hand."""
    name = safe_name(raw)
    if Path(name).suffix.casefold() not in SUFFIXES:
        return RecognisedName(name, None, None, problem=message("readers.not_an_export", file=name))
    kind, list_on, problem = read_name(name)
    if kind == UNKNOWN_KIND:
        return RecognisedName(name, None, None, ("kind",), problem)
    return RecognisedName(name, kind, list_on, ("day",) if problem else (), problem)


def lacks_day(name: str, kind: str) -> bool:
    """Whether a file of that kind needs a day that its name does not give."""
    return read_name(f"{kind}/{name}")[2] is not None


def path_of(raw: str, kind: str | None, day: date | None) -> str:
    """Return where a file will lie below the exports; what its name does not say was chosen.

    Raises BadName when something is still missing.
    """
    reading = recognise(raw)
    name = reading.name
    chosen = reading.kind or kind
    if chosen not in sources():
        raise BadName(reading.problem or message("readers.unknown_kind", file=name))
    if day and lacks_day(name, chosen):
        stem, suffix = Path(name).stem, Path(name).suffix
        name = f"{stem}_{day}{suffix}"
        # Two days in a name, or one of no calendar: it is called anew.
        if lacks_day(name, chosen):
            name = f"{chosen}_{day}{suffix}"
    problem = read_name(f"{chosen}/{name}")[2]
    if problem:
        raise BadName(problem)
    return f"{chosen}/{name}"


def name_key(file: str) -> str:
    """Return the form in which two paths are compared, as a disk or a reader may confuse them."""
    return unicodedata.normalize("NFC", file).casefold()


def replaced_by(file: str, present: Iterable[str]) -> str | None:
    """Return the export that `file` would take the place of: of its kind, and called the same."""
    kind, _, name = file.rpartition("/")
    for there in present:
        has_same_name = name_key(PurePosixPath(there).name) == name_key(name)
        if name_key(there) == name_key(file) or (has_same_name and read_name(there)[0] == kind):
            return there
    return None
