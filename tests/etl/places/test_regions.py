"""Is every province in one region of each scheme, and in the right one?"""

import csv
from collections import Counter
from pathlib import Path

from python_calamine import CalamineWorkbook

from etl.places.gazetteer import provinces
from etl.settings import SHIPPED

SCHEMES = ("ect", "royal", "nesdb")


def _rows(name: str) -> list[dict[str, str]]:
    with (SHIPPED / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_province_has_one_named_region_in_each_scheme() -> None:
    regions = _rows("regions.csv")
    assert [r["province_code"] for r in regions] == [p.province_code for p in provinces()]
    names = [(r["scheme"], r["region_code"]) for r in _rows("region_names.csv")]
    assert len(names) == len(set(names)) == 4 + 6 + 7
    assert {(s, r[f"region_{s}"]) for s in SCHEMES for r in regions} == set(names)
    assert all(r["region_th"] and r["region_en"] for r in _rows("region_names.csv"))


def test_the_schemes_have_the_sizes_their_owners_give_them() -> None:
    sizes = {s: Counter(r[f"region_{s}"] for r in _rows("regions.csv")) for s in SCHEMES}
    everywhere = {"northeast": 20, "south": 14}
    assert sizes["ect"] == everywhere | {"north": 17, "central": 26}
    assert sizes["royal"] == everywhere | {"north": 9, "central": 22, "east": 7, "west": 5}
    assert sizes["nesdb"] == everywhere | {
        "north": 17,
        "bangkok": 6,
        "central": 6,
        "east": 8,
        "west": 6,
    }


def test_bangkok_is_central_except_to_the_nesdc_where_it_leads_its_own_region() -> None:
    bangkok = next(r for r in _rows("regions.csv") if r["province_code"] == "10")
    assert [bangkok[f"region_{s}"] for s in SCHEMES] == ["central", "central", "bangkok"]


def test_the_royal_societys_regions_and_greater_bangkok_are_those_of_a_public_table(
    shared: Path,
) -> None:
    path = shared / "places" / "tables" / "tanlull_province_district_tumbon.xlsx"
    head, *lines = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("all").to_python()
    at = {str(name): place for place, name in enumerate(head)}
    names = {r["region_code"]: r["region_th"] for r in _rows("region_names.csv")}
    ours = {r["province_code"]: r for r in _rows("regions.csv")}
    theirs = {str(line[at["ProvinceID"]]).removesuffix(".0"): line for line in lines}
    assert set(theirs) == set(ours)
    for code, line in theirs.items():
        assert names[ours[code]["region_royal"]] == line[at["ภูมิภาคอย่างเป็นทางการ"]]
        greater_bangkok = line[at["กรุงเทพปริมณฑลต่างจังหวัด"]] == names["bangkok"]
        assert (ours[code]["region_nesdb"] == "bangkok") == greater_bangkok
