"""Which boundary files do people bring? Made here from the shipped shapes, one schema at a time."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from etl.settings import SHIPPED, Settings

if TYPE_CHECKING:
    from geopandas import GeoDataFrame


def shipped_frame() -> "GeoDataFrame":
    """The 928 shipped amphoe: amp_code, prov_code, th, en, prov_th, prov_en, geometry."""
    import geopandas

    return geopandas.read_file(SHIPPED / "shapefiles" / "amphoe.shp")


def settings_in(folder: Path) -> Settings:
    """Settings of a party that keeps everything in `folder`."""
    return Settings(data=folder / "data")


def gistda(frame: "GeoDataFrame") -> "GeoDataFrame":
    """The columns of GISTDA: the amphoe is numbered inside its province."""
    return frame.assign(
        PROV_CODE=frame.prov_code,
        AMP_CODE=frame.amp_code.str[2:],
        AMP_NAME_T=frame.th,
        AMP_NAME_E=frame.en,
    )[["PROV_CODE", "AMP_CODE", "AMP_NAME_T", "AMP_NAME_E", "geometry"]]


def gadm(frame: "GeoDataFrame") -> "GeoDataFrame":
    """The columns of GADM: names spelt its way, the code of the country's office in CC_2."""
    return frame.assign(
        GID_2="THA." + frame.amp_code,
        NAME_2=frame.en.str.replace("Mueang", "Muang").str.replace(" ", ""),
        NL_NAME_2=frame.th,
        CC_2=frame.amp_code,
    )[["GID_2", "NAME_2", "NL_NAME_2", "CC_2", "geometry"]]


def topojson(frame: "GeoDataFrame") -> str:
    """A topology without quantisation and without a projection, one arc a ring."""
    arcs: list[object] = []
    geometries = []
    for row in frame.itertuples():
        polygons = []
        for part in row.geometry.geoms if row.geometry.geom_type != "Polygon" else [row.geometry]:
            rings = [part.exterior, *part.interiors]
            polygons.append([[len(arcs) + n] for n in range(len(rings))])
            arcs += [list(map(list, ring.coords)) for ring in rings]
        properties = {"amphoe_id": row.amp_code, "amphoe_t": row.th}
        geometries.append({"type": "MultiPolygon", "arcs": polygons, "properties": properties})
    objects = {"amphoe": {"type": "GeometryCollection", "geometries": geometries}}
    return json.dumps({"type": "Topology", "objects": objects, "arcs": arcs}, ensure_ascii=False)


def read_index(folder: Path) -> dict[str, object]:
    """The index of a set of map files; asserts that every file it names is there."""
    index: dict[str, object] = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert (folder / str(index["amphoe"])).is_file()
    assert (folder / str(index["provinces"])).is_file()
    return index


def read_shapes(folder: Path, kind: str = "amphoe") -> "GeoDataFrame":
    """The shapes that an index serves, with their id as `code`, in degrees."""
    import geopandas
    import shapely

    text = (folder / str(read_index(folder)[kind])).read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    return geopandas.GeoDataFrame(
        [{"code": feature["id"], **feature["properties"]} for feature in features],
        geometry=[shapely.from_geojson(json.dumps(one["geometry"])) for one in features],
        crs="EPSG:4326",
    )
