"""Find the amphoe that carry a name: inside a province, anywhere, as a capital, or cut short.

Built from the gazetteer alone; exceptions are laid over it by `places`.
"""

from etl.places.gazetteer import BANGKOK, gazetteer, provinces
from etl.places.names import cut_keys, key, khet_key

Codes = tuple[str, ...]

_MUEANG = ("เมือง", "mueang")


class NameIndex:
    """The names of 77 provinces and 928 amphoe by their keys (see `place_names.key`)."""

    def __init__(self) -> None:
        self.provinces: dict[str, str] = {}
        self.province_of: dict[str, str] = {}
        self._inside: dict[str, dict[str, Codes]] = {}
        self._anywhere: dict[str, Codes] = {}
        self._capitals: dict[str, str] = {}
        for province in provinces():
            self._inside[province.province_code] = {}
            for name in (province.province_th, province.province_en):
                self.provinces[key(name)] = province.province_code
        for amphoe in gazetteer():
            self.province_of[amphoe.amphoe_code] = amphoe.province_code
            for name in {key(amphoe.amphoe_th), key(amphoe.amphoe_en)}:
                self._learn(amphoe.amphoe_code, amphoe.province_code, name)

    def _learn(self, amphoe_code: str, province_code: str, name: str) -> None:
        inside = self._inside[province_code]
        inside[name] = (*inside.get(name, ()), amphoe_code)
        self._anywhere[name] = (*self._anywhere.get(name, ()), amphoe_code)
        # A capital carries its province's name after เมือง; พระนครศรีอยุธยา's, without it.
        if self.provinces.get(after_mueang(name)) == province_code:
            self._capitals[province_code] = amphoe_code

    def find_named(self, name: str, province_code: str | None) -> Codes:
        """The amphoe of exactly that key, in the province, or anywhere when that is None."""
        names = self._anywhere if province_code is None else self._inside[province_code]
        return names.get(name, ())

    def khet(self, text: str, province_code: str | None) -> Codes:
        """The khet of a text that begins with เขต or Khet; those words mean Bangkok only."""
        if province_code not in (None, BANGKOK):
            return ()
        name = khet_key(text)
        return () if name is None else self._inside[BANGKOK].get(name, ())

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


def after_mueang(name: str) -> str:
    """What follows เมือง or Mueang in a key; the key itself when it does not begin so."""
    for word in _MUEANG:
        if name.startswith(word):
            return name[len(word) :]
    return name
