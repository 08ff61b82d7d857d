"""Read and check the party's rules, each with the day from which it applies: `rules.toml`.

A rule is a row with the date it applies from, so that a day in the past is judged by the rule of
its time. Nothing of this is a constant in code; what a party has not told is not known.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from etl.lists.reading import FIRST_YEAR, BadList, day
from i18n.messages import Message, message

COLUMNS: Mapping[str, str] = {
    "name": "text",
    "applies_from": "date",
    "number": "double",
    "word": "text",
    "day": "date",
    "is_verified": "boolean",
    "source": "text",
}
"""The columns of `rules` in an edition. A rule's value is in `number`, `word` or `day`."""

Rule = tuple[str, date, float | None, str | None, date | None, bool, str]

_KINDS = (
    *("members", "elections", "candidates", "representatives", "events", "committees"),
    *("polls", "poll_answers", "proposals"),
)
_COUNTS = {
    "election_threshold": 0,
    "seats": 1,
    "term_months": 1,
    "notice_days": 0,
    "ending_days": 0,
    "quorum_people": 0,
    "question_members": 1,
    **{f"rhythm_{kind}": 0 for kind in _KINDS},
}
"""Rules that are whole numbers, and the least each can be."""
_DAYS = ("agm_on", "agm_cutoff_on", "founded_on")
_WORDS = {"agm_voters": ("registered", "verified")}
_SHARES = ("quorum_share",)
NAMES = (*_COUNTS, *_DAYS, *_WORDS, *_SHARES)
"""Every rule there is."""


def read_rules(path: Path, threshold: int | None = None) -> list[Rule]:
    """Return the rules in the order of their names and dates, as `COLUMNS`; none without a file.

    `threshold`, when it is given, stands in place of every `election_threshold` of the file.
    Raises BadList for text that is no TOML, a rule not known or told twice for one day, a value
    of another kind, and a day that no calendar of ours has.
    """
    rules: dict[tuple[str, date], Rule] = {}
    for number, table in enumerate(_tables(path), start=1):
        rule = _rule(path, number, table)
        if (rule[0], rule[1]) in rules:
            raise _bad(path, number, table, message("build.rule_twice", day=rule[1]))
        rules[rule[0], rule[1]] = rule
    if threshold is not None:
        rules = {key: rule for key, rule in rules.items() if key[0] != "election_threshold"}
        own = date(FIRST_YEAR, 1, 1)
        rules["election_threshold", own] = _of_setting(threshold, own)
    return [rules[key] for key in sorted(rules)]


def _of_setting(threshold: int, own: date) -> Rule:
    return ("election_threshold", own, float(threshold), None, None, False, "PAKTHONG_THRESHOLD")


def _tables(path: Path) -> list[Mapping[str, object]]:
    if not path.exists():
        return []
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadList(message("build.bad_rules", file=path.name, why=error)) from error
    tables = document.get("rules", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise BadList(message("build.bad_rules", file=path.name, why="[[rules]]"))
    return tables


def _rule(path: Path, number: int, table: Mapping[str, object]) -> Rule:
    name, value = table.get("name"), table.get("value")
    if name not in NAMES:
        known = ", ".join(NAMES)
        raise _bad(path, number, table, message("build.rule_name", text=name, known=known))
    applies_from = _day(table.get("from"))
    if applies_from is None:
        raise _bad(path, number, table, message("build.rule_from", text=str(table.get("from"))))
    typed = _typed_value(str(name), value)
    if typed is None:
        raise _bad(path, number, table, message("build.rule_value", text=str(value)))
    is_verified = table.get("is_verified") is True
    return (str(name), applies_from, *typed, is_verified, str(table.get("source", "")))


def _typed_value(name: str, value: object) -> tuple[float | None, str | None, date | None] | None:
    """Return the value in the column of its kind; None when it is of another."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if name in _DAYS:
        found = _day(value)
        return (None, None, found) if found else None
    if name in _WORDS:
        return (None, str(value), None) if value in _WORDS[name] else None
    if not is_number or not isinstance(value, int | float):
        return None
    if name in _SHARES:
        return (float(value), None, None) if 0 <= value <= 1 else None
    is_whole = isinstance(value, int) and _COUNTS[name] <= value <= 1_000_000
    return (float(value), None, None) if is_whole else None


def _day(value: object) -> date | None:
    """Return a day of either era, as a TOML date or in quotation marks; None for anything else.

    29 February B.E. has to be quoted: its year is no leap year in the era that TOML counts by.
    """
    if not isinstance(value, str) and type(value) is not date:
        return None
    try:
        return day(str(value))
    except ValueError:
        return None


def _bad(path: Path, number: int, table: Mapping[str, object], why: Message) -> BadList:
    name = str(table.get("name", "?"))
    return BadList(message("build.bad_rule", file=path.name, number=number, name=name, why=why))
