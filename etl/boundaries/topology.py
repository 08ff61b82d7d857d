"""Turn polygons full of slivers into one coverage in which neighbours share every edge.

The recipe and its constants were measured on the geoBoundaries shapes of Thailand; the functions
are those of GEOS, through shapely.
Sources: GEOS CoverageCleaner (gaps, overlaps) and CoverageSimplifier (Visvalingam-Whyatt on shared
edges).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

import geopandas
import numpy as np
import shapely
from shapely import Geometry

Polygons = Sequence[Geometry] | np.ndarray

WGS84 = "EPSG:4326"
UTM47N = "EPSG:32647"
"""Metres over the whole country: the scale is off by under 1 % at its eastern end."""

GAP_M = 1000
"""A gap narrower than this is a sliver and is filled; with 500 m, 177 slivers stay."""
TOLERANCE_M = 500
"""Simplification that keeps Bangkok's khet right and the country in 833 KB."""
SPECK_M2 = 250_000
"""A part smaller than the square of the tolerance cannot be seen after simplifying."""
DECIMALS = 5
"""About one metre, and few enough that the rounded coverage stays strictly valid."""


class CoverageBroken(Exception):
    """The shapes could not be made one coverage without gaps and overlaps."""


def to_metres(shapes: Polygons, crs: object = WGS84) -> np.ndarray:
    """Project shapes to UTM 47N."""
    return _project(shapes, crs, UTM47N)


def to_degrees(shapes: Polygons, crs: object = UTM47N) -> np.ndarray:
    """Project shapes to longitude and latitude."""
    return _project(shapes, crs, WGS84)


def only_polygons(shapes: Polygons) -> np.ndarray:
    """Flatten to two dimensions and mend each shape by itself; what is not area is dropped."""
    flat = shapely.force_2d(np.asarray(shapes, dtype=object))
    mended = np.asarray(shapely.make_valid(flat, method="structure", keep_collapsed=False))
    for at in np.flatnonzero(
        shapely.get_type_id(mended) == shapely.GeometryType.GEOMETRYCOLLECTION
    ):
        areas = [part for part in _parts_of(mended[at]) if part.geom_type == "Polygon"]
        mended[at] = shapely.union_all(areas) if areas else shapely.MultiPolygon()
    return mended


def make_coverage(shapes: Polygons) -> np.ndarray:
    """Clean, simplify and round polygons in metres to one valid coverage in degrees.

    Exterior rings are clockwise, as d3-geo wants them. The order is kept. Raises CoverageBroken.
    """
    with np.errstate(invalid="ignore"):  # GEOS compares with NaN while it cleans; harmless.
        cleaned = shapely.coverage_clean(
            only_polygons(shapes), gap_width=GAP_M, merge_strategy="min_area"
        )
    simplified = shapely.coverage_simplify(without_specks(cleaned), TOLERANCE_M)
    rounded = shapely.transform(to_degrees(simplified), lambda xy: np.round(xy, DECIMALS))
    return _check(shapely.orient_polygons(shapely.normalize(rounded), exterior_cw=True))


def for_comparing(shapes: Polygons) -> np.ndarray:
    """A coarse copy of shapes in metres, each by itself: enough to measure overlaps, and quick."""
    return only_polygons(shapely.simplify(np.asarray(shapes, dtype=object), TOLERANCE_M / 5))


def without_specks(coverage: np.ndarray) -> np.ndarray:
    """Take away parts too small to be seen; the largest part of a shape always stays.

    A speck that touches a neighbour joins the one it shares the longest edge with, so that no gap
    appears; one that stands alone (an islet) is dropped.
    """
    parts, owner = shapely.get_parts(coverage, return_index=True)
    area = shapely.area(parts)
    largest = np.zeros(len(coverage))
    np.maximum.at(largest, owner, area)
    stays = (area >= SPECK_M2) | (area == largest[owner])
    tree = shapely.STRtree(parts[stays])
    parts_of: dict[int, list[Geometry]] = defaultdict(list)
    for part, index in zip(parts[stays], owner[stays], strict=True):
        parts_of[index].append(part)
    for speck in parts[~stays]:
        near = tree.query(speck, predicate="intersects")
        shared = shapely.length(shapely.intersection(parts[stays][near], speck))
        if shared.size and shared.max() > 0:
            parts_of[owner[stays][near[shared.argmax()]]].append(speck)
    return np.array([_join(parts_of[index]) for index in range(len(coverage))], dtype=object)


def dissolve(coverage: np.ndarray, groups: Sequence[str]) -> dict[str, Geometry]:
    """Unite the shapes of each group along their shared edges: group → shape, sorted by group."""
    names = np.asarray(groups)
    united = {
        group: shapely.coverage_union_all(coverage[names == group]) for group in sorted(set(groups))
    }
    shapes = shapely.normalize(np.array(list(united.values()), dtype=object))
    return dict(zip(united, _check(shapely.orient_polygons(shapes, exterior_cw=True)), strict=True))


def neighbours(shapes: Mapping[str, Geometry]) -> list[tuple[str, str]]:
    """Every pair of codes that shares an edge (not only a point), both ways round, sorted."""
    at: dict[tuple[tuple[float, float], ...], set[str]] = defaultdict(set)
    for code, shape in shapes.items():
        for ring in shapely.get_rings(shapely.get_parts(shape)):
            points = [tuple(point) for point in shapely.get_coordinates(ring).tolist()]
            for edge in pairwise(points):
                at[tuple(sorted(edge))].add(code)
    return sorted({(a, b) for codes in at.values() for a in codes for b in codes if a != b})


def gaps_and_overlaps(shapes: np.ndarray) -> tuple[list[float], float]:
    """Measure shapes in metres: the area of each hole in their union and of all overlaps (ha)."""
    union = shapely.union_all(only_polygons(shapes))
    holes = [shapely.Polygon(ring) for part in shapely.get_parts(union) for ring in part.interiors]
    overlaps = float(shapely.area(shapes).sum() - union.area)
    return [hole.area / 10_000 for hole in holes], overlaps / 10_000


def vertices(shapes: Polygons) -> int:
    """How many points the shapes are drawn with, each ring's closing point included."""
    return int(np.sum(shapely.get_num_coordinates(np.asarray(shapes, dtype=object))))


def _parts_of(shape: Geometry) -> list[Geometry]:
    """Every single part of a collection, however deep it lies."""
    if not hasattr(shape, "geoms"):
        return [shape]
    return [single for part in shape.geoms for single in _parts_of(part)]


def _join(parts: list[Geometry]) -> Geometry:
    return parts[0] if len(parts) == 1 else shapely.coverage_union_all(parts)


def _project(shapes: Polygons, source: object, target: str) -> np.ndarray:
    return np.asarray(geopandas.GeoSeries(list(shapes), crs=source).to_crs(target).values)


def _check(coverage: np.ndarray) -> np.ndarray:
    if not shapely.coverage_is_valid(coverage) or shapely.is_empty(coverage).any():
        raise CoverageBroken(int(shapely.is_empty(coverage).sum()))
    return coverage
