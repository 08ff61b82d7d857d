"""Read what headings mean by a person's answer: the rows of `data/headings.csv`.

A row says of a kind of export what a heading of its files means: a column as it is called in
`sources*.toml`, one of the headings that are known, or "-" for one that is not to be read. It is
asked once: the next export with that heading is read so.
"""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
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
    """A row of the list of headings cannot be used; the sentence names its line."""


def answered(settings: Settings, kind: str) -> tuple[Source, str]:
    """Return a kind of export as the party's answers have it, and a hash of those answers.

    Raises AnswersError.
    """
    source = sources()[kind]
    rows = [(line, row) for line, row in _rows(settings) if row["kind"].strip() == kind]
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
            headings[word] = _column(source, means, line)
    told = "\n".join(f"{plain(row['text'])}|{row['means'].strip()}" for _, row in rows)
    read = replace(source, headings=headings, either=either, ignored=frozenset(ignored))
    return read, hashlib.sha256(told.encode()).hexdigest()


def _rows(settings: Settings) -> Iterator[tuple[int, Mapping[str, str]]]:
    path = settings.own_list(LIST)
    if not path.exists():
        return
    rows = csv.DictReader(io.StringIO(small_text(path.read_bytes(), "replace"), newline=""))
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise _bad(1, ", ".join(missing))
    for row in rows:
        cells = {name: (row.get(name) or "") for name in COLUMNS}
        if not any(cell.strip() for cell in cells.values()):
            continue
        if cells["kind"].strip() not in sources() or not plain(cells["text"]):
            raise _bad(rows.line_num, cells["kind"] or LIST)
        if not cells["decided_by"].strip():
            raise _bad(rows.line_num, "decided_by")
        yield rows.line_num, cells


def _column(source: Source, means: str, line: int) -> str:
    if means in {column.name for column in source.columns}:
        return means
    if plain(means) in source.headings:
        return source.headings[plain(means)]
    raise _bad(line, means)


def _bad(line: int, why: Message | str) -> AnswersError:
    return AnswersError(message("build.bad_list", file=LIST, line=line, why=why))
