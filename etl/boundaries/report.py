"""Describe in words what came of a party's boundary file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.boundaries.codes import Conflict
from etl.places.gazetteer import gazetteer, provinces
from i18n.messages import Message, message
from i18n.phrases import LANGUAGES

_LISTED = 20
"""So many of a kind are named one by one."""


@dataclass(frozen=True)
class BoundaryReport:
    """What was done with the file.

    `matched` amphoe drawn by the file, `filled` codes taken from the shipped shapes, `provinces`
    the only ones that it draws where it is not of the whole country, `dropped`
    the names of shapes that draw no amphoe, `codes_wrong` and `names_wrong` what the overlap
    contradicts, `gaps_ha` the holes that stay because they are no slivers (lakes), `vertices` of
    the finished amphoe, `written` the files, the index last.
    """

    file: str
    matched: int
    filled: tuple[str, ...]
    provinces: tuple[str, ...]
    dropped: tuple[str, ...]
    codes_wrong: tuple[Conflict, ...]
    names_wrong: tuple[Conflict, ...]
    assumed: tuple[Message, ...]
    gaps_ha: tuple[float, ...]
    vertices: int
    written: tuple[Path, ...]

    @property
    def sentences(self) -> tuple[Message, ...]:
        """The report, most important first; a long list ends with how many more there are."""
        lines = [
            message(
                "boundaries.replaced", file=self.file, matched=self.matched, vertices=self.vertices
            )
        ]
        if self.provinces:
            of = {p.province_code: Message(p.province_th, p.province_en) for p in provinces()}
            drawn = (_join_names([of[code][each] for code in self.provinces]) for each in LANGUAGES)
            lines.append(
                message("boundaries.provinces", number=len(self.provinces), names=Message(*drawn))
            )
        if self.filled:
            names = _names()
            listed = (
                _join_names([names[code][each] for code in self.filled]) for each in LANGUAGES
            )
            lines.append(
                message("boundaries.filled", number=len(self.filled), names=Message(*listed))
            )
        if self.dropped:
            dropped = _join_names([name for name in self.dropped if name]) or "–"
            lines.append(message("boundaries.dropped", shapes=len(self.dropped), names=dropped))
        if self.gaps_ha:
            area = f"{sum(self.gaps_ha):,.0f}"
            lines.append(message("boundaries.gaps_stay", gaps=len(self.gaps_ha), area=area))
        lines += self.assumed
        lines += _conflicts("boundaries.code_wrong", self.codes_wrong)
        lines += _conflicts("boundaries.name_wrong", self.names_wrong)
        return tuple(lines)


def _conflicts(key: str, conflicts: Sequence[Conflict]) -> list[Message]:
    names = _names()
    lines = [
        message(
            key,
            row=one.row + 1,
            written=one.written,
            code=one.amphoe_code,
            name=names[one.amphoe_code],
        )
        for one in conflicts[:_LISTED]
    ]
    if len(conflicts) > _LISTED:
        lines.append(message("boundaries.more_conflicts", number=len(conflicts) - _LISTED))
    return lines


def _join_names(names: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(names))
    more = f" … (+{len(distinct) - _LISTED})" if len(distinct) > _LISTED else ""
    return ", ".join(distinct[:_LISTED]) + more


def _names() -> Mapping[str, Message]:
    return {place.amphoe_code: Message(place.amphoe_th, place.amphoe_en) for place in gazetteer()}
