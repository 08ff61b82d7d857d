"""Suggest amphoe for a text that was not placed; a person decides.

rapidfuzz is imported only when somebody asks: placing never guesses, and starting up stays fast.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from etl.places import names as place_names
from etl.places.aliases import COLUMNS
from etl.places.gazetteer import BANGKOK, Amphoe, gazetteer
from i18n.messages import message


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposal. `score` is 0-100; `amphoe_th` is the name proposed."""

    province_text: str
    amphoe_text: str
    province_code: str
    amphoe_code: str
    amphoe_th: str
    score: float


@cache
def _candidates(province_code: str | None) -> tuple[tuple[Amphoe, tuple[str, str]], ...]:
    return tuple(
        (amphoe, (place_names.key(amphoe.amphoe_th), place_names.key(amphoe.amphoe_en)))
        for amphoe in gazetteer()
        if province_code in (None, amphoe.province_code)
    )


def best_names(
    province_text: str, amphoe_text: str, province_code: str | None, at_least: float
) -> list[Suggestion]:
    """The best proposal for one text (or several that tie), none under `at_least`.

    The score is the mean of rapidfuzz's ratio, which knows typing errors, and WRatio, which
    knows names of which a part is missing.
    """
    from rapidfuzz import fuzz

    text = [*place_names.amphoe_keys(amphoe_text)][-1]
    if province_code in (None, BANGKOK):
        text = place_names.khet_key(amphoe_text) or text
    scored = [
        (max((fuzz.ratio(text, name) + fuzz.WRatio(text, name)) / 2 for name in names), amphoe)
        for amphoe, names in _candidates(province_code)
    ]
    best = max(score for score, _ in scored)
    return [
        Suggestion(
            province_text,
            amphoe_text,
            amphoe.province_code,
            amphoe.amphoe_code,
            amphoe.amphoe_th,
            round(score, 1),
        )
        for score, amphoe in scored
        if score == best >= at_least
    ]


def as_alias_rows(suggestions: Iterable[Suggestion]) -> str:
    """The proposals as lines of place_aliases.csv, heading first.

    `reviewed_by` is left empty on purpose: until somebody writes who looked, the list refuses
    the row.
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for one in suggestions:
        why = message("places.suggested", name=one.amphoe_th, score=f"{one.score:.0f}").th
        codes = (one.province_code, one.amphoe_code)
        rows.writerow((one.province_text, one.amphoe_text, *codes, "", "", "", why))
    return out.getvalue()
