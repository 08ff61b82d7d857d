"""Read the cells of `population.csv`: an amphoe, and how many residents it has."""

from functools import cache

from etl.lists.reading import count
from etl.places.gazetteer import gazetteer


def residents(text: str) -> int:
    """Read how many residents; none is no number to count members by."""
    number = count(text)
    if number < 1:
        raise ValueError(text)
    return number


def known_amphoe(text: str) -> str:
    """Read the code of an amphoe that there is."""
    if text not in _codes():
        raise ValueError(text)
    return text


@cache
def _codes() -> frozenset[str]:
    return frozenset(place.amphoe_code for place in gazetteer())
