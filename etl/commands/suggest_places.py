"""`python -m etl suggest-places`: names for `place_aliases.csv`, of which a person decides.

At a terminal each is asked for one by one and a key answers; anywhere else the rows are printed.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from etl import safe_files
from etl.audit import log
from etl.commands.terminal import Terminal
from etl.places.aliases import COLUMNS, read_aliases
from etl.places.matcher import Matcher
from etl.places.suggestions import Suggestion, alias_row, as_alias_rows, suggest
from etl.settings import Settings
from etl.warehouse import editions
from i18n.dates import day_text, today
from i18n.messages import message
from i18n.thai import small_text

ALIASES = "place_aliases.csv"
REFUSED = "place_refused.csv"
"""What a person said is not so: rows as in the list of names, and not asked again."""

_SAID = {"y": (ALIASES, "places.accepted_by_key"), "n": (REFUSED, "places.not_it")}
"""What a key means: the list that a row goes to, and what it says; any other key skips."""


def run(settings: Settings, terminal: Terminal) -> int:
    """Ask about every name not placed that is like one known, or print the rows; returns the exit
    code."""
    edition = editions.serving_edition(settings)
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        texts = con.execute(
            "select distinct province_text, amphoe_text from unplaced order by all"
        ).fetchall()
    matcher = Matcher(read_aliases(settings.own_list(ALIASES)))
    refused = {row[:4] for row in _rows(settings.data / REFUSED)}
    suggestions = [one for one in suggest(matcher, texts) if alias_row(one)[:4] not in refused]
    if not suggestions:
        terminal.say(message("build.no_suggestions"))
    elif terminal.is_attended:
        review(settings, terminal, suggestions)
    else:
        terminal.console.print(as_alias_rows(suggestions), markup=False)
    return 0


def review(settings: Settings, terminal: Terminal, suggestions: Sequence[Suggestion]) -> None:
    """Ask for a key to each proposal; write at once what it decides, with who and why."""
    accepted: set[tuple[str, str]] = set()
    for one in suggestions:
        text = (one.province_text, one.amphoe_text)
        if text in accepted:
            continue  # two names tie, and the other was it
        asked = " ".join(filter(None, text))
        sure = message(f"places.{one.sureness}")
        terminal.say(
            message("places.is_it", text=asked, name=one.amphoe_th, sure=sure, score=one.score)
        )
        key = terminal.key()
        if key == "q":
            break
        if key in _SAID:
            file, why = _SAID[key]
            day = day_text(today(), "th")
            _append(settings, file, one, message(why, name=one.amphoe_th, day=day).th)
            if key == "y":
                accepted.add(text)
    terminal.say(message("places.reviewed", accepted=len(accepted), file=ALIASES))


def _append(settings: Settings, name: str, one: Suggestion, why: str) -> None:
    """Put a row at the end of the party's own list, which begins as the one that is shipped."""
    path = settings.data / name
    there = settings.own_list(name) if name == ALIASES else path
    text = _text(there) or ",".join(COLUMNS) + "\n"
    order = next(csv.reader(io.StringIO(text)))
    row = dict(zip(COLUMNS, alias_row(one, log.this_user(), why), strict=True))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(row.get(column, "") for column in order)
    safe_files.write_whole(path, text.rstrip("\r\n") + "\n" + out.getvalue())


def _rows(path: Path) -> list[tuple[str, ...]]:
    """Return the rows of a list of names as they are written; none where there is no list."""
    table = csv.DictReader(io.StringIO(_text(path), newline=""))
    return [tuple(row.get(name) or "" for name in COLUMNS) for row in table]


def _text(path: Path) -> str:
    return small_text(path.read_bytes()) if path.is_file() else ""
