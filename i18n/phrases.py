"""Every phrase of the product by its key, Thai and English side by side in `catalogue/*.csv`.

A row is `key,th,en`. Where another key already has the words, `th` is @ and that key: no text
stands twice. Keys are unique over all files; the first part of a key has one file.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

OWN_NAMES = {"th": "ไทย", "en": "English"}
"""What each language is called by those who read it."""
LANGUAGES = tuple(OWN_NAMES)
FOLDER = Path(__file__).parent / "catalogue"


@cache
def phrases() -> Mapping[str, Mapping[str, str]]:
    """Return every phrase: key → language → words."""
    own, same = {}, {}
    for key, th, en in rows():
        if th.startswith("@"):
            same[key] = th.removeprefix("@")
        else:
            own[key] = {"th": th, "en": en}
    return own | {key: own[other] for key, other in same.items()}


def rows() -> Iterator[list[str]]:
    """Yield the rows of all files as they are written: key, Thai, English."""
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file)
            next(lines)
            yield from lines
