"""Draw the map of 928 amphoe as a picture without letters, one path a colour.

Coordinates are rounded to a grid as fine as print shows, so that neighbours still share their
border, and points that fall together are dropped. The typesetter puts the words beside it.
"""

import json
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

_BANGKOK = "10"
_ACROSS = 1800
"""Grid steps across the picture: a tenth of a millimetre on the page."""
_MEAN_LATITUDE = 13.5

Ring = list[tuple[float, float]]


@dataclass(frozen=True)
class Geometry:
    """The map's GeoJSON files, as bytes: a feature an amphoe, with `p` its province's code, and a
    feature a province; `id` is the code."""

    amphoe: bytes
    provinces: bytes


@dataclass(frozen=True)
class Picture:
    """An SVG without text, and its width in units of its height."""

    svg: str
    aspect: float


def draw(
    geometry: Geometry, colours: Mapping[str, str], *, provinces: Collection[str] | None = None
) -> Picture:
    """Return the amphoe filled by code, borders of amphoe thin and of provinces strong.

    With provinces only what lies in them is drawn, as large. An amphoe without a colour is white.
    """
    amphoe = {
        code: rings
        for code, (within, rings) in _features(geometry.amphoe).items()
        if provinces is None or within in provinces
    }
    borders = [
        ring
        for code, (_, rings) in _features(geometry.provinces).items()
        if provinces is None or code in provinces
        for ring in rings
    ]
    frame = _Frame([ring for rings in amphoe.values() for ring in rings])
    by_colour: dict[str, list[str]] = {}
    for code, rings in amphoe.items():
        paths = by_colour.setdefault(colours.get(code, "#ffffff"), [])
        paths.extend(path for ring in rings if (path := frame.path(ring)))
    width = 1.1 if provinces is None else 2.2
    parts = [
        f'<path fill="{colour}" stroke="#ffffff" stroke-width="{width}"'
        f' stroke-linejoin="round" d="{"".join(paths)}"/>'
        for colour, paths in sorted(by_colour.items())
    ]
    outline = "".join(path for ring in borders if (path := frame.path(ring)))
    parts.append(
        f'<path fill="none" stroke="#6b6862" stroke-width="{2 * width}"'
        f' stroke-linejoin="round" d="{outline}"/>'
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 {frame.width + 8}'
        f' {frame.height + 8}">{"".join(parts)}</svg>'
    )
    return Picture(svg, (frame.width + 8) / (frame.height + 8))


def inset(geometry: Geometry, colours: Mapping[str, str]) -> Picture:
    """Return Bangkok alone, whose khet are too small on the map of the country."""
    return draw(geometry, colours, provinces=(_BANGKOK,))


class _Frame:
    """Degrees to grid: equirectangular, true to scale at the mean latitude of Thailand."""

    def __init__(self, rings: list[Ring]) -> None:
        longitudes = [point[0] for ring in rings for point in ring]
        latitudes = [point[1] for ring in rings for point in ring]
        self._west, self._north = min(longitudes), max(latitudes)
        squeeze = math.cos(math.radians(_MEAN_LATITUDE))
        east, south = max(longitudes), min(latitudes)
        # The longer side has the steps: a narrow province is as fine as a wide one.
        tall, wide = self._north - south, (east - self._west) * squeeze
        self._down = _ACROSS / max(tall, wide)
        self._right = self._down * squeeze
        self.width, self.height = round(wide * self._down), round(tall * self._down)

    def path(self, ring: Ring) -> str:
        """Return a ring as path data relative to its first point; nothing when it is a speck."""
        at = [
            (round((x - self._west) * self._right), round((self._north - y) * self._down))
            for x, y in ring
        ]
        points = [at[0], *(now for before, now in pairwise(at) if now != before)]
        if len(points) < 4:
            return ""
        steps = (f"{x - px},{y - py}" for (px, py), (x, y) in pairwise(points))
        return f"M{points[0][0]},{points[0][1]}l{' '.join(steps)}z"


@lru_cache(maxsize=4)
def _features(geojson: bytes) -> dict[str, tuple[str | None, list[Ring]]]:
    """Return code → (its province, where one is told; its rings)."""
    return {
        str(feature["id"]): (feature["properties"].get("p"), list(_rings(feature["geometry"])))
        for feature in json.loads(geojson)["features"]
    }


def _rings(shape: Mapping[str, Any]) -> Iterator[Ring]:
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    for polygon in polygons:
        yield from polygon
