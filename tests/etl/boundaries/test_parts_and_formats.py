"""Are damaged shapes, other formats, lost names and files of some provinces taken as they are?"""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from etl.boundaries.replace import replace_shapes
from tests.etl.boundaries.boundary_examples import read_shapes, settings_in, shipped_frame
from tests.etl.boundaries.test_refused import refuse
from tests.slow import these

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@pytest.fixture(scope="module")
def frame() -> "GeoDataFrame":
    return shipped_frame()


def kml(frame: "GeoDataFrame", folder: Path) -> Path:
    frame.rename(columns={"th": "Name"})[["Name", "geometry"]].to_file(
        folder / "amphoe.kml", driver="KML"
    )
    return folder / "amphoe.kml"


def kmz(frame: "GeoDataFrame", folder: Path) -> Path:
    with zipfile.ZipFile(folder / "amphoe.kmz", "w") as archive:
        archive.write(kml(frame, folder), "doc.kml")
    return folder / "amphoe.kmz"


def flatgeobuf(frame: "GeoDataFrame", folder: Path) -> Path:
    frame.to_file(folder / "amphoe.fgb", driver="FlatGeobuf")
    return folder / "amphoe.fgb"


def geoparquet(frame: "GeoDataFrame", folder: Path) -> Path:
    frame.to_parquet(folder / "amphoe.parquet")
    return folder / "amphoe.parquet"


@pytest.mark.parametrize("write", [kmz, flatgeobuf, geoparquet])
def test_other_formats_are_read(
    write: Callable[["GeoDataFrame", Path], Path], tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    report = replace_shapes(write(frame, tmp_path), settings_in(tmp_path))
    assert (report.matched, report.dropped, report.names_wrong) == (928, (), ())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.kml", b"{}"),
        ("a.fgb", b"fgb\x03fgb" + b"x" * 99),
        ("a.parquet", b"PAR1" + b"x" * 99),
        ("a.kmz", b"PK"),
    ],
)
def test_a_file_that_only_says_so_is_refused(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    refuse(tmp_path / name, tmp_path)


def _outer(feature: dict[str, Any]) -> list[Any]:
    geometry = feature["geometry"]
    coordinates = geometry["coordinates"]
    return coordinates[0] if geometry["type"] == "Polygon" else coordinates[0][0]  # type: ignore[no-any-return]


def crossed(features: list[Any]) -> None:
    for ring in map(_outer, features[::50]):
        ring[3], ring[4] = ring[4], ring[3]


def drawn_twice(features: list[Any]) -> None:
    for feature in features[::40]:
        geometry = feature["geometry"]
        parts = geometry["coordinates"]
        parts = parts if geometry["type"] == "MultiPolygon" else [parts]
        feature["geometry"] = {"type": "MultiPolygon", "coordinates": parts + parts}


def in_collections(features: list[Any]) -> None:
    for feature in features[::40]:
        line = {"type": "LineString", "coordinates": [[100, 15], [101, 15]]}
        inner = {"type": "GeometryCollection", "geometries": [feature["geometry"]]}
        feature["geometry"] = {"type": "GeometryCollection", "geometries": [inner, line]}


def with_spikes(features: list[Any]) -> None:
    for ring in map(_outer, features[::40]):
        x, y = ring[1]
        ring[2:2] = [[x + 3, y + 3], [x, y]]


@pytest.mark.parametrize("damage", these((0,), [crossed, drawn_twice, in_collections, with_spikes]))
def test_invalid_shapes_are_mended(
    damage: Callable[[list[Any]], None], tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    collection = json.loads(frame.to_json())
    damage(collection["features"])
    (tmp_path / "damaged.geojson").write_text(json.dumps(collection), encoding="utf-8")
    report = replace_shapes(tmp_path / "damaged.geojson", settings_in(tmp_path))
    assert report.matched + len(report.filled) == 928


def test_names_of_which_the_letters_were_lost_are_said_once(
    tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    frame.assign(th="??????").to_file(tmp_path / "lost.geojson")
    report = replace_shapes(tmp_path / "lost.geojson", settings_in(tmp_path))
    said = [sentence.en for sentence in report.sentences]
    assert sum("?????" in sentence for sentence in said) == 1
    assert report.names_wrong == ()
    assert report.matched == 928


def test_a_file_of_whole_provinces_replaces_those_and_no_other(
    tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    settings = settings_in(tmp_path)
    is_moved = frame.prov_code.isin(["50", "51"])
    moved = frame[is_moved].assign(geometry=frame[is_moved].translate(0.03, 0.0))
    moved.to_file(tmp_path / "two.geojson")
    report = replace_shapes(tmp_path / "two.geojson", settings)
    assert (report.provinces, report.filled) == (("50", "51"), ())
    assert any("2 province" in sentence.en for sentence in report.sentences)
    first = read_shapes(settings.boundaries).set_index("code").geometry
    assert len(first) == 928
    frame[frame.prov_code == "83"].to_file(tmp_path / "one.geojson")
    replace_shapes(tmp_path / "one.geojson", settings)
    second = read_shapes(settings.boundaries).set_index("code").geometry
    # What was replaced before stays replaced.
    ours = frame.set_index("amp_code").geometry
    for shapes in (first, second):
        east = shapes["5007"].centroid.x - ours["5007"].centroid.x
        assert east == pytest.approx(0.03, abs=0.005)


def test_a_province_of_which_an_amphoe_is_missing_is_not_replaced(
    tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    frame[frame.prov_code == "50"].iloc[1:].to_file(tmp_path / "cut.geojson")
    assert "24 of 928" in refuse(tmp_path / "cut.geojson", tmp_path).message.en
