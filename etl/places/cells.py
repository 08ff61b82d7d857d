"""Part a cell in which more is written than one name: an address, or a province beside its amphoe.

Only the words of `words.toml` and the signs between are looked at here, no name: what a part means
is for `etl.places.matcher` to find out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from etl.places import names, words
from i18n.thai import arabic_digits, compose


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a cell. `label` is what it says that it is: a label of `words.toml`, "postcode",
    "number", or nothing; `sign` is the sign or word that stood before it."""

    label: str
    text: str
    sign: str = ""


@cache
def _scanner() -> re.Pattern[str]:
    """What ends a piece. The longest label is tried first, so เขตเลือกตั้ง is no เขต."""
    labels = ("constituency", "house", "province", "tambon", "amphoe", "khet")
    between = "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else w for w in words.between())
    return re.compile(
        r"(?P<number>\d+(?:[/.-]\d+)*)"
        + r"|(?P<bracket>[()\[\]])"
        + rf"|(?P<sign>[,;:/|+\n\t]|\s[-–—]+\s|(?<!\S)(?:{between})(?!\S))"
        + "".join(rf"|(?P<after_{kind}>\b{words.after(kind)}\b)" for kind in _AFTER)
        + "".join(rf"|(?P<{label}>{words.within(label)})" for label in labels)
    )


_AFTER = ("tambon", "province", "amphoe")


@cache
def _says_more() -> re.Pattern[str]:
    """What a text has that says more than an amphoe; most have none, and are not taken apart."""
    more = "|".join(
        [r"[0-9๐-๙]", words.before("tambon"), words.before("house"), words.after("tambon")]
    )
    return re.compile(more, re.IGNORECASE)


@cache
def _only_a_part() -> re.Pattern[str]:
    return re.compile(words.only_a_part())


def parts(text: str) -> tuple[Part, ...]:
    """Return the pieces of a cell in their order, in lower case and with Arabic digits."""
    cell = arabic_digits(compose(text.replace("\n", ","))).lower()
    cell = _only_a_part().sub("", cell)
    found: list[Part] = []
    open_part = Part("", "")

    def close(label: str = "", sign: str = "") -> None:
        nonlocal open_part
        if names.is_blank(open_part.text):
            # A label before another ("เขต" before "4"), or before nothing.
            if open_part.label and label not in ("", "number"):
                found.append(replace(open_part, text=""))
        else:
            found.append(replace(open_part, text=open_part.text.strip()))
        open_part = Part(label, "", sign or (open_part.sign if not open_part.text else ""))

    at = 0
    for match in _scanner().finditer(cell):
        open_part = replace(open_part, text=open_part.text + cell[at : match.start()])
        at = match.end()
        kind, word = match.lastgroup or "", match[0]
        if kind == "number":
            open_part = _number(found, open_part, word)
        elif kind in ("sign", "bracket"):
            close(sign=word.strip())
        elif kind.startswith("after_"):
            if open_part.label in ("", kind.removeprefix("after_")):
                open_part = replace(open_part, label=kind.removeprefix("after_"))
                close()
        else:
            close(label=kind)
    open_part = replace(open_part, text=open_part.text + cell[at:])
    close(label="end")
    return tuple(found)


def _number(found: list[Part], open_part: Part, word: str) -> Part:
    """Put a number where it belongs: to its house or constituency, or on its own."""
    is_alone = names.is_blank(open_part.text)
    if open_part.label == "house" or (is_alone and open_part.label == "constituency"):
        return replace(open_part, text=f"{open_part.text}{word}")
    if is_alone and open_part.label in ("khet", "amphoe") and len(word) <= 2:
        found.append(Part("constituency", word, open_part.sign))
        return Part("", "")
    if not is_alone:
        found.append(replace(open_part, text=open_part.text.strip()))
    elif open_part.label:
        found.append(replace(open_part, text=""))
    found.append(Part("postcode" if names.read_postcode(word) else "number", word))
    return Part("", "")


def without_house(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return the text without what says more than an amphoe, its tambon texts and its postcodes.

    Of a text in which an amphoe or a province says what it is, only these stay: what stands beside
    them is somebody's house. Of any other, all but a postcode and a tambon that says it is one.
    """
    if not _says_more().search(text):
        return text, (), ()
    pieces = parts(text)
    tambon = tuple(part.text for part in pieces if part.label == "tambon" and part.text)
    postcodes = tuple(part.text for part in pieces if part.label == "postcode")
    if not tambon and not postcodes and not _is_address(pieces):
        return text, (), ()
    if _is_address(pieces):
        labelled = {"province", "amphoe", "khet"}
        kept = [part for part in pieces if part.label in labelled and part.text]
        if not kept:
            return "", tambon, postcodes
    else:
        kept = [part for part in pieces if part.label not in ("tambon", "postcode")]
    return " ".join(_written(kept)), tambon, postcodes


def _is_address(pieces: tuple[Part, ...]) -> bool:
    """Whether a house is told: by its words, by a number with a stroke, or before a tambon."""
    labels = {part.label for part in pieces}
    return (
        "house" in labels
        or {"number", "tambon"} <= labels
        or any(part.label == "number" and "/" in part.text for part in pieces)
    )


_WRITTEN = {"province": "จ.", "amphoe": "อ.", "khet": "เขต", "constituency": "เขตเลือกตั้งที่ "}


def _written(pieces: list[Part]) -> Iterator[str]:
    for part in pieces:
        text = f"{_WRITTEN.get(part.label, '')}{part.text}"
        if part.sign in ("(", "["):
            yield f"({text})"
        elif part.sign and part.sign not in (")", "]") and part is not pieces[0]:
            yield f"{part.sign} {text}"
        else:
            yield text


def may_leave_over(pieces: tuple[Part, ...]) -> bool:
    """Whether words that name no place may stand beside an amphoe that says it is one."""
    return _is_address(pieces) or any(part.label == "tambon" for part in pieces)
