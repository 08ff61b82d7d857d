"""Write the files the map needs so that no reader meets half of them.

`index.json` names the two geometry files by the hash of their content and is replaced last: until
then the old set serves, afterwards the new one.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely import Geometry

from etl import safe_files
from etl.boundaries.topology import DECIMALS, dissolve, neighbours
from etl.places.gazetteer import gazetteer, provinces

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Shapes:
    """A finished coverage in degrees: code → shape for amphoe and provinces; pairs that touch."""

    amphoe: dict[str, Geometry]
    provinces: dict[str, Geometry]
    neighbours: Pairs

    @classmethod
    def of(cls, amphoe: Mapping[str, Geometry]) -> "Shapes":
        """Derive the provinces and the neighbours of one valid coverage of amphoe."""
        codes = sorted(amphoe)
        coverage = np.array([amphoe[code] for code in codes], dtype=object)
        return cls(
            amphoe=dict(zip(codes, coverage, strict=True)),
            provinces=dissolve(coverage, [code[:2] for code in codes]),
            neighbours=neighbours(amphoe),
        )


def amphoe_collection(shapes: Shapes) -> str:
    """The amphoe as GeoJSON; properties: th, en, p (province code), pth, pen."""
    province = {p.province_code: p for p in provinces()}
    features = [
        _feature(
            place.amphoe_code,
            shapes.amphoe[place.amphoe_code],
            th=place.amphoe_th,
            en=place.amphoe_en,
            p=place.province_code,
            pth=province[place.province_code].province_th,
            pen=province[place.province_code].province_en,
        )
        for place in gazetteer()
    ]
    return _json({"type": "FeatureCollection", "features": features})


def province_collection(shapes: Shapes) -> str:
    """The provinces as GeoJSON; properties: th, en."""
    features = [
        _feature(
            place.province_code,
            shapes.provinces[place.province_code],
            th=place.province_th,
            en=place.province_en,
        )
        for place in provinces()
    ]
    return _json({"type": "FeatureCollection", "features": features})


def read_amphoe(folder: Path) -> dict[str, Geometry]:
    """The amphoe of the set in use in `folder` by code, in degrees; empty when there is none."""
    try:
        index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        features = json.loads((folder / index["amphoe"]).read_text(encoding="utf-8"))["features"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {feature["id"]: shapely.geometry.shape(feature["geometry"]) for feature in features}


def neighbours_csv(pairs: Pairs) -> str:
    """The pairs as CSV with a heading."""
    return "".join(f"{one},{other}\n" for one, other in [("amphoe_code", "neighbour_code"), *pairs])


def publish(shapes: Shapes, folder: Path, with_neighbours: bool) -> list[Path]:
    """Put the map's files into `folder`, whole or not at all; returns them, the index last.

    Files of the set before the one replaced are deleted; the set replaced stays, because a browser
    may have just been told its address.
    """
    folder.mkdir(parents=True, exist_ok=True)
    amphoe, provinces_ = amphoe_collection(shapes), province_collection(shapes)
    index = {
        "amphoe": _hashed_name("amphoe", amphoe),
        "provinces": _hashed_name("provinces", provinces_),
        "codes": sorted(shapes.amphoe),
        "bounds": {code: _bounds(shape) for code, shape in shapes.provinces.items()},
        "country": _country(shapes),
    }
    keep = _named_in(folder / "index.json") | {index["amphoe"], index["provinces"]}
    files = {str(index["amphoe"]): amphoe, str(index["provinces"]): provinces_}
    if with_neighbours:
        files["neighbours.csv"] = neighbours_csv(shapes.neighbours)
    files["index.json"] = _json(index)
    with safe_files.draft(folder / "index.json") as drafts:
        safe_files.write_files(drafts, {name: text.encode() for name, text in files.items()})
        for name in files:
            (drafts / name).replace(folder / name)
        safe_files.sync(folder)
    for kind in ("amphoe", "provinces"):
        for old in folder.glob(f"{kind}-*.json"):
            if old.name not in keep:
                old.unlink()
    return [folder / name for name in files]


def _feature(code: str, shape: Geometry, **properties: str) -> dict[str, object]:
    return {"type": "Feature", "id": code, "properties": properties, "geometry": _geometry(shape)}


def _geometry(shape: Geometry) -> dict[str, object]:
    polygons = [
        [_ring(ring) for ring in (part.exterior, *part.interiors)]
        for part in shapely.get_parts(shape)
    ]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _ring(ring: Geometry) -> list[list[float]]:
    return [
        [round(x, DECIMALS), round(y, DECIMALS)] for x, y in shapely.get_coordinates(ring).tolist()
    ]


def _bounds(shape: Geometry) -> list[float]:
    return [round(value, DECIMALS) for value in shape.bounds]


def _country(shapes: Shapes) -> list[float]:
    west, south, east, north = zip(
        *(_bounds(shape) for shape in shapes.provinces.values()), strict=True
    )
    return [min(west), min(south), max(east), max(north)]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _hashed_name(kind: str, text: str) -> str:
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:10]}.json"


def _named_in(index: Path) -> set[object]:
    if not index.is_file():
        return set()
    found = json.loads(index.read_text(encoding="utf-8"))
    return {found["amphoe"], found["provinces"]}
