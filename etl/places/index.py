"""Find the amphoe that carry a name: inside a province, anywhere, as a capital, or cut short.

Built from the gazetteer alone; exceptions are laid over it by `known_names`.
"""

from functools import cache

from etl.places.evidence import tambon_inside
from etl.places.gazetteer import gazetteer, provinces
from etl.places.names import cut_keys, key
from etl.places.spelling import folds, is_a_letter_or_two_amiss

Codes = tuple[str, ...]

_MUEANG = ("เมือง", "mueang")


class NameIndex:
    """The names of 77 provinces and 928 amphoe by their keys (see `names.key`)."""

    def __init__(self) -> None:
        self.provinces: dict[str, str] = {}
        self.province_of: dict[str, str] = {}
        self._inside: dict[str, dict[str, Codes]] = {}
        self._anywhere: dict[str, Codes] = {}
        self._capitals: dict[str, str] = {}
        self._folded: dict[str, dict[str, set[str]]] = {"": {}}
        self._folded_provinces: dict[str, set[str]] = {}
        for province in provinces():
            self._inside[province.province_code] = {}
            for name in (province.province_th, province.province_en):
                self.provinces[key(name)] = province.province_code
                for each in folds(key(name)):
                    self._folded_provinces.setdefault(each, set()).add(province.province_code)
        for amphoe in gazetteer():
            self.province_of[amphoe.amphoe_code] = amphoe.province_code
            for name in {key(amphoe.amphoe_th), key(amphoe.amphoe_en)}:
                self._learn(amphoe.amphoe_code, amphoe.province_code, name)

    def _learn(self, amphoe_code: str, province_code: str, name: str) -> None:
        inside = self._inside[province_code]
        inside[name] = (*inside.get(name, ()), amphoe_code)
        self._anywhere[name] = (*self._anywhere.get(name, ()), amphoe_code)
        for scope in ("", province_code):
            for each in folds(name):
                self._folded.setdefault(scope, {}).setdefault(each, set()).add(amphoe_code)
        # A capital carries its province's name after เมือง; พระนครศรีอยุธยา's, without it.
        if self.provinces.get(after_mueang(name)) == province_code:
            self._capitals[province_code] = amphoe_code

    def find_named(self, name: str, province_code: str | None) -> Codes:
        """The amphoe of exactly that key, in the province, or anywhere when that is None."""
        names = self._anywhere if province_code is None else self._inside[province_code]
        return names.get(name, ())

    def find_spelt(self, name: str, province_code: str | None) -> Codes:
        """The one amphoe that a key spells otherwise, in the province, or anywhere for None.

        None where the key is the whole name of a place: แม่ทา in ลำปาง is a mistake for nobody to
        mend here.
        """
        if not name or name in self._anywhere or name in self.provinces:
            return ()
        inside = self._folded.get(province_code or "", {})
        found = {code for each in folds(name) for code in inside.get(each, ())}
        if len(found) != 1:
            return ()
        if province_code is not None:
            tambon_of = tambon_inside(name, province_code)
            if tambon_of and not found <= tambon_of:
                return ()
        return tuple(found)

    def is_spelling(self, name: str) -> bool:
        """Whether a key spells an amphoe's name otherwise, in whatever province."""
        return any(each in self._folded[""] for each in folds(name))

    def is_almost_province(self, name: str, province_code: str) -> bool:
        """Whether a key is a province's name but for a letter or two, and no other's."""
        return all(
            is_a_letter_or_two_amiss(name, known) == (code == province_code)
            for known, code in self.provinces.items()
            if known.isascii() == name.isascii()
        )

    def find_province_spelt(self, name: str) -> str | None:
        """The one province that a key spells otherwise."""
        found = {c for each in folds(name) for c in self._folded_provinces.get(each, ())}
        return next(iter(found)) if len(found) == 1 and name not in self._anywhere else None

    def capitals(self, province_code: str | None) -> Codes:
        """The capital amphoe of the province (Bangkok has none), or all 76."""
        if province_code is None:
            return tuple(sorted(self._capitals.values()))
        return tuple(self._capitals[p] for p in (province_code,) if p in self._capitals)

    def find_cut(self, text: str, province_code: str) -> Codes:
        """The amphoe of the province whose name a text cut by a DBF field may begin."""
        cuts = tuple(cut_keys(text))
        names = self._inside[province_code].items() if cuts else ()
        found = {code for name, codes in names if name.startswith(cuts) for code in codes}
        return tuple(sorted(found))


@cache
def name_index() -> NameIndex:
    """Return the index of the gazetteer, which is the same for every party and takes 60 ms."""
    return NameIndex()


def after_mueang(name: str) -> str:
    """What follows เมือง or Mueang in a key; the key itself when it does not begin so."""
    for word in _MUEANG:
        if name.startswith(word):
            return name[len(word) :]
    return name
