"""Read what headings mean by a person's answer: the rows of `data/headings.csv`.

A row says of a kind of export what a heading of its files means: a column as it is called in
`sources*.toml`, one of the headings that are known, or "-" for one that is not to be read. It is
asked once: the next export with that heading is read so.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from etl.ingest.sources import Source, sources
from etl.ingest.word_lists import plain
from etl.settings import Settings
from i18n.messages import Message, UserError, message
from i18n.thai import small_text

LIST = "headings.csv"
COLUMNS = ("kind", "text", "means", "decided_by", "on")
NOT_READ = "-"


class AnswersError(UserError):
    """A row of a list of answers cannot be used; the sentence names the list and the line."""


def answered(settings: Settings, kind: str) -> tuple[Source, str]:
    """Return a kind of export as the party's answers have it, and a hash of those answers.

    Raises AnswersError.
    """
    source = sources()[kind]
    every = answered_rows(settings, LIST, COLUMNS)
    rows = [(line, row) for line, row in every if row["kind"].strip() == kind]
    if not rows:
        return source, ""
    headings, either, ignored = dict(source.headings), dict(source.either), set(source.ignored)
    for line, row in rows:
        word, means = plain(row["text"]), row["means"].strip()
        for names in (headings, either):
            names.pop(word, None)
        if means == NOT_READ:
            ignored.add(word)
        elif plain(means) in source.either:
            either[word] = source.either[plain(means)]
        else:
            headings[word] = column_meant(source, means, LIST, line)
    told = "\n".join(f"{plain(row['text'])}|{row['means'].strip()}" for _, row in rows)
    read = replace(source, headings=headings, either=either, ignored=frozenset(ignored))
    return read, hashlib.sha256(told.encode()).hexdigest()


def answered_rows(
    settings: Settings, name: str, columns: Sequence[str]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows of a list of answers with their lines: of a kind, about a text, by somebody.

    Raises AnswersError.
    """
    path = settings.own_list(name)
    if not path.exists():
        return
    rows = csv.DictReader(io.StringIO(small_text(path.read_bytes(), "replace"), newline=""))
    missing = [each for each in columns if each not in (rows.fieldnames or ())]
    if missing:
        raise bad_row(name, 1, ", ".join(missing))
    for row in rows:
        cells = {each: (row.get(each) or "") for each in columns}
        if not any(cell.strip() for cell in cells.values()):
            continue
        if cells["kind"].strip() not in sources() or not plain(cells["text"]):
            raise bad_row(name, rows.line_num, cells["kind"] or name)
        if not cells["decided_by"].strip():
            raise bad_row(name, rows.line_num, "decided_by")
        yield rows.line_num, cells


def column_meant(source: Source, means: str, name: str, line: int) -> str:
    """Return the column that an answer in a line of a list means. Raises AnswersError."""
    if means in {column.name for column in source.columns}:
        return means
    if plain(means) in source.headings:
        return source.headings[plain(means)]
    raise bad_row(name, line, means)


def bad_row(name: str, line: int, why: Message | str) -> AnswersError:
    """Return what is raised for a row that cannot be used."""
    return AnswersError(message("build.bad_list", file=name, line=line, why=why))
