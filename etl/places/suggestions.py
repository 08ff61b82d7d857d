"""Suggest a place for a text that was not placed; a person decides.

rapidfuzz is imported only when somebody asks: placing never guesses, and starting up stays fast.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from etl.places import names as place_names
from etl.places.aliases import COLUMNS
from etl.places.cells import parts
from etl.places.evidence import tambon_inside
from etl.places.gazetteer import BANGKOK, gazetteer, provinces
from etl.places.matcher import Matcher
from i18n.messages import Message, message

Sureness = Literal["sure", "likely", "unsure"]

_SURE, _APART = 88.0, 8.0
"""A score from which a proposal is sure, and by how much the next best must be worse."""
_TAMBON = 95.0
"""The score of the amphoe whose tambon the text names: a fact, but not what was asked for."""
_PROVINCE = 70.0
"""Provinces are few and long, so that a less likely one is none."""

_CAN_BE_MENDED = ("unknown_province", "unknown_amphoe", "ambiguous")
"""Reasons for which a row of the list can be the cure. What is blank, of two amphoe, in another
province or contradicted must stay empty."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One proposal, of a province where `amphoe_code` is empty. `score` is 0-100; `amphoe_th` is
    the name proposed; `sureness` says how far the next best is."""

    province_text: str
    amphoe_text: str
    province_code: str
    amphoe_code: str
    amphoe_th: str
    score: float
    sureness: Sureness = "unsure"

    @property
    def why(self) -> Message:
        """Return what a person is told, and what the row says until they write their own reason."""
        return message(
            "places.suggested",
            name=self.amphoe_th,
            score=f"{self.score:.0f}",
            sure=message(f"places.{self.sureness}"),
        )


def suggest(
    matcher: Matcher, unplaced: Iterable[tuple[str | None, str | None]], at_least: float = 60.0
) -> list[Suggestion]:
    """Propose a place for each distinct (province text, amphoe text) that `matcher` does not place:
    a province where that is not known, else an amphoe, from the names inside its province (or
    everywhere where none is given).

    Only a proposal, best first: a person reviews it. A text whose best name scores under `at_least`
    (0-100) gets none; a text with two equally good names gets both.
    """
    found: dict[Suggestion, None] = {}
    for province_text, amphoe_text in dict.fromkeys(unplaced):
        placed = matcher.place(province_text, amphoe_text)
        if placed.amphoe_code is not None or placed.reason not in _CAN_BE_MENDED:
            continue
        if placed.reason == "unknown_province":
            if not place_names.is_nowhere(province_text) and _says_a_name(province_text):
                found |= dict.fromkeys(_best_provinces(province_text or ""))
        elif not place_names.is_nowhere(amphoe_text) and _says_a_name(amphoe_text):
            found |= dict.fromkeys(
                _best_amphoe(province_text or "", amphoe_text or "", placed.province_code, at_least)
            )
    return sorted(found, key=lambda one: (-one.score, one.province_text, one.amphoe_text))


def _says_a_name(text: str | None) -> bool:
    """Whether there is more than the number of a constituency or signs of what is not shown."""
    return "•" not in (text or "") and any(
        part.text and part.label not in ("constituency", "number", "postcode")
        for part in parts(text or "")
    )


@cache
def _amphoe(province_code: str | None) -> dict[tuple[str, str, str], tuple[str, ...]]:
    return {
        (a.province_code, a.amphoe_code, a.amphoe_th): (
            place_names.key(a.amphoe_th),
            place_names.key(a.amphoe_en),
        )
        for a in gazetteer()
        if province_code in (None, a.province_code)
    }


@cache
def _provinces() -> dict[tuple[str, str, str], tuple[str, ...]]:
    return {
        (p.province_code, "", p.province_th): (
            place_names.key(p.province_th),
            place_names.key(p.province_en),
        )
        for p in provinces()
    }


def _best_amphoe(
    province_text: str, amphoe_text: str, province_code: str | None, at_least: float
) -> list[Suggestion]:
    """The best proposal for one text (or several that tie), none under `at_least`.

    A text that names a tambon of one amphoe of the province is proposed as that amphoe.
    """
    text = [*place_names.amphoe_keys(amphoe_text)][-1]
    if province_code in (None, BANGKOK):
        text = place_names.khet_key(amphoe_text) or text
    tambon_of = tambon_inside(place_names.tambon_key(amphoe_text), province_code or "-")
    if len(tambon_of) == 1:
        (code,) = tambon_of
        (name,) = (a.amphoe_th for a in gazetteer() if a.amphoe_code == code)
        where = (province_text, amphoe_text, code[:2], code, name)
        return [Suggestion(*where, _TAMBON, "likely")]
    return _best(province_text, amphoe_text, text, _amphoe(province_code), at_least)


def _best_provinces(province_text: str) -> list[Suggestion]:
    """The province that a text is like, none where it is like no one or several."""
    text = [*place_names.province_keys(province_text)][-1]
    found = _best(province_text, "", text, _provinces(), _PROVINCE)
    return found if len(found) == 1 else []


def _best(
    province_text: str,
    amphoe_text: str,
    text: str,
    known: dict[tuple[str, str, str], tuple[str, ...]],
    at_least: float,
) -> list[Suggestion]:
    """The score is the mean of rapidfuzz's ratio, which knows typing errors, and WRatio, which
    knows names of which a part is missing."""
    from rapidfuzz import fuzz

    scores = {
        place: max((fuzz.ratio(text, name) + fuzz.WRatio(text, name)) / 2 for name in each)
        for place, each in known.items()
    }
    best = max(scores.values())
    if best < at_least:
        return []
    places = [place for place, score in scores.items() if score == best]
    next_best = max((score for score in scores.values() if score < best), default=0.0)
    sureness: Sureness = "unsure"
    if len(places) == 1 and best - next_best >= _APART:
        sureness = "sure" if best >= _SURE else "likely"
    return [
        Suggestion(province_text, amphoe_text, *place, round(best, 1), sureness) for place in places
    ]


def as_alias_rows(suggestions: Iterable[Suggestion]) -> str:
    """The proposals as lines of place_aliases.csv, heading first.

    `reviewed_by` is left empty on purpose: until somebody writes who looked, the list refuses
    the row.
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows(alias_row(one) for one in suggestions)
    return out.getvalue()


def alias_row(one: Suggestion, reviewed_by: str = "", why: str = "") -> tuple[str, ...]:
    """A proposal as a row of place_aliases.csv."""
    codes = (one.province_code, one.amphoe_code)
    texts = (one.province_text, one.amphoe_text)
    return (*texts, *codes, "", "", reviewed_by, why or one.why.th)
