"""Match a text to its amphoe, or openly to none.

A name is placed when the gazetteer, or a row of `data/place_aliases.csv` that a person reviewed,
says so; nothing is guessed. Call `Matcher.place` on the distinct texts of an export, never row
by row. The forms of a name are in `names` and `spelling`, the names in `index`, the exceptions in
`aliases`, what a name means by both in `known_names`, what a cell of several names says in
`reading`, what else a row tells in `evidence`, and proposals for what was not placed in
`suggestions`.
"""

from collections.abc import Sequence
from datetime import date

from etl.places import names
from etl.places.aliases import Alias
from etl.places.evidence import Allowed, allowed_by, both
from etl.places.gazetteer import former_provinces
from etl.places.index import Codes
from etl.places.known_names import KnownNames
from etl.places.placement import Placement
from etl.places.reading import Reading, readings


class Matcher:
    """Places texts. `place` is pure, so the same text always gets the
    same answer, whatever else is in the export."""

    def __init__(self, aliases: Sequence[Alias] = ()) -> None:
        self._names = KnownNames(aliases)

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
        province_code = self._names.find_province(province_text, on)
        lost = province_code is None and not names.is_unknown(province_text)
        has_amphoe = not names.is_blank(amphoe_text)
        if has_amphoe and not lost:
            how, named = self._names.find(province_code, amphoe_text or "", on)
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
        elsewhere = self._names.find_anywhere(amphoe_text or "") if province_code else ()
        return self._not_in_province(province_code, elsewhere, allowed)

    def find_province(self, text: str | None, on: date | None = None) -> str | None:
        """The code of the province `text` names; None when it names none."""
        return self._names.find_province(text, on)

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
        return Placement(fit[0], self._names.index.province_of[fit[0]], how)

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
        for reading in readings(cells, self._names):
            told = {self._names.find_province(text, on) for text in reading.texts("province")}
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
            return self._names.find_khet(names.key(text), province_code, on)
        return self._names.find(province_code, text, on)[1] if kind == "amphoe" else None

    def _named_anywhere(self, reading: Reading) -> set[str]:
        texts = reading.texts("amphoe", "khet")
        return {code for text in texts for code in self._names.find_anywhere(text)}

    def _in_unknown_province(
        self, province_text: str, amphoe_text: str, allowed: Allowed
    ) -> Placement:
        """A name that only one amphoe has is placed where the evidence says so too, or where the
        province written is almost that of the amphoe; never by the name alone."""
        named = self._names.find_anywhere(amphoe_text)
        if len(named) == 1 and allowed is not None and named[0] in allowed:
            return Placement(named[0], self._names.index.province_of[named[0]], "evidence")
        if len(named) == 1 and allowed is None:
            province_code = self._names.index.province_of[named[0]]
            written = [*names.province_keys(province_text)][-1]
            if self._names.index.is_almost_province(written, province_code):
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
            return Placement(former[0], self._names.index.province_of[former[0]], "former_province")
        reason = "wrong_province" if province_code and elsewhere else "unknown_amphoe"
        return Placement(None, province_code, None, reason, elsewhere)
