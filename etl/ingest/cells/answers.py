"""Read what words of cells mean by a person's answer: the rows of `data/words.csv`.

A row says of a kind of export and of one of its columns, by a heading that is known or by the name
in `sources*.toml`, what a word in its cells means: a word that is known there, its code, or "-" for
one that says nothing. It is asked once: the next export with that word is read so.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from etl.ingest.headings.answers import NOT_READ, answered_rows, bad_row, column_meant
from etl.ingest.sources import Column, Source
from etl.ingest.word_lists import plain
from etl.settings import Settings

LIST = "words.csv"
COLUMNS = ("kind", "column", "text", "means", "decided_by", "on")


def answered_words(settings: Settings, source: Source) -> tuple[Source, str]:
    """Return a kind of export as the party's answers to words have it, and a hash of them.

    Raises AnswersError.
    """
    told = []
    for line, row in answered_rows(settings, LIST, COLUMNS):
        if row["kind"].strip() != source.kind:
            continue
        column = source.column(column_meant(source, row["column"].strip(), LIST, line))
        known = _with_word(column, row, line)
        columns = tuple(known if each is column else each for each in source.columns)
        source = replace(source, columns=columns)
        told.append(f"{column.name}|{plain(row['text'])}|{row['means'].strip()}")
    return source, hashlib.sha256("\n".join(told).encode()).hexdigest() if told else ""


def _with_word(column: Column, row: Mapping[str, str], line: int) -> Column:
    means, values = row["means"].strip(), dict(column.values or {})
    if column.type != "word":
        raise bad_row(LIST, line, row["column"])
    if means == NOT_READ:
        values[plain(row["text"])] = None
    elif means in values.values():
        values[plain(row["text"])] = means
    elif plain(means) in values:
        values[plain(row["text"])] = values[plain(means)]
    else:
        raise bad_row(LIST, line, means)
    return replace(column, values=values)
