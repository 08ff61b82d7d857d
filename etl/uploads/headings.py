"""Keeps what a person answers to a heading that nobody knew: once, for every export to come."""

import csv
import io
from collections.abc import Collection, Mapping

from etl import safe_files
from etl.ingest.headings.answers import COLUMNS, LIST, NOT_READ
from etl.ingest.sources import sources
from etl.settings import Settings
from i18n.dates import today
from i18n.messages import Message
from i18n.thai import small_text


def choices(kind: str, read: Collection[str]) -> dict[str, Message]:
    """Return the columns of a kind that a file does not have yet, by the headings they are
    known by; `read` are those it has."""
    return {
        column.name: Message(*_pair(column.headings))
        for column in sources()[kind].columns
        if column.name not in read
    }


def remember(settings: Settings, kind: str, answers: Mapping[str, str | None], who: str) -> None:
    """Write what each heading means, a column's name or None for one that is not to be read.

    The rows go to the party's own list, which is made if there is none.
    """
    path = settings.data / LIST
    with safe_files.locked(settings.data / f".{LIST}.lock"):
        before = small_text(path.read_bytes(), "replace") if path.exists() else ""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        if not before.strip():
            writer.writerow(COLUMNS)
        elif not before.endswith("\n"):
            out.write("\n")
        for text, means in answers.items():
            writer.writerow((kind, text, means or NOT_READ, who, today().isoformat()))
        safe_files.write_whole(path, before + out.getvalue())


def _pair(headings: Collection[str]) -> tuple[str, str]:
    thai = next((word for word in headings if not word.isascii()), "")
    english = next((word for word in headings if word.isascii()), "")
    return thai or english, english or thai
