"""Match a text to its amphoe, or openly to none.

A name is placed when the gazetteer, or a row of `data/place_aliases.csv` that a person reviewed,
says so; nothing is guessed. Call `Matcher.place` on the distinct texts of an export, never row
by row. The forms of a name are in `names` and `spelling`, the names in `index`, the exceptions in
`aliases`, what a cell of several names says in `reading`, what else a row tells in `evidence`, and
proposals for what was not placed in `suggestions`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from etl.places import names
from etl.places.aliases import Alias, AliasesError, read_aliases
from etl.places.cells import parts
from etl.places.evidence import Allowed, allowed_by, both
from etl.places.gazetteer import (
    BANGKOK,
    Amphoe,
    Province,
    former_provinces,
    gazetteer,
    provinces,
)
from etl.places.index import Codes, NameIndex, after_mueang
from etl.places.reading import Reading, readings
from etl.places.suggestions import Suggestion, as_alias_rows, best_amphoe, best_provinces
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
    "several_amphoe",
    "contradicted",
)
"""Why a text has no amphoe; the words for each are in i18n/catalogue/reasons.csv."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a text belongs.

    `how` is set when it has an amphoe: exact, khet, alias, bare_capital, cut_name, spelling (a
    name spelt otherwise), unique (no province given, one amphoe of that name), cell (read out of
    a cell that says more), misspelt_province (one amphoe of that name, in a province spelt almost
    so), evidence (the row's code, tambon or postcode chose between namesakes), former_province.
    `reason` is set when it has none: one of `REASONS`. `province_code` is kept when only that
    is known. `rivals` are the codes that were possible, for a person to look at.
    """

    amphoe_code: str | None
    province_code: str | None
    how: str | None = None
    reason: str | None = None
    rivals: Codes = ()


class Matcher:
    """Places texts. Built once (about 20 ms); `place` is pure, so the same text always gets the
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
        self._alias_keys = {key for _, key in self._amphoe_aliases}

    def place(
        self,
        province_text: str | None,
        amphoe_text: str | None,
        code: str | None = None,
        on: date | None = None,
        allowed: Allowed = None,
    ) -> Placement:
        """Place one pair of texts, with what the row itself says beside them.

        `code` is the row's own code of the amphoe, `allowed` what its code, tambon and postcode
        allow (`etl.places.evidence`). Evidence never places anything alone: it chooses between
        namesakes, and where it excludes the amphoe named, nothing is placed: contradicted. `on` is
        the day the text was true; without it, aliases that are bounded in time do not apply.
        """
        allowed = both(allowed_by([code]), allowed)
        province_code = self.find_province(province_text, on)
        lost = province_code is None and not names.is_unknown(province_text)
        has_amphoe = not names.is_blank(amphoe_text)
        if has_amphoe and not lost:
            how, named = self._by_name(province_code, amphoe_text or "", on)
            if named:
                return self._choose(province_code, how, named, allowed)
        cells = [text for text in (province_text if lost else "", amphoe_text) if text]
        if read := self._by_reading(province_code, cells, on, allowed):
            return read
        if has_amphoe and lost:
            return self._in_unknown_province(province_text or "", amphoe_text or "", allowed)
        if not has_amphoe:
            reason = "no_amphoe" if province_code else "unknown_province" if lost else "blank"
            return Placement(None, province_code, reason=reason)
        elsewhere = self._names_anywhere(amphoe_text or "") if province_code else ()
        return self._not_in_province(province_code, elsewhere, allowed)

    def find_province(self, text: str | None, on: date | None = None) -> str | None:
        """The code of the province `text` names, by alias, name, code or another spelling; None
        when it names none."""
        if text is None:
            return None
        keys = tuple(names.province_keys(text))
        for key in keys:
            codes = {a.province_code for a in self._province_aliases.get(key, ()) if a.holds(on)}
            if len(codes) == 1:
                return codes.pop()
            if key in self._names.provinces:
                return self._names.provinces[key]
        code = names.read_province_code(text)
        if code in self._names.provinces.values():
            return code
        return self._names.find_province_spelt(keys[-1])

    def is_province(self, text: str) -> bool:
        """Whether a province may be meant."""
        return not text.isdecimal() and self.find_province(text) is not None

    def is_amphoe(self, text: str) -> bool:
        """Whether an amphoe may be meant, in whatever province."""
        keys = {*names.amphoe_keys(text), names.khet_key(text) or ""} - {""}
        return any(
            key in self._alias_keys
            or self._names.find_named(key, None)
            or self._names.is_spelling(key)
            or self._is_capital(key)
            for key in keys
        )

    def _is_capital(self, key: str) -> bool:
        rest = after_mueang(key)
        return rest != key and (not rest or self.find_province(rest) is not None)

    def _choose(
        self, province_code: str | None, how: str, named: Codes, allowed: Allowed
    ) -> Placement:
        """The one amphoe of those named that the evidence allows."""
        fit = named if allowed is None else tuple(code for code in named if code in allowed)
        if not fit:
            beside = tuple(sorted(code for code in allowed or () if code.isdecimal()))
            return Placement(None, province_code, None, "contradicted", (*named, *beside))
        if len(fit) > 1:
            return Placement(None, province_code, None, "ambiguous", fit)
        if len(named) > 1:
            how = "evidence"
        return Placement(fit[0], self._names.province_of[fit[0]], how)

    def _by_reading(
        self, province_code: str | None, cells: Sequence[str], on: date | None, allowed: Allowed
    ) -> Placement | None:
        """Where the cells are, read word by word; None where they cannot be read.

        Two amphoe in one cell, and two ways to read it, place nothing.
        """
        several: set[str] = set()
        elsewhere: set[str] = set()
        found: dict[str, Placement] = {}
        refused: list[Placement] = []
        for reading in readings(cells, self):
            told = {self.find_province(text, on) for text in reading.texts("province")}
            told |= {province_code} - {None}
            if len(told) > 1:
                elsewhere.update(self._named_anywhere(reading))
                continue
            province = next(iter(told), None)
            each = [self._chunk(province, kind, text, on) for kind, text in reading.chunks]
            named = [codes for codes in each if codes is not None]
            if not all(named):
                elsewhere.update(self._named_anywhere(reading))
                continue
            same = set(named[0]).intersection(*named)
            if not same:
                several.update(*named)
                continue
            placed = self._choose(
                province, "cell", tuple(sorted(same)), both(allowed, reading.allowed)
            )
            if placed.amphoe_code is None:
                refused.append(placed)
            else:
                found[placed.amphoe_code] = placed
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            return Placement(None, province_code, None, "ambiguous", tuple(sorted(found)))
        if several:
            return Placement(None, province_code, None, "several_amphoe", tuple(sorted(several)))
        if refused:
            return refused[0]
        if elsewhere:
            return self._not_in_province(province_code, tuple(sorted(elsewhere)), allowed)
        return None

    def _chunk(
        self, province_code: str | None, kind: str, text: str, on: date | None
    ) -> Codes | None:
        """The amphoe that a chunk of a reading names; None for a chunk of something else."""
        if kind == "khet":
            return self._khet(names.key(text), province_code, on)
        return self._by_name(province_code, text, on)[1] if kind == "amphoe" else None

    def _named_anywhere(self, reading: Reading) -> set[str]:
        texts = reading.texts("amphoe", "khet")
        return {code for text in texts for code in self._names_anywhere(text)}

    def _in_unknown_province(
        self, province_text: str, amphoe_text: str, allowed: Allowed
    ) -> Placement:
        """A name that only one amphoe has is placed where the evidence says so too, or where the
        province written is almost that of the amphoe; never by the name alone."""
        named = self._names_anywhere(amphoe_text)
        if len(named) == 1 and allowed is not None and named[0] in allowed:
            return Placement(named[0], self._names.province_of[named[0]], "evidence")
        if len(named) == 1 and allowed is None:
            province_code = self._names.province_of[named[0]]
            written = [*names.province_keys(province_text)][-1]
            if self._names.is_almost_province(written, province_code):
                return Placement(named[0], province_code, "misspelt_province")
        return Placement(None, None, None, "unknown_province", named)

    def _not_in_province(
        self, province_code: str | None, elsewhere: Codes, allowed: Allowed
    ) -> Placement:
        """Nothing, unless the province is the one of before a split, and the evidence says so."""
        former = tuple(
            code
            for code in elsewhere
            if allowed is not None
            and code in allowed
            and province_code in former_provinces().get(code, ())
        )
        if len(former) == 1:
            return Placement(former[0], self._names.province_of[former[0]], "former_province")
        reason = "wrong_province" if province_code and elsewhere else "unknown_amphoe"
        return Placement(None, province_code, None, reason, elsewhere)

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
        if codes := self._khet(names.khet_key(text), province_code, on):
            return "khet", codes
        for key in keys:
            if codes := self._capital_codes(province_code, key, on):
                return "bare_capital", codes
        if province_code is not None and (codes := self._names.find_cut(text, province_code)):
            return "cut_name", codes
        return "spelling", self._names.find_spelt(keys[-1], province_code)

    def _khet(self, key: str | None, province_code: str | None, on: date | None) -> Codes:
        """The khet of this name; its word, เขต or Khet, means Bangkok only."""
        if not key or province_code not in (None, BANGKOK):
            return ()
        return (
            self._alias_codes(BANGKOK, key, on)
            or self._names.find_named(key, BANGKOK)
            or self._names.find_spelt(key, BANGKOK)
        )

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


_CAN_BE_MENDED = ("unknown_province", "unknown_amphoe", "ambiguous")
"""Reasons for which a row of the list can be the cure. What is blank, of two amphoe, in another
province or contradicted must stay empty."""


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
            if not names.is_nowhere(province_text) and _says_a_name(province_text):
                found |= dict.fromkeys(best_provinces(province_text or ""))
        elif not names.is_nowhere(amphoe_text) and _says_a_name(amphoe_text):
            found |= dict.fromkeys(
                best_amphoe(province_text or "", amphoe_text or "", placed.province_code, at_least)
            )
    return sorted(found, key=lambda one: (-one.score, one.province_text, one.amphoe_text))


def _says_a_name(text: str | None) -> bool:
    """Whether there is more than the number of a constituency or signs of what is not shown."""
    return "•" not in (text or "") and any(
        part.text and part.label not in ("constituency", "number", "postcode")
        for part in parts(text or "")
    )
