"""The provinces and amphoe of Thailand today, and the codes they had before.

Codes and names come from the PyPI package `geothai` (DOPA codes, MIT licence). Pure and cached:
the package's files are read on the first call, never on import.

The regions of a province are rows of `data/regions.csv`, three schemes side by side, because
each is what somebody else's table uses:

- `ect`: 4 regions, for the rule that a party has a branch in each (Election Commission, notice
  "บัญชีรายชื่อภาคและจังหวัด พ.ศ. ๒๕๖๐", Royal Gazette 134, part 121 ก, page 55). 17 north, 20
  northeast, 26 central with Bangkok, 14 south. The notice itself could not be opened: the four
  regions are those of the census, and ตาก and อุทัยธานี, which other four-region tables put
  elsewhere, are worth checking against it.
- `royal`: 6 regions of the National Geographical Committee (1977), used by the Royal Society;
  Bangkok is central. Checked against two public tables, province by province.
- `nesdb`: 7 regions of the NESDC's Gross Regional and Provincial Product; Bangkok forms one
  with its five neighbouring provinces.
"""

from dataclasses import dataclass
from functools import cache

BANGKOK = "10"
_KHET = "เขต"


@dataclass(frozen=True, slots=True)
class Province:
    """One of 77; `province_code` is the first two digits of a DOPA code."""

    province_code: str
    province_th: str
    province_en: str


@dataclass(frozen=True, slots=True)
class Amphoe:
    """One of 928, Bangkok's 50 khet included; names carry no prefix (no อำเภอ, no เขต)."""

    amphoe_code: str
    province_code: str
    amphoe_th: str
    amphoe_en: str
    is_khet: bool


@dataclass(frozen=True, slots=True)
class Tambon:
    """One of 7,436; the postcodes are those that its post offices have."""

    tambon_code: str
    amphoe_code: str
    tambon_th: str
    tambon_en: str
    postcodes: tuple[str, ...]


@cache
def provinces() -> tuple[Province, ...]:
    """The 77 provinces, sorted by code."""
    import geothai

    return tuple(Province(p.code, p.name_th, p.name_en) for p in geothai.provinces())


@cache
def gazetteer() -> tuple[Amphoe, ...]:
    """The 878 amphoe and 50 khet, sorted by code."""
    import geothai

    return tuple(
        Amphoe(
            amphoe_code=district.code,
            province_code=district.province_code,
            amphoe_th=district.name_th.removeprefix(_KHET)
            if district.province_code == BANGKOK
            else district.name_th,
            amphoe_en=district.name_en,
            is_khet=district.province_code == BANGKOK,
        )
        for province in provinces()
        for district in geothai.districts(province.province_code)
    )


@cache
def tambons() -> tuple[Tambon, ...]:
    """Every tambon and khwaeng, sorted by code."""
    import geothai

    return tuple(
        Tambon(t.code, amphoe.amphoe_code, t.name_th, t.name_en, tuple(t.postal_codes))
        for amphoe in gazetteer()
        for t in geothai.subdistricts(amphoe.amphoe_code)
    )


@cache
def old_codes() -> dict[str, str | None]:
    """Codes of amphoe that DOPA no longer uses → the code the same amphoe has now, or None.

    The successor is the one a notice names (บึงกาฬ, 43xx until 2011), else the one amphoe in
    the country that carries the same name (the splits of 1993: 25xx, 34xx, 41xx). A code never
    places a row alone, so a successor found by name is only used where the row says that name.
    """
    from geothai.abolished import abolished_areas

    named: dict[str, list[str]] = {}
    for amphoe in gazetteer():
        named.setdefault(amphoe.amphoe_th, []).append(amphoe.amphoe_code)
    return {
        area.code: successors[0] if len(successors) == 1 else None
        for area in abolished_areas()
        if area.level == "district"
        for successors in [area.successors or named.get(area.name_th, ())]
    }


@cache
def former_provinces() -> dict[str, frozenset[str]]:
    """Amphoe that were of another province → the codes of those provinces."""
    found: dict[str, set[str]] = {}
    for old, now in old_codes().items():
        if now is not None and old[:2] != now[:2]:
            found.setdefault(now, set()).add(old[:2])
    return {code: frozenset(provinces) for code, provinces in found.items()}
