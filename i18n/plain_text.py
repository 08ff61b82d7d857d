"""Writes out what cannot be printed, for lines of logs and of the record."""


def written_out(text: str) -> str:
    """Return a text in which no character begins a line, turns what follows or steers a terminal.

    Thai, and tabs, stay as they are.
    """
    return "".join(map(_written, text))


def _written(each: str) -> str:
    return each if each.isprintable() or each == "\t" else each.encode("unicode_escape").decode()
