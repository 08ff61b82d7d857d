"""How does a party's own boundary file take the place of the shapes that are shipped?

Read, decide which amphoe each shape is, mend into one coverage, publish: all or nothing. Until the
last step the shapes in use stay in use. Needs the optional extra `shapes`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from etl.boundary_refusals import (
    BoundariesRefused,
    BoundaryFileUnreadable,
    NotAmphoeBoundaries,
    ShapesExtraMissing,
)
from etl.gazetteer import gazetteer, provinces
from etl.sentences import Sentence, say
from etl.settings import SHIPPED, Settings

if TYPE_CHECKING:
    from shapely import Geometry

    from etl.boundary_codes import Conflict, Matched
    from etl.boundary_files import Layer

__all__ = [
    "BoundariesRefused",
    "BoundaryFileUnreadable",
    "BoundaryReport",
    "NotAmphoeBoundaries",
    "ShapesExtraMissing",
    "replace_shapes",
]

FILL_LIMIT = 5
"""So many missing amphoe are taken from the shipped shapes; real files lack up to two."""
_NAMED_LIMIT = 20
_PACKAGES = ("geopandas", "pyogrio", "shapely", "numpy")


@dataclass(frozen=True)
class BoundaryReport:
    """What was done with the file.

    `matched` amphoe drawn by the file, `filled` codes taken from the shipped shapes, `dropped`
    names of shapes that draw no amphoe, `codes_wrong` and `names_wrong` what the overlap
    contradicted, `gaps_left_ha` the holes that stay (lakes), `vertices` of the finished coverage.
    """

    file: str
    rows: int
    matched: int
    filled: tuple[str, ...]
    dropped: tuple[str, ...]
    codes_wrong: tuple["Conflict", ...]
    names_wrong: tuple["Conflict", ...]
    gaps_left_ha: tuple[float, ...]
    vertices: int
    assumed: tuple[Sentence, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The whole report in words; long lists end with how many more there are."""
        said = [
            say("boundaries.replaced", file=self.file, matched=self.matched, vertices=self.vertices)
        ]
        said += self.assumed
        said += _conflicts("code", self.codes_wrong)
        said += _conflicts("name", self.names_wrong)
        if self.dropped:
            names = ", ".join(dict.fromkeys(name for name in self.dropped if name)) or "–"
            said.append(say("boundaries.dropped", shapes=len(self.dropped), names=_short(names)))
        if self.filled:
            said.append(_about_places("boundaries.filled", self.filled))
        if self.gaps_left_ha:
            area = f"{sum(self.gaps_left_ha):,.0f}"
            said.append(say("boundaries.gaps_left", gaps=len(self.gaps_left_ha), area=area))
        return tuple(said)


def replace_shapes(
    file: Path, settings: Settings, on_progress: Callable[[float], None] = lambda _: None
) -> BoundaryReport:
    """Put the amphoe drawn in `file` into `settings.boundaries`; returns what was done.

    `on_progress` takes the fraction done, 0 to 1. Raises a BoundariesRefused, and then the shapes
    in use are as they were.
    """
    _require_packages()
    from etl import boundary_coverage, boundary_map
    from etl.boundary_codes import match, name_of
    from etl.boundary_files import read_layer

    layer = read_layer(file)
    on_progress(0.3)
    ours = _shipped()
    shapes = boundary_coverage.to_metres(layer.shapes)
    matched = match(layer.texts, boundary_coverage.for_comparing(shapes), ours)
    on_progress(0.6)
    filled = _missing(matched, file.name)
    amphoe = _assembled(matched, shapes, {code: ours[code] for code in filled})
    try:
        coverage = boundary_coverage.make_coverage(list(amphoe.values()))
        finished = boundary_map.Shapes.of(dict(zip(amphoe, coverage, strict=True)))
    except boundary_coverage.CoverageBroken as error:
        raise NotAmphoeBoundaries(say("boundaries.not_a_coverage", file=file.name)) from error
    on_progress(0.9)
    report = _report(file.name, layer, matched, filled, finished, name_of)
    boundary_map.publish(finished, settings.boundaries, with_neighbours=True)
    on_progress(1.0)
    return report
