"""Read a boundary file, whatever its format, encoding and projection.

The file is copied or unpacked into a temporary folder and only opened there, after its first bytes
have said that it is what its name promises. Formats: shapefile, zipped shapefile, GeoJSON,
TopoJSON, GeoPackage, KML, KMZ and FlatGeobuf, which GDAL reads through pyogrio, and GeoParquet.
"""

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas
import numpy as np
import pyogrio
import shapely
from geopandas import GeoDataFrame

from etl.boundaries.archives import candidates
from etl.boundaries.errors import BoundaryFileUnreadable, NotAmphoeBoundaries
from etl.boundaries.topology import UTM47N, WGS84, only_polygons
from etl.places.gazetteer import gazetteer
from i18n.messages import Message, message

_FEATURES_LIMIT = 200_000
_POLYGONS = ("Polygon", "MultiPolygon", "GeometryCollection")
_POINTS = ("Point", "MultiPoint")
_NO_AREA = ("Point", "LineString")
_PARQUET = (".parquet", ".geoparquet")


@dataclass(frozen=True)
class Layer:
    """The shapes of a file: two-dimensional, valid, in degrees, each with its texts.

    `texts` holds a feature's columns by their lower-case name. `assumed` says what the file did
    not say itself.
    """

    texts: tuple[Mapping[str, str], ...]
    shapes: np.ndarray
    assumed: tuple[Message, ...]


def read_layer(file: Path) -> Layer:
    """Read the layer that is most like 928 amphoe; raises a BoundariesError saying why not."""
    with TemporaryDirectory() as folder:
        found = [
            (path, layer, features, kind)
            for path in candidates(file, Path(folder))
            for layer, features, kind in _layers(path, file.name)
        ]
        if not found:
            raise BoundaryFileUnreadable(message("boundaries.no_layer", file=file.name))
        polygons = [one for one in found if not _says_no_area(one[3])] or found
        path, layer, features, _ = min(polygons, key=lambda one: abs(one[2] - len(gazetteer())))
        if features > _FEATURES_LIMIT:
            raise NotAmphoeBoundaries(
                message("boundaries.too_many", file=file.name, features=features)
            )
        frame = _read(path, layer, file.name)
    return _as_layer(frame, file.name)


def _layers(path: Path, name: str) -> list[tuple[str, int, str]]:
    """Name, number of features and kind of geometry of each layer that has any."""
    if path.suffix.lower() in _PARQUET:
        return [("", len(_parquet(path, name)), "Unknown")]
    # A .shp whose .shx was left behind: GDAL makes it anew, in the temporary folder.
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES"})
    layers = []
    try:
        with warnings.catch_warnings():  # what is odd about a file is our report's to say
            warnings.simplefilter("ignore")
            for layer, kind in pyogrio.list_layers(path):
                if kind is not None:
                    info = pyogrio.read_info(path, layer=layer, force_feature_count=True)
                    layers.append((str(layer), int(info["features"]), str(kind)))
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise BoundaryFileUnreadable(message("boundaries.broken", file=name)) from error
    return layers


def _says_no_area(kind: str) -> bool:
    return any(word in kind for word in _NO_AREA)


def _read(path: Path, layer: str, name: str) -> GeoDataFrame:
    shapefile = path.suffix.lower() == ".shp"
    if path.suffix.lower() in _PARQUET:
        return _parquet(path, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Latin-1 keeps every byte of a .dbf as it is; _decoded() finds out what they mean.
            frame = pyogrio.read_dataframe(
                path, layer=layer, encoding="ISO-8859-1" if shapefile else None
            )
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
        pyogrio.errors.GeometryError,
        pyogrio.errors.FieldError,
        shapely.errors.GEOSException,
        UnicodeDecodeError,
        ValueError,
    ) as error:
        raise BoundaryFileUnreadable(message("boundaries.broken", file=name)) from error
    if "geometry" not in frame.columns:
        raise NotAmphoeBoundaries(message("boundaries.no_shapes", file=name))
    return _decode(frame) if shapefile else frame


def _parquet(path: Path, name: str) -> GeoDataFrame:
    try:
        return geopandas.read_parquet(path)
    except (ValueError, OSError, KeyError, shapely.errors.GEOSException) as error:
        raise BoundaryFileUnreadable(message("boundaries.broken", file=name)) from error


def _decode(frame: GeoDataFrame) -> GeoDataFrame:
    """Give the texts of a shapefile their letters back: UTF-8 where all of them are, else CP874.

    The .cpg is not asked: files that say "OEM 874", or nothing, were found to be UTF-8.
    """
    columns = [name for name in frame.columns if name != frame.geometry.name]
    columns = [name for name in columns if frame[name].dtype.kind == "O"]
    raw = [
        value.encode("latin-1")
        for name in columns
        for value in frame[name]
        if isinstance(value, str)
    ]
    encoding = "utf-8" if all(_is_utf8(value) for value in raw) else "cp874"
    for name in columns:
        frame[name] = [
            # A field's last letter may have been cut in the middle of its bytes.
            value.encode("latin-1").decode(encoding, errors="ignore")
            if isinstance(value, str)
            else None
            for value in frame[name]
        ]
    return frame


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True


def _as_layer(frame: GeoDataFrame, name: str) -> Layer:
    frame = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
    if frame.empty:
        raise NotAmphoeBoundaries(message("boundaries.no_shapes", file=name))
    is_polygon = frame.geometry.geom_type.isin(_POLYGONS)
    if not is_polygon.any():
        kind = "points" if frame.geometry.geom_type.isin(_POINTS).all() else "lines"
        raise NotAmphoeBoundaries(message(f"boundaries.{kind}", file=name))
    frame, assumed = _in_degrees(frame[is_polygon])
    frame = frame[np.isfinite(frame.bounds).all(axis="columns")]
    shapes = only_polygons(frame.geometry.values)
    solid = ~shapely.is_empty(shapes)
    if not solid.any():
        raise NotAmphoeBoundaries(message("boundaries.no_shapes", file=name))
    return Layer(tuple(_texts(frame[solid])), shapes[solid], assumed)


def _texts(frame: GeoDataFrame) -> Iterator[Mapping[str, str]]:
    columns = [column for column in frame.columns if column != frame.geometry.name]
    names = [str(column).lower() for column in columns]
    rows = frame[columns].itertuples(index=False, name=None) if columns else [()] * len(frame)
    for row in rows:
        yield dict(zip(names, map(_text, row), strict=True))


def _in_degrees(frame: GeoDataFrame) -> tuple[GeoDataFrame, tuple[Message, ...]]:
    """Project to longitude and latitude; a projection not given, or given wrong, is guessed."""
    west, south, east, north = frame.total_bounds
    are_degrees = bool(west >= -180 and east <= 180 and south >= -90 and north <= 90)
    if frame.crs is None and are_degrees:
        return frame.set_crs(WGS84), (message("boundaries.assumed_degrees"),)
    if not are_degrees and (frame.crs is None or frame.crs.is_geographic):
        metres = frame.set_crs(UTM47N, allow_override=True)
        return metres.to_crs(WGS84), (message("boundaries.assumed_utm"),)
    return frame.to_crs(WGS84), ()


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value).strip()
