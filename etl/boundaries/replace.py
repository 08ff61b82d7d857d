"""Put a party's own boundary file in the place of the shapes that are shipped.

Read, decide which amphoe each shape is, mend into one coverage, publish: all or nothing. Until the
last step the shapes in use stay in use.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from shapely import Geometry

from etl.boundaries import map_files, topology
from etl.boundaries.claims import name_of, unreadable
from etl.boundaries.codes import Matching, match
from etl.boundaries.errors import BoundariesError, NotAmphoeBoundaries
from etl.boundaries.layers import Layer, read_layer
from etl.boundaries.report import BoundaryReport
from etl.places.gazetteer import gazetteer
from etl.settings import SHIPPED, Settings
from i18n.messages import Message, message

__all__ = ["BoundariesError", "BoundaryReport", "replace_shapes"]

FILL_LIMIT = 5
"""So many missing amphoe are taken from the shipped shapes; real files lack up to two."""
VISIBLE_HA = 1.0
"""A gap smaller than this is what rounding leaves."""


def replace_shapes(
    file: Path, settings: Settings, on_progress: Callable[[float], None] = lambda _: None
) -> BoundaryReport:
    """Put the amphoe that `file` draws into `settings.boundaries`; returns what was done.

    `on_progress` takes the fraction done, 0 to 1. Raises a BoundariesError, and then the shapes
    in use are as they were.
    """
    layer = read_layer(file)
    on_progress(0.3)
    ours = _read_shipped()
    shapes = topology.only_polygons(topology.to_metres(layer.shapes))
    matching = match(layer.texts, topology.for_comparing(shapes), ours)
    missing, drawn = _missing(matching, file.name)
    on_progress(0.6)
    beside = (ours | _read_in_use(settings)) if drawn else ours
    try:
        amphoe = _assemble(matching, shapes, {code: beside[code] for code in missing}, bool(drawn))
        coverage = topology.make_coverage(list(amphoe.values()))
        finished = map_files.Shapes.of(dict(zip(amphoe, coverage, strict=True)))
        gaps, _ = topology.gaps_and_overlaps(topology.to_metres(coverage))
    except (topology.CoverageBroken, shapely.errors.GEOSException) as error:
        raise NotAmphoeBoundaries(message("boundaries.not_a_coverage", file=file.name)) from error
    on_progress(0.9)
    written = map_files.publish(finished, settings.boundaries, with_neighbours=True)
    on_progress(1.0)
    return BoundaryReport(
        file=file.name,
        matched=len(matching.pieces),
        filled=() if drawn else tuple(missing),
        provinces=drawn,
        dropped=tuple(name_of(layer.texts[row]) for row in matching.dropped),
        codes_wrong=matching.codes_wrong or (),
        names_wrong=matching.names_wrong,
        assumed=_assumptions(layer, matching),
        gaps_ha=tuple(gap for gap in gaps if gap > VISIBLE_HA),
        vertices=topology.vertices(coverage),
        written=tuple(written),
    )


def _read_shipped() -> dict[str, Geometry]:
    """Our own amphoe by code, in metres: the evidence that codes and names are judged by."""
    frame = pyogrio.read_dataframe(SHIPPED / "shapefiles" / "amphoe.shp", columns=["amp_code"])
    return dict(zip(frame["amp_code"], topology.to_metres(frame.geometry.values), strict=True))


def _read_in_use(settings: Settings) -> dict[str, Geometry]:
    """The amphoe that the party's maps have now, in metres; none where those shipped are in use."""
    shapes = map_files.read_amphoe(settings.boundaries)
    metres = topology.to_metres(list(shapes.values()), topology.WGS84) if shapes else ()
    return dict(zip(shapes, topology.only_polygons(metres), strict=True))


def _missing(matching: Matching, file: str) -> tuple[list[str], tuple[str, ...]]:
    """The amphoe that the file does not draw, and the provinces that it is of when it is not of the
    whole country: those it draws, each with all its amphoe.

    Raises NotAmphoeBoundaries when many are missing otherwise.
    """
    codes = [place.amphoe_code for place in gazetteer()]
    missing = [code for code in codes if code not in matching.pieces]
    if len(missing) <= FILL_LIMIT:
        return missing, ()
    drawn = {code[:2] for code in matching.pieces}
    rows = sum(map(len, matching.pieces.values()))
    is_of_amphoe = rows > len(matching.dropped)
    if drawn and is_of_amphoe and drawn.isdisjoint(code[:2] for code in missing):
        return missing, tuple(sorted(drawn))
    found = len(codes) - len(missing)
    raise NotAmphoeBoundaries(
        message("boundaries.too_few", file=file, found=found, all=len(codes), limit=FILL_LIMIT)
    )


def _assemble(
    matching: Matching, shapes: np.ndarray, others: Mapping[str, Geometry], is_part: bool
) -> dict[str, Geometry]:
    """One shape per code, sorted. What lies over a shape that stays is cut out: of the file's
    shapes where it lacks a few, of the others where it is of a part of the country only."""
    amphoe = {
        code: _whole(shapely.union_all(shapes[list(rows)]))
        for code, rows in matching.pieces.items()
    }
    stays, gives = (amphoe, dict(others)) if is_part else (dict(others), amphoe)
    if stays and gives:
        hole = shapely.union_all(list(stays.values()))
        shapely.prepare(hole)
        for code, shape in gives.items():
            if shapely.intersects(hole, shape):
                gives[code] = _whole(shapely.difference(shape, hole))
    return dict(sorted({**stays, **gives}.items()))


def _whole(shape: Geometry) -> Geometry:
    return topology.only_polygons([shape])[0]


def _assumptions(layer: Layer, matching: Matching) -> tuple[Message, ...]:
    assumed = layer.assumed
    if matching.codes_wrong is None:
        assumed = (*assumed, message("boundaries.other_codes"))
    if number := unreadable(layer.texts):
        assumed = (*assumed, message("boundaries.names_lost", number=number))
    return assumed
