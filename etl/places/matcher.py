"""Match a text to its amphoe, or openly to none.

A name is placed when the gazetteer, or a row of `data/place_aliases.csv` that a person reviewed,
says so; nothing is guessed. Call `Matcher.place` on the distinct texts of an export, never row
by row. The forms of a name are in `place_names`, the names in `place_index`, the exceptions in
`place_aliases`, and proposals for what was not placed in `place_suggestions`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from etl.places import names
from etl.places.aliases import Alias, AliasesError, read_aliases
from etl.places.gazetteer import Amphoe, Province, gazetteer, old_codes, provinces
from etl.places.index import Codes, NameIndex, after_mueang
from etl.places.suggestions import Suggestion, as_alias_rows, best_names
from i18n.messages import message

__all__ = [
    "REASONS",
    "Alias",
    "AliasesError",
    "Amphoe",
    "Matcher",
    "Placement",
    "Province",
    "Suggestion",
    "as_alias_rows",
    "gazetteer",
    "provinces",
    "read_aliases",
    "suggest",
]

REASONS = (
    "blank",
    "no_amphoe",
    "unknown_province",
    "unknown_amphoe",
    "wrong_province",
    "ambiguous",
    "code_name_conflict",
)
"""Why a text has no amphoe; the words for each are in i18n/catalogue/reasons.csv."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a text belongs.

    `how` is set when it has an amphoe: exact, khet, alias, bare_capital, cut_name, unique (no
    known province, one amphoe of that name), code (a code chose between namesakes), old_code.
    `reason` is set when it has none: one of `REASONS`. `province_code` is kept when only that
    is known. `rivals` are the codes that were possible, for a person to look at.
    """

    amphoe_code: str | None
    province_code: str | None
    how: str | None = None
    reason: str | None = None
    rivals: Codes = ()


class Matcher:
    """Places texts. Built once (about 10 ms); `place` is pure, so the same text always gets the
    same answer, whatever else is in the export."""

    def __init__(self, aliases: Sequence[Alias] = ()) -> None:
        self._names = NameIndex()
        self._province_aliases: dict[str, list[Alias]] = {}
        self._amphoe_aliases: dict[tuple[str | None, str], list[Alias]] = {}
        for alias in aliases:
            if alias.amphoe_code is None:
                for key in set(names.province_keys(alias.province_text)):
                    self._province_aliases.setdefault(key, []).append(alias)
        for alias in aliases:
            if alias.amphoe_code is not None:
                province_code = self._alias_province(alias)
                for key in set(names.amphoe_keys(alias.amphoe_text)):
                    self._amphoe_aliases.setdefault((province_code, key), []).append(alias)

    def place(
        self,
        province_text: str | None,
        amphoe_text: str | None,
        code: str | None = None,
        on: date | None = None,
    ) -> Placement:
        """Place one pair of texts, with the file's own code if it has one.

        A code never places anything alone: it chooses between namesakes, and where it is not
        the code of the amphoe named, nothing is placed and the conflict is reported. `on` is
        the day the text was true; without it, aliases that are bounded in time do not apply.
        """
        province_code = self.find_province(province_text, on)
        lost = province_code is None and not names.is_blank(province_text)
        no_province = "unknown_province" if lost else None
        if amphoe_text is None or names.is_blank(amphoe_text):
            reason = "no_amphoe" if province_code else no_province or "blank"
            return Placement(None, province_code, reason=reason)
        how, named = self._by_name(province_code, amphoe_text, on)
        code_written = names.read_code(code)
        coded = old_codes().get(code_written, code_written) if code_written else None
        if (
            not named
            and code_written
            and coded not in (code_written, None)
            and code_written[:2] == province_code
        ):
            # Province, name and code all as they were before the amphoe changed province.
            how = "old_code"
            named = tuple(c for c in self._names_anywhere(amphoe_text) if c == coded)
        if named and coded is not None and coded not in named:
            return Placement(None, province_code, None, "code_name_conflict", (*named, coded))
        if len(named) == 1:
            return Placement(named[0], self._names.province_of[named[0]], how)
        if coded is not None and coded in named:
            return Placement(coded, self._names.province_of[coded], "code")
        if named:
            return Placement(None, province_code, None, no_province or "ambiguous", named)
        if province_code is None:
            return Placement(None, None, reason=no_province or "unknown_amphoe")
        elsewhere = self._names_anywhere(amphoe_text)
        reason = "wrong_province" if elsewhere else "unknown_amphoe"
        return Placement(None, province_code, None, reason, elsewhere)

    def find_province(self, text: str | None, on: date | None = None) -> str | None:
        """The code of the province `text` names, by alias or name; None when it names none."""
        if text is None:
            return None
        for key in names.province_keys(text):
            codes = {a.province_code for a in self._province_aliases.get(key, ()) if a.holds(on)}
            if len(codes) == 1:
                return codes.pop()
            if key in self._names.provinces:
                return self._names.provinces[key]
        return None

    def _alias_province(self, alias: Alias) -> str | None:
        if not alias.province_text:
            return None
        province_code = self.find_province(alias.province_text, alias.valid_to or alias.valid_from)
        if province_code is None:
            raise AliasesError(message("places.unknown_province", value=alias.province_text))
        return province_code

    def _by_name(self, province_code: str | None, text: str, on: date | None) -> tuple[str, Codes]:
        """How the name was found, and the amphoe it may mean: none, one or several."""
        keys = tuple(names.amphoe_keys(text))
        for key in keys:
            if codes := self._alias_codes(province_code, key, on):
                return "alias", codes
            if codes := self._names.find_named(key, province_code):
                return ("unique" if province_code is None else "exact"), codes
        if codes := self._names.khet(text, province_code):
            return "khet", codes
        for key in keys:
            if codes := self._capital_codes(province_code, key, on):
                return "bare_capital", codes
        if province_code is not None:
            return "cut_name", self._names.find_cut(text, province_code)
        return "unique", ()

    def _alias_codes(self, province_code: str | None, key: str, on: date | None) -> Codes:
        """The amphoe an alias for this province gives, else one for anywhere; the latter never
        carries a row out of the province it names."""
        for place in dict.fromkeys((province_code, None)):
            codes = {
                alias.amphoe_code
                for alias in self._amphoe_aliases.get((place, key), ())
                if alias.amphoe_code is not None
                and alias.holds(on)
                and (place or province_code in (None, alias.province_code))
            }
            if codes:
                return tuple(sorted(codes))
        return ()

    def _capital_codes(self, province_code: str | None, key: str, on: date | None) -> Codes:
        """The capital meant by "เมือง" in its province, or by "เมือง" and a province's name."""
        rest = after_mueang(key)
        if rest == key:
            return ()
        if not rest:
            return self._names.capitals(province_code)
        meant = self.find_province(rest, on)
        agrees = meant is not None and province_code in (None, meant)
        return self._names.capitals(meant) if agrees else ()

    def _names_anywhere(self, text: str) -> Codes:
        """The amphoe of that name in the whole country; a bare เมือง names none of them."""
        how, codes = self._by_name(None, text, None)
        return () if how == "bare_capital" and len(codes) > 1 else codes


def suggest(
    matcher: Matcher, unplaced: Iterable[tuple[str | None, str | None]], at_least: float = 60.0
) -> list[Suggestion]:
    """Propose an amphoe for each distinct (province text, amphoe text) that `matcher` does not
    place, from the names inside its province (or everywhere when the province is not known).

    Only a proposal, best first: a person reviews it and pastes the row. A text whose best name
    scores under `at_least` (0-100) gets none; a text with two equally good names gets both.
    """
    found: list[Suggestion] = []
    for province_text, amphoe_text in dict.fromkeys(unplaced):
        if amphoe_text is None or names.is_blank(amphoe_text):
            continue
        placed = matcher.place(province_text, amphoe_text)
        if placed.amphoe_code is None:
            found += best_names(province_text or "", amphoe_text, placed.province_code, at_least)
    return sorted(found, key=lambda one: (-one.score, one.province_text, one.amphoe_text))
