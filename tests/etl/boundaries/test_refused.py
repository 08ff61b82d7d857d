"""Is a file that cannot be the country's amphoe turned away, with the shapes in use untouched?"""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from etl.boundaries.errors import BoundaryFileUnreadable, NotAmphoeBoundaries
from etl.boundaries.replace import BoundariesError, replace_shapes
from tests.etl.boundaries.boundary_examples import settings_in, shipped_frame

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


@pytest.fixture(scope="module")
def frame() -> "GeoDataFrame":
    return shipped_frame()


def refuse(file: Path, folder: Path) -> BoundariesError:
    """Offer `file` to a party that has shapes of its own; asserts that they stay."""
    settings = settings_in(folder)
    settings.boundaries.mkdir(parents=True)
    (settings.boundaries / "index.json").write_text("in use")
    with pytest.raises(BoundariesError) as refused:
        replace_shapes(file, settings)
    assert [path.name for path in settings.boundaries.iterdir()] == ["index.json"]
    assert (settings.boundaries / "index.json").read_text() == "in use"
    assert file.name in refused.value.message.th
    assert file.name in refused.value.message.en
    return refused.value


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        (
            "points.geojson",
            lambda all_: all_.assign(geometry=all_.representative_point()),
            "points, not areas",
        ),
        ("lines.shp", lambda all_: all_.assign(geometry=all_.boundary), "lines, not areas"),
        ("half.geojson", lambda all_: all_.iloc[:460], "460 of 928"),
    ],
)
def test_what_is_no_map_of_areas_is_refused_with_what_was_found(
    name: str, change: Callable[[Any], Any], said: str, tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    change(frame).to_file(tmp_path / name, encoding="UTF-8")
    refused = refuse(tmp_path / name, tmp_path)
    assert isinstance(refused, NotAmphoeBoundaries)
    assert said in refused.message.en


def test_five_missing_amphoe_are_filled_in_but_six_are_too_many(
    tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    frame.iloc[5:].to_file(tmp_path / "five.geojson")
    assert len(replace_shapes(tmp_path / "five.geojson", settings_in(tmp_path / "f")).filled) == 5
    frame.iloc[6:].to_file(tmp_path / "six.geojson")
    assert "922 of 928" in refuse(tmp_path / "six.geojson", tmp_path).message.en


def test_provinces_are_not_amphoe(tmp_path: Path, frame: "GeoDataFrame") -> None:
    frame.dissolve("prov_code", as_index=False).to_file(tmp_path / "provinces.gpkg")
    assert isinstance(refuse(tmp_path / "provinces.gpkg", tmp_path), NotAmphoeBoundaries)


def test_right_codes_and_names_in_the_wrong_place_are_not_accepted(
    tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    elsewhere = frame.assign(geometry=frame.geometry.translate(20.0, 20.0))
    elsewhere.to_file(tmp_path / "elsewhere.geojson")
    refused = refuse(tmp_path / "elsewhere.geojson", tmp_path)
    assert "0 of 928" in refused.message.en


def zip_bomb(folder: Path) -> Path:
    file = folder / "bomb.zip"
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("amphoe.shp", "w", force_zip64=True) as member,
    ):
        for _ in range(600):
            member.write(bytes(1024**2))
    return file


def encrypted(folder: Path) -> Path:
    file = folder / "secret.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("amphoe.shp", b"\x00\x00\x27\x0a")
    content = bytearray(file.read_bytes())
    content[content.index(b"PK\x03\x04") + 6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(content)
    return file


def torn_zip(folder: Path) -> Path:
    file = folder / "torn.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("amphoe.shp", bytes(range(256)) * 100)
    file.write_bytes(file.read_bytes()[:200])
    return file


def zip_of_something_else(folder: Path) -> Path:
    file = folder / "photos.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("photo.jpg", b"...")
    return file


def zip_that_climbs(folder: Path) -> Path:
    file = folder / "climbing.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("../../climbed.geojson", '{"type": "FeatureCollection", "features": []}')
    return file


def empty(folder: Path) -> Path:
    (folder / "empty.geojson").touch()
    return folder / "empty.geojson"


def missing(folder: Path) -> Path:
    return folder / "missing.shp"


def a_page(folder: Path) -> Path:
    (folder / "page.json").write_text("<html>not found</html>")
    return folder / "page.json"


def other_json(folder: Path) -> Path:
    (folder / "other.json").write_text('{"members": 5}')
    return folder / "other.json"


def half_a_geojson(folder: Path) -> Path:
    text = '{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": {"typ'
    (folder / "half.geojson").write_text(text)
    return folder / "half.geojson"


def a_database(folder: Path) -> Path:
    (folder / "not.gpkg").write_bytes(b"SQLite format 3\x00" + bytes(4000))
    return folder / "not.gpkg"


def a_disguised_pointer(folder: Path) -> Path:
    """A GDAL "virtual" file, which would open another file that it names."""
    text = '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/hosts</SrcDataSource>'
    (folder / "pointer.shp").write_text(text)
    return folder / "pointer.shp"


def a_table(folder: Path) -> Path:
    (folder / "table.csv").write_text("amphoe,code\n")
    return folder / "table.csv"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (zip_bomb, "too large"),
        (encrypted, "password"),
        (torn_zip, "cannot be read"),
        (zip_of_something_else, "no boundaries"),
        (empty, "is empty"),
        (missing, "no file"),
        (a_page, "cannot be read"),
        (other_json, "cannot be read"),
        (half_a_geojson, "cannot be read"),
        (a_database, "cannot be read"),
        (a_disguised_pointer, "cannot be read"),
        (a_table, "not a boundary file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_reason(
    make: Callable[[Path], Path], says: str, tmp_path: Path
) -> None:
    refused = refuse(make(tmp_path), tmp_path)
    assert isinstance(refused, BoundaryFileUnreadable)
    assert says in refused.message.en


def test_an_archive_cannot_write_outside_the_folder_it_is_unpacked_in(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    refuse(zip_that_climbs(deep), deep)
    assert not list(tmp_path.rglob("climbed*"))


def test_a_shapefile_whose_points_are_cut_off_is_refused(
    tmp_path: Path, frame: "GeoDataFrame"
) -> None:
    frame.to_file(tmp_path / "cut.shp", encoding="UTF-8")
    whole = (tmp_path / "cut.shp").read_bytes()
    (tmp_path / "cut.shp").write_bytes(whole[: len(whole) // 2])
    refuse(tmp_path / "cut.shp", tmp_path)
