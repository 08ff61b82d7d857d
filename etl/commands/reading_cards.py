"""Prints what each file was taken for: its sheet and headings, its columns, days and words."""

from collections.abc import Iterable, Sequence
from datetime import date

from etl.commands.terminal import Terminal
from etl.ingest.accounts.card import Card, ReadColumn, ReadWord
from etl.ingest.stage import Load
from i18n.messages import Message, message


def print_cards(terminal: Terminal, loads: Sequence[Load], *, every: bool) -> None:
    """Print the card of the newest file of each kind, or of `every` file."""
    read = [load for load in loads if load.card and load.status in ("loaded", "unchanged")]
    for load in read if every else _newest(read):
        assert load.card
        for line in _lines(load.file, load.card):
            terminal.say(line)


def _newest(loads: Iterable[Load]) -> list[Load]:
    newest: dict[str, Load] = {}
    for load in sorted(loads, key=lambda load: (load.list_on or date.min, load.file)):
        newest[load.kind] = load
    return list(newest.values())


def _lines(file: str, card: Card) -> list[Message]:
    lines = [_where(file, card)]
    plain = [column for column in card.columns if column.means and not _is_told(column)]
    if plain:
        headings = ", ".join(column.heading for column in plain)
        lines.append(message("readings.line_plain", headings=headings))
    lines += [_line(column) for column in card.columns if column.means and _is_told(column)]
    lines += [_left(column) for column in card.columns if not column.means]
    return lines


def _where(file: str, card: Card) -> Message:
    if not card.sheets:
        return message("readings.line_file", file=file, line=card.heading_line)
    key = "readings.line_sheet_left" if card.left_sheets else "readings.line_sheet"
    return message(
        key,
        file=file,
        line=card.heading_line,
        sheets=", ".join(card.sheets),
        left=", ".join(card.left_sheets),
    )


def _is_told(column: ReadColumn) -> bool:
    return bool(column.days or column.words)


def _line(column: ReadColumn) -> Message:
    read_as = Message(column.th, column.en)
    if column.days:
        first, middle, last = map(date.fromisoformat, column.days)
        key = "readings.one_day" if first == last else "readings.days"
        what = message(key, first=first, middle=middle, last=last)
    else:
        words = [_word(word) for word in column.words]
        what = Message(*(" · ".join(word[lang] for word in words) for lang in ("th", "en")))
    return message("readings.line_column", heading=column.heading, read_as=read_as, what=what)


def _word(word: ReadWord) -> Message:
    means = Message(word.th, word.en) if word.means else message("readings.unknown_word")
    return message("readings.line_word", word=word.text, means=means, rows=word.rows)


def _left(column: ReadColumn) -> Message:
    if column.is_personal:
        why = message("readings.personal")
    elif column.nearest:
        why = message("readings.near", heading=column.nearest)
    else:
        why = message("readings.not_read")
    return message("readings.line_left", heading=column.heading, why=why)
