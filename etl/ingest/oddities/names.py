"""Find files whose name, or a folder's, says that they are another list than the party's own."""

import re

from etl.ingest.accounts.findings import Finding
from etl.ingest.redaction import without_places
from etl.ingest.word_lists import words
from i18n.thai import compose


def find_in_name(file: str) -> list[Finding]:
    """Return what is found where a path below the exports has a word of `sheets.others` in it: an
    old list, a copy, a draft, a form to fill in."""
    name = without_places(compose(file).casefold())
    said = [word for word in words("sheets", "others") if _is_said(word, name)]
    return [Finding("named_as_another", (max(said, key=len),))] if said else []


def _is_said(word: str, name: str) -> bool:
    if not word.isascii():
        return word in name
    return re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", name) is not None
