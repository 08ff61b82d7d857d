"""Does a party's own boundary file take the place of the shapes, whatever its schema and format?"""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from etl.boundaries import map_files
from etl.boundaries.replace import replace_shapes
from etl.boundaries.topology import gaps_and_overlaps, to_metres
from etl.places.gazetteer import gazetteer
from tests.etl.boundaries.boundary_examples import (
    gadm,
    gistda,
    read_index,
    read_shapes,
    settings_in,
    shipped_frame,
    topojson,
)
from tests.slow import unless

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from etl.boundaries.report import BoundaryReport

CODES = [place.amphoe_code for place in gazetteer()]


@pytest.fixture(scope="module")
def frame() -> "GeoDataFrame":
    return shipped_frame()


def accept(file: Path, folder: Path) -> "BoundaryReport":
    """Replace the shapes with `file`; asserts that what is published is a whole, valid coverage."""
    import shapely

    settings = settings_in(folder)
    report = replace_shapes(file, settings)
    shapes = read_shapes(settings.boundaries)
    assert list(shapes.code) == CODES
    assert shapely.coverage_is_valid(shapes.geometry.values)
    assert not any(shapely.is_ccw(part.exterior) for part in shapely.get_parts(shapes.geometry))
    gaps, overlaps = gaps_and_overlaps(to_metres(shapes.geometry.values))
    assert sum(gap for gap in gaps if gap > 1) == pytest.approx(sum(report.gaps_ha))
    assert overlaps < 1
    assert read_index(settings.boundaries)["codes"] == CODES
    assert (settings.boundaries / "neighbours.csv").read_text().startswith("amphoe_code,neighbour")
    assert report.matched + len(report.filled) == 928
    return report


def lies_where_we_draw_it(folder: Path, frame: "GeoDataFrame") -> bool:
    """Whether nearly all the published shapes cover the middle of ours of the same code."""
    shapes = read_shapes(settings_in(folder).boundaries).geometry
    return bool(frame.geometry.representative_point().within(shapes).mean() > 0.98)


def test_a_zipped_shapefile_without_cpg_is_read_as_the_utf_8_it_is(
    shared: Path, tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    file = shared / "places" / "boundaries" / "ocha_adm2_shp_nocpg.zip"
    report = accept(file, tmp_path)
    assert (report.matched, report.codes_wrong, report.dropped) == (928, (), ())
    # Two names are spelt otherwise; any byte read wrongly would make it 928.
    assert len(report.names_wrong) == 2
    assert lies_where_we_draw_it(tmp_path, frame)


def test_thai_names_cut_at_16_characters_are_no_conflict(
    shared: Path, tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    report = accept(shared / "places" / "boundaries" / "ocha_mapthai_adm2.geojson", tmp_path)
    assert [one.written for one in report.names_wrong] == ["Wachirabarami"]
    assert lies_where_we_draw_it(tmp_path, frame)


def test_one_wrong_code_and_the_names_of_other_amphoe_are_settled_by_overlap_and_reported(
    shared: Path, tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    report = accept(shared / "places" / "boundaries" / "opengis_districts.geojson", tmp_path)
    assert [(one.written, one.amphoe_code) for one in report.codes_wrong] == [("4026", "4029")]
    wrong = {one.amphoe_code: one.written for one in report.names_wrong}
    assert "อาจสามารถ" in wrong["4515"]  # the shape of เมยวดี
    assert wrong["5402"] == "Mueang Phrae"
    assert lies_where_we_draw_it(tmp_path, frame)
    said = "\n".join(map(str, report.sentences))
    assert "4026" in said
    assert "เวียงเก่า (4029)" in said


def test_gistda_numbers_inside_a_province_and_says_oem_874_but_is_utf_8(
    tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    gistda(frame).to_file(tmp_path / "amphoe.shp", encoding="UTF-8")
    (tmp_path / "amphoe.cpg").write_text("OEM 874")
    report = accept(tmp_path / "amphoe.shp", tmp_path)
    assert (report.codes_wrong, report.names_wrong, report.assumed) == ((), (), ())


def test_a_shapefile_in_cp874_is_read_by_its_bytes(tmp_path: Path, frame: "GeoDataFrame") -> None:
    gistda(frame).drop(columns="AMP_NAME_E").to_file(tmp_path / "amphoe.shp", encoding="CP874")
    (tmp_path / "amphoe.cpg").unlink()
    assert "พระนคร".encode("cp874") in (tmp_path / "amphoe.dbf").read_bytes()
    report = accept(tmp_path / "amphoe.shp", tmp_path)
    assert (report.codes_wrong, report.names_wrong) == ((), ())


def test_gadm_lacks_two_amphoe_and_adds_lakes(tmp_path: Path, frame: "GeoDataFrame") -> None:
    import pandas
    import shapely

    lacking = ["4029", "5025"]
    file = gadm(frame[~frame.amp_code.isin(lacking)])
    lakes = gadm(frame.iloc[:2]).assign(
        NAME_2=["Songkhla Lake", "Bueng Boraphet"],
        NL_NAME_2=["ทะเลสาบสงขลา", "บึงบอระเพ็ด"],
        CC_2="",
        geometry=[shapely.box(100.2, 7.4, 100.4, 7.8), shapely.box(100.2, 15.68, 100.28, 15.72)],
    )
    pandas.concat([file, lakes]).to_file(tmp_path / "gadm.gpkg", layer="ADM_ADM_2")
    report = accept(tmp_path / "gadm.gpkg", tmp_path)
    assert report.filled == tuple(lacking)
    assert report.dropped == ("ทะเลสาบสงขลา", "บึงบอระเพ็ด")
    assert report.codes_wrong == ()
    assert "บึงบอระเพ็ด" in "\n".join(map(str, report.sentences))
    assert lies_where_we_draw_it(tmp_path, frame)


def test_a_missing_amphoe_is_cut_out_of_the_older_one_that_is_drawn_over_it(
    tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    # เวียงเก่า was a part of ภูเวียง.
    before = frame.assign(amp_code=frame.amp_code.replace("4029", "4016"))
    before.loc[before.amp_code == "4016", "th"] = "ภูเวียง"
    before.loc[before.amp_code == "4016", "en"] = "Phu Wiang"
    older = before.dissolve("amp_code", as_index=False)
    older.to_file(tmp_path / "older.geojson")
    report = accept(tmp_path / "older.geojson", tmp_path)
    assert report.filled == ("4029",)
    shapes = read_shapes(settings_in(tmp_path).boundaries).set_index("code").geometry
    ours = frame.set_index("amp_code").geometry
    for code in ("4029", "4016"):
        assert shapes[code].area == pytest.approx(ours[code].area, rel=0.02)


def test_names_alone_are_enough_as_in_geoboundaries(tmp_path: Path, frame: "GeoDataFrame") -> None:
    named = frame.assign(shapeName=frame.en)[["shapeName", "geometry"]]
    named.to_file(tmp_path / "names.geojson")
    report = accept(tmp_path / "names.geojson", tmp_path)
    assert (report.codes_wrong, report.names_wrong, report.dropped) == ((), (), ())


def test_topojson_without_a_projection_in_degrees_is_wgs_84(
    tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    (tmp_path / "amphoe.json").write_text(topojson(frame), encoding="utf-8")
    report = accept(tmp_path / "amphoe.json", tmp_path)
    assert (report.codes_wrong, report.names_wrong) == ((), ())
    assert lies_where_we_draw_it(tmp_path, frame)


@pytest.mark.parametrize("has_projection", unless(lambda has: not has, [True, False]))
def test_utm_47n_is_projected_and_guessed_where_the_prj_is_missing(
    has_projection: bool, tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    frame.to_crs("EPSG:32647").to_file(tmp_path / "amphoe.shp", encoding="UTF-8")
    if not has_projection:
        (tmp_path / "amphoe.prj").unlink()
    report = accept(tmp_path / "amphoe.shp", tmp_path)
    assert bool(report.assumed) is not has_projection
    assert lies_where_we_draw_it(tmp_path, frame)


@pytest.mark.slow
def test_three_dimensional_pieces_of_one_amphoe_are_flattened_and_joined(
    tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    import shapely

    pieces = frame.explode(ignore_index=True)
    pieces.geometry = shapely.force_3d(pieces.geometry.values, z=12.0)
    pieces.to_file(tmp_path / "pieces.gpkg")
    report = accept(tmp_path / "pieces.gpkg", tmp_path)
    assert len(pieces) > 928
    assert (report.matched, report.dropped) == (928, ())
    assert not read_shapes(settings_in(tmp_path).boundaries).geometry.has_z.any()


@pytest.mark.slow
def test_swapped_codes_are_put_right_by_overlap(tmp_path: Path, frame: "GeoDataFrame") -> None:
    swap = {"3802": "3804", "3804": "3802", "3805": "3807", "3807": "3805"}
    swapped = frame.assign(amp_code=frame.amp_code.replace(swap))
    swapped.to_file(tmp_path / "swapped.geojson")
    report = accept(tmp_path / "swapped.geojson", tmp_path)
    assert {(one.written, one.amphoe_code) for one in report.codes_wrong} == set(swap.items())
    assert lies_where_we_draw_it(tmp_path, frame)


@pytest.mark.slow
def test_codes_of_another_kind_are_left_aside_with_one_sentence(
    tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    frame.assign(amp_code=range(1, 929)).to_file(tmp_path / "numbered.geojson")
    report = accept(tmp_path / "numbered.geojson", tmp_path)
    assert report.codes_wrong == ()
    assert len(report.assumed) == 1


def test_the_layer_of_amphoe_is_found_beside_others(tmp_path: Path, frame: "GeoDataFrame") -> None:
    file = tmp_path / "all.gpkg"
    frame.dissolve("prov_code", as_index=False).to_file(file, layer="provinces")
    frame.to_file(file, layer="amphoe")
    points = frame.assign(geometry=frame.representative_point())
    points.to_file(file, layer="offices")
    assert accept(file, tmp_path).matched == 928


@pytest.mark.slow
def test_the_same_file_twice_gives_the_same_bytes_and_progress_ends_at_one(
    tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    file = tmp_path / "amphoe.gpkg"
    frame.to_file(file)
    before = file.read_bytes()
    fractions: list[float] = []
    first = replace_shapes(file, settings_in(tmp_path / "one"), fractions.append)
    second = replace_shapes(file, settings_in(tmp_path / "two"))
    assert [path.read_bytes() for path in first.written] == [
        path.read_bytes() for path in second.written
    ]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["amphoe.gpkg"]


@pytest.mark.parametrize("moves", unless(lambda moves: moves == 1, range(4)))
def test_a_killed_run_leaves_one_whole_set_serving(
    moves: int, tmp_path: Path, frame: "GeoDataFrame", monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "boundaries"
    codes = list(frame.amp_code)
    shapes = dict(zip(codes, frame.geometry, strict=True))
    map_files.publish(map_files.Shapes.of(shapes), folder, with_neighbours=True)
    old = read_index(folder)
    moved = {**shapes, "2008": shapes["2008"].buffer(0.001)}
    done = 0
    replace = Path.replace

    def killed(path: Path, target: Path) -> Path:
        nonlocal done
        if done == moves:
            raise KeyboardInterrupt
        done += 1
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        map_files.publish(map_files.Shapes.of(moved), folder, with_neighbours=True)
    monkeypatch.undo()
    assert read_index(folder) == old
    map_files.publish(map_files.Shapes.of(moved), folder, with_neighbours=True)
    assert read_index(folder)["amphoe"] != old["amphoe"]
    assert json.loads((folder / str(old["amphoe"])).read_text(encoding="utf-8"))


@pytest.mark.slow
def test_only_the_set_in_use_and_the_one_before_it_are_kept(
    tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    shapes = dict(zip(frame.amp_code, frame.geometry, strict=True))
    for width in (0.0, 0.001, 0.002, 0.003):
        moved = {**shapes, "2008": shapes["2008"].buffer(width)}
        map_files.publish(map_files.Shapes.of(moved), tmp_path, with_neighbours=True)
    assert len(list(tmp_path.glob("amphoe-*.json"))) == 2
    assert len(list(tmp_path.iterdir())) == 6
