"""What each kind of export calls its columns and words: the rows of `sources*.toml`, read once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from etl.ingest.word_lists import plain, table
from i18n.thai import compose

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
class Usual:
    """In which years, counted from the list's day, the days of a column lie; a bound may be open.

    `but` are the codes of other columns whose rows are not looked at; below `pct` percent of the
    rows nobody is asked.
    """

    since: int | None
    until: int | None
    but: Mapping[str, frozenset[str]]
    pct: int


@dataclass(frozen=True)
class Column:
    """One column that is read. `values` maps a plain word to its code (None: nobody knows);
    `keyed` is what the column is called once only a key of it is kept; one that is transient is
    looked at in memory and never kept. `problem` is what is wrong with a word that is not known,
    `missing` with a cell that must be filled. `blank` are words that are an empty cell of a day or
    a number, `before` words between what a remark tells and its day, `why` those after which it
    tells no day; a word that is a prefix may have more behind it. `telling` are words of headings
    that nobody knows which may be this column. `usual` are the ranges of its days.
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
    why: tuple[str, ...] = ()
    is_prefix: bool = False
    empty: str = ""
    begins: Mapping[str, str] | None = None
    holds: Mapping[str, str] | None = None
    tails: Mapping[str, str] | None = None
    telling: tuple[str, ...] = ()
    values: Mapping[str, str | None] | None = None
    usual: tuple[Usual, ...] = ()


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


@cache
def sources() -> dict[str, Source]:
    """Return every kind of export by its name."""
    return {kind: _source(kind, each) for kind, each in table().items() if "columns" in each}


def known_words(source: Source) -> frozenset[str]:
    """Return every heading that is known of `source`, read or not, as `plain` makes it."""
    return frozenset({*source.headings, *source.either, *source.evidence, *source.personal})


def member_states() -> list[str]:
    """Return the codes that a member's state can have."""
    values = sources()["members"].column("state").values or {}
    return sorted({code for code in values.values() if code})


def _source(kind: str, told: Mapping[str, Any]) -> Source:
    columns = tuple(_column(name, column) for name, column in told["columns"].items())
    either = told.get("either", {})
    return Source(
        kind=kind,
        files=tuple(compose(word).casefold() for word in told["files"]),
        before=tuple(told["before"]),
        needs_list_date=told["needs_list_date"],
        list_date=told["list_date"],
        identity=tuple(tuple(map(_together, group)) for group in told["identity"]),
        latest_by=tuple(told["latest_by"]),
        any_of=tuple(told["any_of"]),
        counts=told.get("counts", ""),
        columns=columns,
        headings={plain(heading): column.name for column in columns for heading in column.headings},
        either=_by_word({part: either.get(part, []) for part in ("province", "amphoe")}),
        serves=tuple(either.get("serves", [])),
        evidence=_evidence(either.get("whose", {"": [""]}))
        if any(column.type == "evidence" for column in columns)
        else {},
        personal=frozenset(map(plain, [*_personal(table()), *_personal(told)])),
    )


def _evidence(whose: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, str]]:
    """Return the headings of evidence, plain and with the words that say of which address."""
    found: dict[str, tuple[str, str]] = {}
    for says, headings in table()["evidence"].items():
        for heading in map(plain, headings):
            found[heading] = ("", says)
            for address, words in whose.items():
                for word in map(plain, words):
                    found[word + heading] = found[heading + word] = (address, says)
    return found


def _together(choice: str | list[str]) -> tuple[str, ...]:
    return (choice,) if isinstance(choice, str) else tuple(choice)


def _personal(told: Mapping[str, Any]) -> list[str]:
    headings: list[str] = told.get("personal", {}).get("headings", [])
    return headings


def _column(name: str, told: Mapping[str, Any]) -> Column:
    values = told.get("values")
    codes: dict[str, str | None] | None = None
    if values is not None:
        codes = {word: None if code == "none" else code for word, code in _by_word(values).items()}
        codes[""] = None
    return Column(
        name=name,
        type=told["type"],
        headings=tuple(told["headings"]),
        is_required=told.get("is_required", False),
        is_filled=told.get("is_filled", told["type"] == "id"),
        is_past=told.get("is_past", False),
        is_transient=told.get("is_transient", False),
        keyed=told.get("keyed", ""),
        problem=told.get("problem", ""),
        missing=told.get("missing", "missing_value"),
        blank=frozenset(map(plain, told.get("blank", []))),
        before=tuple(told.get("before", [])),
        why=tuple(told.get("why", [])),
        is_prefix=told.get("is_prefix", False),
        empty=told.get("empty", ""),
        begins=_by_word(told.get("begins", {})),
        holds=_by_word(told.get("holds", {})),
        tails=_by_word(told.get("tails", {})),
        telling=tuple(told.get("telling", [])),
        values=codes,
        usual=tuple(map(_usual, told.get("usual", []))),
    )


def _usual(told: Mapping[str, Any]) -> Usual:
    but = {name: frozenset(codes) for name, codes in told.get("but", {}).items()}
    return Usual(told.get("from"), told.get("to"), but, told.get("pct", 0))


def _by_word(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {plain(word): meaning for meaning, many in words.items() for word in many}
