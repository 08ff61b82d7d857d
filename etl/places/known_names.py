"""Find what a text names, by the aliases that a person reviewed and by the gazetteer."""

from collections.abc import Sequence
from datetime import date

from etl.places import names
from etl.places.aliases import Alias, AliasesError
from etl.places.gazetteer import BANGKOK
from etl.places.index import Codes, after_mueang, name_index
from i18n.messages import message


class KnownNames:
    """The names of provinces and amphoe with the aliases laid over them.

    `on` is the day a text was true: an alias holds on its days, and without a day only one that is
    not bounded in time.
    """

    def __init__(self, aliases: Sequence[Alias] = ()) -> None:
        self.index = name_index()
        self._province_aliases: dict[str, list[Alias]] = {}
        self._amphoe_aliases: dict[tuple[str | None, str], list[Alias]] = {}
        for alias in aliases:
            if alias.amphoe_code is None:
                for key in set(names.province_keys(alias.province_text)):
                    self._province_aliases.setdefault(key, []).append(alias)
        for alias in aliases:
            if alias.amphoe_code is not None:
                province_code = self._province_of_alias(alias)
                for key in set(names.amphoe_keys(alias.amphoe_text)):
                    self._amphoe_aliases.setdefault((province_code, key), []).append(alias)
        self._alias_keys = {key for _, key in self._amphoe_aliases}

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
            if key in self.index.provinces:
                return self.index.provinces[key]
        code = names.read_province_code(text)
        if code in self.index.provinces.values():
            return code
        return self.index.find_province_spelt(keys[-1])

    def is_province(self, text: str) -> bool:
        """Whether a province may be meant."""
        return not text.isdecimal() and self.find_province(text) is not None

    def is_amphoe(self, text: str) -> bool:
        """Whether an amphoe may be meant, in whatever province."""
        keys = {*names.amphoe_keys(text), names.khet_key(text) or ""} - {""}
        return any(
            key in self._alias_keys
            or self.index.find_named(key, None)
            or self.index.is_spelling(key)
            or self._is_capital(key)
            for key in keys
        )

    def _is_capital(self, key: str) -> bool:
        rest = after_mueang(key)
        return rest != key and (not rest or self.find_province(rest) is not None)

    def find(self, province_code: str | None, text: str, on: date | None) -> tuple[str, Codes]:
        """How the name was found, and the amphoe it may mean: none, one or several."""
        keys = tuple(names.amphoe_keys(text))
        for key in keys:
            if codes := self._alias_codes(province_code, key, on):
                return "alias", codes
            if codes := self.index.find_named(key, province_code):
                return ("unique" if province_code is None else "exact"), codes
        if codes := self.find_khet(names.khet_key(text), province_code, on):
            return "khet", codes
        for key in keys:
            if codes := self._capital_codes(province_code, key, on):
                return "bare_capital", codes
        if province_code is not None and (codes := self.index.find_cut(text, province_code)):
            return "cut_name", codes
        return "spelling", self.index.find_spelt(keys[-1], province_code)

    def find_khet(self, key: str | None, province_code: str | None, on: date | None) -> Codes:
        """The khet of this name; its word, เขต or Khet, means Bangkok only."""
        if not key or province_code not in (None, BANGKOK):
            return ()
        return (
            self._alias_codes(BANGKOK, key, on)
            or self.index.find_named(key, BANGKOK)
            or self.index.find_spelt(key, BANGKOK)
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
            return self.index.capitals(province_code)
        meant = self.find_province(rest, on)
        agrees = meant is not None and province_code in (None, meant)
        return self.index.capitals(meant) if agrees else ()

    def find_anywhere(self, text: str) -> Codes:
        """The amphoe of that name in the whole country; a bare เมือง names none of them."""
        how, codes = self.find(None, text, None)
        return () if how == "bare_capital" and len(codes) > 1 else codes

    def _province_of_alias(self, alias: Alias) -> str | None:
        if not alias.province_text:
            return None
        province_code = self.find_province(alias.province_text, alias.valid_to or alias.valid_from)
        if province_code is None:
            raise AliasesError(message("places.unknown_province", value=alias.province_text))
        return province_code
