"""What each kind of export calls its columns and words: the rows of `sources*.toml`, read once.

Matching is by `plain`: sara am composed, lower case, spaces and punctuation gone, so that
"เขต / อำเภอ", "เขต/อําเภอ" (sara am as two characters) and "เขตอำเภอ" are one heading.
"""

import hashlib
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Literal

from i18n.thai import compose

_FILE = Path(__file__).with_name("sources.toml")
_TAKING_PART = Path(__file__).with_name("sources_participation.toml")

ColumnType = Literal[
    "id",
    "name",
    "place",
    "word",
    "date",
    "count",
    "text",
    "answer",
    "choices",
    "scope",
    "evidence",
    "nobody",
    "remark",
]


@dataclass(frozen=True)
class Column:
    """One column that is read. `values` maps a plain word to its code (None: nobody knows);
    `keyed` is what the column is called once only a key of it is kept; one that is transient is
    looked at in memory and never kept. `problem` is what is wrong with a word that is not known,
    `missing` with a cell that must be filled. `blank` are words that are an empty cell of a day or
    a number, `before` words between what a remark tells and its day; a word that is a prefix may
    have more behind it. `telling` are words of headings that nobody knows which may be this column.
    In a column of type "nobody" `empty` is what no name at all means, `begins` what one means that
    begins so, `holds` one that has such a word in it, `tails` one with only that in brackets."""

    name: str
    type: ColumnType
    headings: tuple[str, ...]
    is_required: bool = False
    is_filled: bool = False
    is_past: bool = False
    is_transient: bool = False
    keyed: str = ""
    problem: str = ""
    missing: str = "missing_value"
    blank: frozenset[str] = frozenset()
    before: tuple[str, ...] = ()
    is_prefix: bool = False
    empty: str = ""
    begins: Mapping[str, str] | None = None
    holds: Mapping[str, str] | None = None
    tails: Mapping[str, str] | None = None
    telling: tuple[str, ...] = ()
    values: Mapping[str, str | None] | None = None


@dataclass(frozen=True)
class Source:
    """One kind of export. `either` maps a plain heading to "province" or "amphoe".

    `before` are the kinds it goes before where a name tells both. `identity` is what tells one row
    from another: groups of choices, of each the first that a row has; a choice of several columns
    is what they say together. `evidence` maps a heading to the address that it says it is of, or
    to none, and to what it tells of the place. `ignored` are headings a person said not to read.
    """

    kind: str
    files: tuple[str, ...]
    before: tuple[str, ...]
    needs_list_date: bool
    list_date: str
    identity: tuple[tuple[tuple[str, ...], ...], ...]
    latest_by: tuple[str, ...]
    any_of: tuple[str, ...]
    counts: str
    columns: tuple[Column, ...]
    headings: Mapping[str, str]
    either: Mapping[str, str]
    serves: tuple[str, ...]
    evidence: Mapping[str, tuple[str, str]]
    personal: frozenset[str]
    ignored: frozenset[str] = frozenset()

    @property
    def has_names(self) -> bool:
        """Whether the names of people are read from it."""
        return any(column.type == "name" for column in self.columns)

    @property
    def has_transient(self) -> bool:
        """Whether something is read from it that no disk may see."""
        return any(column.is_transient for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column called `name`."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True)
class DateWords:
    """The words of dates: months 1-12 by every spelling, and words that say nothing more."""

    months: Mapping[str, int]
    noise: tuple[str, ...]


def plain(text: str) -> str:
    """Return `text` as headings and words are compared: letters, marks and digits only."""
    return "".join(
        letter
        for letter in compose(text).casefold()
        if unicodedata.category(letter)[0] not in "PZSC"
    )


@cache
def _table() -> dict[str, Any]:
    tables = [tomllib.loads(file.read_text(encoding="utf-8")) for file in (_FILE, _TAKING_PART)]
    return tables[0] | tables[1]


@cache
def sources() -> dict[str, Source]:
    """Return every kind of export by its name."""
    return {kind: _source(kind, table) for kind, table in _table().items() if "columns" in table}


@cache
def date_words() -> DateWords:
    """Return the words of dates."""
    table = _table()["dates"]
    return DateWords(
        months={
            word: number for number, words in enumerate(table["months"], start=1) for word in words
        },
        # The longest first, or the era's full stop would be left behind.
        noise=tuple(sorted(table["noise"], key=len, reverse=True)),
    )


@cache
def blank_words() -> frozenset[str]:
    """Return what a system writes in a cell of a date or a number when it has nothing to say."""
    return frozenset({"", *_table()["blank"]["words"]})


@cache
def words(section: str, name: str = "words") -> tuple[str, ...]:
    """Return a list of words that every kind of export is read by, as it is written."""
    return tuple(_table()[section][name])


@cache
def plain_words(section: str, name: str = "words") -> frozenset[str]:
    """Return such a list as headings and words are compared."""
    return frozenset(plain(word) for word in words(section, name))


def is_beside(name: str) -> bool:
    """Tell whether a file of this name lies beside exports and is none: litter, a note."""
    bare = name.casefold()
    return bare in {word.casefold() for word in words("beside", "names")} or any(
        fnmatchcase(bare, pattern.casefold()) for pattern in words("beside", "litter")
    )


@cache
def person_words() -> tuple[str, ...]:
    """Return the titles before people's names: a text with one is somebody's."""
    return tuple(word.casefold() for word in _table()["telling"]["titles"])


@cache
def unit_words() -> tuple[str, ...]:
    """Return what may stand behind a number."""
    return tuple(_table()["telling"]["units"])


@cache
def choice_words() -> tuple[str, ...]:
    """Return what may stand before the number of a choice, as `plain` makes it."""
    return tuple(plain(word) for word in _table()["before_a_choice"]["words"])


def known_words(source: Source) -> frozenset[str]:
    """Return every heading that is known of `source`, read or not, as `plain` makes it."""
    return frozenset({*source.headings, *source.either, *source.evidence, *source.personal})


def member_states() -> list[str]:
    """Return the codes that a member's state can have."""
    values = sources()["members"].column("state").values or {}
    return sorted({code for code in values.values() if code})


def fingerprint(kind: str) -> str:
    """Return a hash of the words that a kind is read by: other words, other reading."""
    words = _FILE.read_bytes()
    if kind not in tomllib.loads(words.decode()):
        words += _TAKING_PART.read_bytes()
    return hashlib.sha256(words).hexdigest()


def _source(kind: str, table: Mapping[str, Any]) -> Source:
    columns = tuple(_column(name, column) for name, column in table["columns"].items())
    either = table.get("either", {})
    return Source(
        kind=kind,
        files=tuple(compose(word).casefold() for word in table["files"]),
        before=tuple(table["before"]),
        needs_list_date=table["needs_list_date"],
        list_date=table["list_date"],
        identity=tuple(tuple(map(_together, group)) for group in table["identity"]),
        latest_by=tuple(table["latest_by"]),
        any_of=tuple(table["any_of"]),
        counts=table.get("counts", ""),
        columns=columns,
        headings={plain(heading): column.name for column in columns for heading in column.headings},
        either=_by_word({part: either.get(part, []) for part in ("province", "amphoe")}),
        serves=tuple(either.get("serves", [])),
        evidence=_evidence(either.get("whose", {"": [""]}))
        if any(column.type == "evidence" for column in columns)
        else {},
        personal=frozenset(map(plain, [*_personal(_table()), *_personal(table)])),
    )


def _evidence(whose: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, str]]:
    """Return the headings of evidence, plain and with the words that say of which address."""
    found: dict[str, tuple[str, str]] = {}
    for says, headings in _table()["evidence"].items():
        for heading in map(plain, headings):
            found[heading] = ("", says)
            for address, words in whose.items():
                for word in map(plain, words):
                    found[word + heading] = found[heading + word] = (address, says)
    return found


def evidence_words(says: str) -> tuple[str, ...]:
    """Return the headings of one piece of evidence."""
    return tuple(_table()["evidence"][says])


def _together(choice: str | list[str]) -> tuple[str, ...]:
    return (choice,) if isinstance(choice, str) else tuple(choice)


def _personal(table: Mapping[str, Any]) -> list[str]:
    headings: list[str] = table.get("personal", {}).get("headings", [])
    return headings


def _column(name: str, table: Mapping[str, Any]) -> Column:
    values = table.get("values")
    codes: dict[str, str | None] | None = None
    if values is not None:
        codes = {word: None if code == "none" else code for word, code in _by_word(values).items()}
        codes[""] = None
    return Column(
        name=name,
        type=table["type"],
        headings=tuple(table["headings"]),
        is_required=table.get("is_required", False),
        is_filled=table.get("is_filled", table["type"] == "id"),
        is_past=table.get("is_past", False),
        is_transient=table.get("is_transient", False),
        keyed=table.get("keyed", ""),
        problem=table.get("problem", ""),
        missing=table.get("missing", "missing_value"),
        blank=frozenset(map(plain, table.get("blank", []))),
        before=tuple(table.get("before", [])),
        is_prefix=table.get("is_prefix", False),
        empty=table.get("empty", ""),
        begins=_by_word(table.get("begins", {})),
        holds=_by_word(table.get("holds", {})),
        tails=_by_word(table.get("tails", {})),
        telling=tuple(table.get("telling", [])),
        values=codes,
    )


def _by_word(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {plain(word): meaning for meaning, many in words.items() for word in many}
