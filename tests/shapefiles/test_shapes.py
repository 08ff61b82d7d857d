"""The shapes that the project ships are whole, right and in agreement with each other."""

import csv
import hashlib
import json
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from etl.boundaries.topology import gaps_and_overlaps, to_metres
from etl.places.gazetteer import gazetteer, provinces
from tests.conftest import ROOT
from tests.etl.boundaries.boundary_examples import read_index, read_shapes, shipped_frame

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely import Geometry

MAP = ROOT / "static" / "map"
ISLANDS = {"2008", "2306", "2307", "8202", "8404", "8405"}
"""เกาะสีชัง, เกาะกูด, เกาะช้าง, เกาะยาว, เกาะสมุย, เกาะพะงัน: amphoe without a land border."""


@pytest.fixture(scope="module")
def amphoe() -> "GeoDataFrame":
    return read_shapes(MAP)


@pytest.fixture(scope="module")
def provinces_() -> "GeoDataFrame":
    return read_shapes(MAP, "provinces")


@pytest.fixture(scope="module")
def pairs() -> set[tuple[str, str]]:
    with (ROOT / "shapefiles" / "neighbours.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["amphoe_code", "neighbour_code"]
    return {(one, other) for one, other in rows[1:]}


def edges(shape: "Geometry") -> set[frozenset[tuple[float, ...]]]:
    import shapely

    return {
        frozenset(edge)
        for ring in shapely.get_rings(shapely.get_parts(shape))
        for edge in pairwise(map(tuple, shapely.get_coordinates(ring).tolist()))
    }


def test_all_928_amphoe_and_77_provinces_are_there_under_their_codes(
    amphoe: "GeoDataFrame", provinces_: "GeoDataFrame"
) -> None:
    assert list(amphoe.code) == [place.amphoe_code for place in gazetteer()]
    assert list(provinces_.code) == [place.province_code for place in provinces()]
    assert (len(amphoe), len(provinces_)) == (928, 77)
    assert read_index(MAP)["codes"] == list(amphoe.code)


def test_no_two_neighbours_leave_a_gap_or_overlap(
    amphoe: "GeoDataFrame", provinces_: "GeoDataFrame"
) -> None:
    import shapely

    for shapes in (amphoe, provinces_):
        assert shapely.coverage_is_valid(shapes.geometry.values)
        assert shapely.is_valid(shapes.geometry.values).all()
        gaps, overlaps = gaps_and_overlaps(to_metres(shapes.geometry.values))
        assert max(gaps, default=0) < 1
        assert overlaps < 1


def test_the_edges_of_a_province_are_edges_of_its_amphoe(
    amphoe: "GeoDataFrame", provinces_: "GeoDataFrame"
) -> None:
    of_amphoe = {edge for shape in amphoe.geometry for edge in edges(shape)}
    assert {edge for shape in provinces_.geometry for edge in edges(shape)} <= of_amphoe


def test_exterior_rings_run_clockwise_and_holes_the_other_way(
    amphoe: "GeoDataFrame", provinces_: "GeoDataFrame"
) -> None:
    import shapely

    for part in shapely.get_parts([*amphoe.geometry, *provinces_.geometry]):
        assert not shapely.is_ccw(part.exterior)
        assert all(shapely.is_ccw(ring) for ring in part.interiors)


def test_no_coordinate_has_more_than_five_decimals(amphoe: "GeoDataFrame") -> None:
    import shapely

    points = shapely.get_coordinates(amphoe.geometry.values)
    assert (points == points.round(5)).all()


def test_names_are_the_gazetteers_and_no_long_thai_name_is_cut(amphoe: "GeoDataFrame") -> None:
    frame = shipped_frame()
    assert list(frame.th) == [place.amphoe_th for place in gazetteer()]
    assert list(frame.en) == [place.amphoe_en for place in gazetteer()]
    assert list(amphoe.th) == list(frame.th)
    assert list(amphoe.pth) == list(frame.prov_th)
    th = dict(zip(frame.amp_code, frame.th, strict=True))
    assert th["1008"] == "ป้อมปราบศัตรูพ่าย"
    assert th["7701"] == "เมืองประจวบคีรีขันธ์"
    assert th["2408"] == "สนามชัยเขต"
    assert th["1001"] == "พระนคร"


def test_the_shapefiles_say_that_they_are_utf_8_and_hold_what_the_map_serves(
    amphoe: "GeoDataFrame", provinces_: "GeoDataFrame"
) -> None:
    import geopandas
    import shapely

    folder = ROOT / "shapefiles"
    assert (folder / "amphoe.cpg").read_text() == "UTF-8"
    assert (folder / "provinces.cpg").read_text() == "UTF-8"
    assert shapely.equals(shipped_frame().geometry.values, amphoe.geometry.values).all()
    written = geopandas.read_file(folder / "provinces.shp")
    assert list(written.th) == [place.province_th for place in provinces()]
    assert shapely.equals(written.geometry.values, provinces_.geometry.values).all()


def test_every_file_is_named_by_the_hash_of_its_content_and_small_enough() -> None:
    index = read_index(MAP)
    for kind in ("amphoe", "provinces"):
        content = (MAP / str(index[kind])).read_bytes()
        assert index[kind] == f"{kind}-{hashlib.sha256(content).hexdigest()[:10]}.json"
    assert len(list(MAP.glob("*-*.json"))) == 2
    tracked = [*MAP.rglob("*"), *(ROOT / "shapefiles").iterdir()]
    assert len(tracked) >= 15
    assert all(path.stat().st_size < 2 * 1024**2 for path in tracked)


def test_the_base_map_that_plotly_asks_for_is_an_empty_one() -> None:
    text = (MAP / "topo" / "world_110m.json").read_text(encoding="utf-8")
    assert json.loads(text) == {"type": "Topology", "arcs": [], "objects": {}}


def test_the_bounds_in_the_index_are_those_of_the_provinces(provinces_: "GeoDataFrame") -> None:
    index = read_index(MAP)
    bounds = index["bounds"]
    assert isinstance(bounds, dict)
    for row in provinces_.itertuples():
        assert bounds[row.code] == pytest.approx(row.geometry.bounds)
    assert index["country"] == pytest.approx(list(provinces_.total_bounds))


def test_neighbours_are_mutual_and_only_islands_have_none(pairs: set[tuple[str, str]]) -> None:
    assert pairs == {(other, one) for one, other in pairs}
    assert not [one for one, other in pairs if one == other]
    alone = {place.amphoe_code for place in gazetteer()} - {one for one, _ in pairs}
    assert alone == ISLANDS


def test_neighbours_are_who_people_know_them_to_be(pairs: set[tuple[str, str]]) -> None:
    assert ("1001", "1002") in pairs  # พระนคร, ดุสิต
    assert ("1001", "1008") in pairs  # พระนคร, ป้อมปราบศัตรูพ่าย
    assert ("1001", "1018") in pairs  # พระนคร, คลองสาน: across the river
    assert ("1001", "5001") not in pairs
    count = len(pairs) / 928
    assert 5 < count < 6


def test_nearly_every_ocha_polygon_has_its_middle_in_our_amphoe_of_the_same_code(
    shared: Path, amphoe: "GeoDataFrame"
) -> None:
    import geopandas

    ocha = geopandas.read_file(shared / "places" / "boundaries" / "ocha_mapthai_adm2.geojson")
    ours = amphoe.set_index("code").geometry
    points = ocha.set_index(ocha.ADM2_PCODE.str.removeprefix("TH")).representative_point()
    inside = points.within(ours.reindex(points.index))
    assert set(inside[~inside].index) <= {"2008"}  # เกาะสีชัง: the two draw the islands differently


def test_the_most_torn_khet_have_their_published_areas_again(
    amphoe: "GeoDataFrame",
) -> None:
    area = dict(zip(amphoe.code, amphoe.to_crs("EPSG:32647").area / 1e6, strict=True))
    assert area["1026"] == pytest.approx(8.4, abs=0.5)  # ดินแดง: the raw shape has 10.1 km²
    assert area["1031"] == pytest.approx(10.9, abs=0.5)  # บางคอแหลม: the raw shape has 7.5 km²
    assert area["1013"] == pytest.approx(1.4, abs=0.4)  # สัมพันธวงศ์: the smallest
    assert sum(area.values()) == pytest.approx(516_175, rel=0.001)
