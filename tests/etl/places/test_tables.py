"""Are the amphoe of real tables, which nobody on the project wrote, placed and placed rightly?

A table's own code is the truth to compare with, unless its name and code contradict each other.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from etl.places.aliases import read_aliases
from etl.places.gazetteer import gazetteer
from etl.places.matcher import Matcher
from etl.places.placement import Placement
from etl.settings import SHIPPED
from tests.slow import these

Row = tuple[str, str, str]
"""province, amphoe, the table's own code"""

CODES = {amphoe.amphoe_code for amphoe in gazetteer()}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(read_aliases(SHIPPED / "data" / "place_aliases.csv"))


def _csv(path: Path, encoding: str, *columns: str) -> list[Row]:
    with path.open(encoding=encoding, newline="") as file:
        return [_row(line, columns) for line in csv.DictReader(file)]


def _sheet(path: Path, sheet: str, *columns: str) -> list[Row]:
    head, *lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()
    return [_row(dict(zip(map(str, head), line, strict=True)), columns) for line in lines]


def _boundaries(folder: Path) -> list[Row]:
    collection = json.loads((folder / "ocha_mapthai_adm2.geojson").read_text(encoding="utf-8"))
    lines = [feature["properties"] for feature in collection["features"]]
    return [(p["ADM1_TH"], p["ADM2_TH"], p["ADM2_PCODE"].removeprefix("TH")) for p in lines]


def _row(line: dict[str, object], columns: Iterable[str]) -> Row:
    province, amphoe, code = (str(line[c]).removesuffix(".0") if c in line else c for c in columns)
    return province, amphoe, code[:4]


def _tables(shared: Path) -> dict[str, list[Row]]:
    tables = shared / "places" / "tables"
    points, tanlull = (
        "datagoth_tambon_latlong.csv",
        tables / "tanlull_province_district_tumbon.xlsx",
    )
    thai, english = ("CHANGWAT_T", "AMPHOE_T", "AM_ID"), ("CHANGWAT_E", "AMPHOE_E", "AM_ID")
    return {
        "tambon points, Thai": _csv(tables / points, "utf-8-sig", *thai),
        "tambon points, English": _csv(tables / points, "utf-8-sig", *english),
        "three levels, Thai": _sheet(tanlull, "all", "ProvinceThai", "DistrictThai", "DistrictID"),
        "three levels, English": _sheet(tanlull, "all", "ProvinceEng", "DistrictEng", "DistrictID"),
        "postcodes": _sheet(tanlull, "Postal", "ProvinceThai", "DistrictThaiShort", "TambonID"),
        "Bangkok communities": _csv(
            tables / "bma_community_tis620.csv", "cp874", "กรุงเทพมหานคร", "dname", "dcode"
        ),
        "population": _csv(
            shared / "places" / "dopa_population_2021.csv",
            "utf-8-sig",
            "province",
            "amphoe",
            "amphoe_code",
        ),
        "boundaries cut at 16": _boundaries(shared / "places" / "boundaries"),
    }


def _place(matcher: Matcher, rows: list[Row], with_code: bool) -> list[tuple[Row, Placement]]:
    known: dict[Row, Placement] = {}
    for row in set(rows):
        known[row] = matcher.place(row[0], row[1], row[2] if with_code else None)
    return [(row, known[row]) for row in rows]


TABLES = {
    "tambon points, Thai": (7_768, 3),
    "tambon points, English": (7_768, 98),
    "three levels, Thai": (7_436, 0),
    "three levels, English": (7_436, 0),
    "postcodes": (7_537, 0),
    "Bangkok communities": (2_017, 0),
    "population": (928, 0),
    "boundaries cut at 16": (928, 0),
}
"""Rows, and rows whose own name and code are two different amphoe."""


@pytest.mark.parametrize("table", these((1, 3), TABLES))
def test_with_its_code_every_row_is_placed_rightly_or_is_a_conflict(
    shared: Path, matcher: Matcher, table: str
) -> None:
    placed = _place(matcher, _tables(shared)[table], with_code=True)
    reasons = Counter(where.reason for _, where in placed)
    wrong = [row for row, where in placed if where.amphoe_code not in (None, row[2])]
    assert wrong == []
    assert (len(placed), reasons["contradicted"]) == TABLES[table]
    honest = len(placed) - reasons["contradicted"]
    assert reasons[None] >= 0.995 * honest
    assert reasons["unknown_province"] == 0


@pytest.mark.parametrize("table", these((1, 3), TABLES))
def test_by_name_alone_no_row_is_placed_wrongly(shared: Path, matcher: Matcher, table: str) -> None:
    rows = _tables(shared)[table]
    placed = _place(matcher, rows, with_code=False)
    assert sum(where.amphoe_code is not None for _, where in placed) >= 0.995 * len(rows)
    differ = {row for row, where in placed if where.amphoe_code not in (None, row[2])}
    # What differs are exactly the rows that contradict themselves.
    assert all(matcher.place(*row).reason == "contradicted" for row in differ)
    assert sum(row in differ for row in rows) == TABLES[table][1]


def test_the_rows_that_contradict_themselves_are_these(shared: Path, matcher: Matcher) -> None:
    thai = _place(matcher, _tables(shared)["tambon points, Thai"], with_code=True)
    conflicts = {row[1:] for row, where in thai if where.reason == "contradicted"}
    assert conflicts == {("อ. เวียงเก่า", "4026")}  # 4029 to DOPA; nothing has 4026
    assert "4026" not in CODES


def test_only_the_two_bang_sai_are_not_placed_by_their_english_names(
    shared: Path, matcher: Matcher
) -> None:
    for table in ("tambon points, English", "three levels, English"):
        lost = {
            (row[1].removeprefix("Amphoe "), row[2], where.reason)
            for row, where in _place(matcher, _tables(shared)[table], with_code=False)
            if where.amphoe_code is None
        }
        assert lost == {("Bang Sai", "1404", "ambiguous"), ("Bang Sai", "1413", "ambiguous")}


def test_of_the_constituency_table_only_whole_provinces_are_not_placed(
    shared: Path, matcher: Matcher
) -> None:
    path = shared / "places" / "tables" / "ge2562_districts.csv"
    rows = _csv(path, "utf-8-sig", "province", "district", "")
    assert len(rows) == 2_250
    lost = {
        row[:2]: where.reason
        for row, where in _place(matcher, rows, with_code=False)
        if where.amphoe_code is None
    }
    assert {province: reason for (province, _), reason in lost.items()} == dict.fromkeys(
        ("ตราด", "นครนายก", "พังงา", "ระนอง", "สมุทรสงคราม", "สิงห์บุรี", "อ่างทอง", "แม่ฮ่องสอน"),
        "no_amphoe",
    )
    assert matcher.place("ฉะเชิงเทรา", "สนามชัย").amphoe_code == "2408"  # it lost its เขต


def test_every_row_of_the_postal_list_is_placed_in_its_province(
    shared: Path, matcher: Matcher
) -> None:
    path = shared / "places" / "tables" / "thaipost_original.xls"
    rows = _sheet(path, "Sheet 1", "PROVINCE_NAME", "BORDER_NAME", "BORDER_ID")
    placed = _place(matcher, rows, with_code=False)
    assert len(placed) == 7_477
    assert all(w.amphoe_code and w.province_code == matcher.find_province(r[0]) for r, w in placed)
    # เวียงเก่า is the one amphoe the list does not know.
    missing = CODES - {where.amphoe_code for _, where in placed if where.amphoe_code}
    assert "4029" in missing
    # Its own numbers (three digits) are not DOPA codes and disturb nothing.
    assert _place(matcher, rows, with_code=True) == placed
