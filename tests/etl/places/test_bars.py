"""Are real tables placed as well as promised, by name, and with what their rows say besides?

The bars: of the rows that can be placed at least 99.9 % rightly by name and none silently wrongly;
with evidence none where the row's own code, tambon or postcode contradicts its name.
"""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from python_calamine import CalamineWorkbook

from etl.places.aliases import read_aliases
from etl.places.evidence import Allowed, allowed_by
from etl.places.gazetteer import gazetteer, tambons
from etl.places.matcher import Matcher
from etl.places.names import key
from etl.places.placement import Placement
from etl.settings import SHIPPED
from tests.slow import these

RIGHT = 0.999
CODES = {amphoe.amphoe_code: amphoe for amphoe in gazetteer()}


class Row(NamedTuple):
    """A row of a real table. `code` is its own code, "" where it has none of DOPA's."""

    province: str
    amphoe: str
    code: str
    tambon: str = ""
    postcode: str = ""


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(read_aliases(SHIPPED / "data" / "place_aliases.csv"))


def _csv(path: Path, encoding: str, *columns: str) -> Iterator[Row]:
    with path.open(encoding=encoding, newline="") as file:
        yield from (Row(*(line.get(c, c) for c in columns)) for line in csv.DictReader(file))


def _sheet(path: Path, sheet: str, *columns: str) -> Iterator[Row]:
    head, *lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    for line in lines:
        cells = dict(zip(map(str, head), line, strict=True))
        yield Row(*(str(cells[c]).removesuffix(".0") if c in cells else c for c in columns))


@cache
def _tables(shared: Path) -> dict[str, list[Row]]:
    tables = shared / "places" / "tables"
    points = tables / "datagoth_tambon_latlong.csv"
    levels = tables / "tanlull_province_district_tumbon.xlsx"
    found = {
        "tambon points, Thai": _csv(
            points, "utf-8-sig", "CHANGWAT_T", "AMPHOE_T", "AM_ID", "TAMBON_T"
        ),
        "tambon points, English": _csv(
            points, "utf-8-sig", "CHANGWAT_E", "AMPHOE_E", "AM_ID", "TAMBON_E"
        ),
        "three levels, Thai": _sheet(
            *(levels, "all", "ProvinceThai", "DistrictThai", "DistrictID"),
            *("TambonThai", "PostCodeMain"),
        ),
        "three levels, English": _sheet(
            *(levels, "all", "ProvinceEng", "DistrictEng", "DistrictID"),
            *("TambonEng", "PostCodeMain"),
        ),
        "postcodes": _sheet(
            *(levels, "Postal", "ProvinceThai", "DistrictThaiShort", "TambonID"),
            *("TambonThaiShort", "PostCode"),
        ),
        "Bangkok communities": _csv(
            tables / "bma_community_tis620.csv",
            "cp874",
            *("กรุงเทพมหานคร", "dname", "dcode", "sname"),
        ),
        "population": _csv(
            shared / "places" / "dopa_population_2021.csv",
            "utf-8-sig",
            *("province", "amphoe", "amphoe_code"),
        ),
    }
    return {name: [row._replace(code=row.code[:4]) for row in rows] for name, rows in found.items()}


def _place(matcher: Matcher, row: Row, *evidence: str) -> Placement:
    return matcher.place(row.province, row.amphoe, allowed=_said(row, *evidence))


def _said(row: Row, *evidence: str) -> Allowed:
    """What the row says besides its names."""
    told = {kind: [getattr(row, kind)] for kind in evidence}
    return allowed_by(told.get("code", ()), told.get("tambon", ()), told.get("postcode", ()))


def _is_placeable(matcher: Matcher, row: Row) -> bool:
    """Whether a careful person could say by the names alone which amphoe is meant: the code is one
    there is, the names are not those of another, and no two amphoe of the province share them."""
    placed = matcher.place(row.province, row.amphoe)
    return row.code in CODES and placed.reason not in ("ambiguous", "no_amphoe")


ALL_NAMES = (
    *("tambon points, Thai", "tambon points, English", "three levels, Thai"),
    *("three levels, English", "postcodes", "Bangkok communities", "population"),
)


@pytest.mark.parametrize("name", these((1, 3, 4), ALL_NAMES))
def test_999_of_1000_rows_that_can_be_placed_are_by_name(
    shared: Path, matcher: Matcher, name: str
) -> None:
    right = wrong = lost = 0
    known: dict[Row, Placement] = {}
    for row in _tables(shared)[name]:
        bare = Row(row.province, row.amphoe, row.code)
        if bare not in known:
            known[bare] = matcher.place(*bare[:2])
        placed = known[bare]
        if not _is_placeable(matcher, bare):
            continue
        contradicted = matcher.place(*bare[:3]).reason == "contradicted"
        if placed.amphoe_code == row.code:
            right += 1
        elif not contradicted:
            wrong += placed.amphoe_code is not None
            lost += placed.amphoe_code is None
    print(f"{name}: {right} right, {wrong} wrong, {lost} not placed")  # noqa: T201 - shown with -s
    assert wrong == 0
    assert right >= RIGHT * (right + wrong + lost)


@pytest.mark.parametrize("name", these((1, 3, 4), ALL_NAMES))
@pytest.mark.parametrize(
    "evidence", [("code",), ("tambon",), ("postcode",), ("code", "tambon", "postcode")]
)
def test_no_row_is_placed_against_what_it_says_itself(
    shared: Path, matcher: Matcher, name: str, evidence: tuple[str, ...]
) -> None:
    rows = set(_tables(shared)[name])
    if not any(getattr(row, kind) for row in rows for kind in evidence):
        pytest.skip("the table has none of it")
    right = refused = 0
    for row in rows:
        placed = _place(matcher, row, *evidence)
        right += placed.amphoe_code == row.code
        refused += placed.reason == "contradicted"
        if placed.amphoe_code is None:
            continue
        # A postcode is not heard against a code or a tambon; alone it is.
        for kind in set(evidence) - ({"postcode"} if len(evidence) > 1 else set()):
            said = _said(row, kind)
            assert said is None or placed.amphoe_code in said, row
    said_by = ", ".join(evidence)
    print(f"{name} with {said_by}: {right} right, {refused} refused")  # noqa: T201 - shown with -s
    assert right + refused >= 0.99 * len(rows)


def test_no_row_stays_where_its_name_was_put_by_mistake(shared: Path, matcher: Matcher) -> None:
    """A neighbour's name in the row's own province: its code, tambon and postcode say otherwise."""
    rows = sorted(set(_tables(shared)["three levels, Thai"]))
    by_province: dict[str, list[str]] = {}
    for amphoe in gazetteer():
        by_province.setdefault(amphoe.province_code, []).append(amphoe.amphoe_code)
    wrong = dict.fromkeys(("code", "tambon", "postcode"), 0)
    for row in rows:
        others = by_province[row.code[:2]]
        other = others[(others.index(row.code) + 1) % len(others)]
        moved = row._replace(amphoe=CODES[other].amphoe_th)
        for kind in wrong:
            said = _said(row, kind)
            placed = _place(matcher, moved, kind)
            if said is not None and other not in said:
                wrong[kind] += placed.amphoe_code is not None
    assert wrong == dict.fromkeys(wrong, 0)


@pytest.mark.parametrize("form", these((0,), ["{}", "ต.{}", "ตำบล{}", "Tambon {}"]))
def test_a_tambon_in_the_amphoes_cell_is_no_other_amphoe(matcher: Matcher, form: str) -> None:
    wrong = []
    for tambon in tambons():
        amphoe = CODES[tambon.amphoe_code]
        for name in (tambon.tambon_th, tambon.tambon_en):
            placed = matcher.place(amphoe.province_code, form.format(name))
            found = CODES.get(placed.amphoe_code or "")
            # "เมือง" is the capital, and what is an amphoe's own name is that amphoe.
            is_name = found and key(name) in (key(found.amphoe_th), key(found.amphoe_en), "mueang")
            if found and found != amphoe and not is_name and key(name) != "เมือง":
                wrong.append((form.format(name), found.amphoe_th))
    assert wrong == []


@pytest.mark.parametrize("every", these((0,), [5, 1]))
def test_a_letter_amiss_never_leads_to_another_amphoe(matcher: Matcher, every: int) -> None:
    letters = "กขคงจชนมยรลวสหอะาิีุูเแโใไ่้์"
    wrong, right, tried = [], 0, 0
    for number, amphoe in enumerate(gazetteer()[::every]):
        name = amphoe.amphoe_th
        for at in range(len(name)):
            other = letters[(number + at) % len(letters)]
            for text in (name[:at] + name[at + 1 :], name[:at] + other + name[at + 1 :]):
                placed = matcher.place(amphoe.province_code, text)
                tried += 1
                right += placed.amphoe_code == amphoe.amphoe_code
                if placed.amphoe_code not in (None, amphoe.amphoe_code):
                    wrong.append((name, text, placed.amphoe_code))
    print(f"a letter amiss: {right} of {tried} placed, {len(wrong)} wrong")  # noqa: T201
    assert wrong == []
