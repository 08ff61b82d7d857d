"""Draws how a headline's number went lately: a line without axes, as large as the card is wide.

Two shapes of a few hundred bytes. Streamlit's own line comes with a charting library of 300 KB,
which on a phone would hold up the map.
"""

from collections.abc import Sequence

import streamlit as st

_HEIGHT_PX = 56
_HIGHEST, _LOWEST = 4, 90
"""Where the greatest and the least value lie, in percent from the top."""


def draw(history: Sequence[int]) -> None:
    """Draw values at equal distances, the oldest left; nothing of fewer than two.

    The number, its change and its days are said in words beside it, so a reader aloud passes it.
    """
    if len(history) > 1:
        st.html(_shapes(history))


def _shapes(history: Sequence[int]) -> str:
    least, most = min(history), max(history)
    room = _LOWEST - _HIGHEST
    places = [
        (
            f"{100 * at / (len(history) - 1):.1f}%",
            f"{_HIGHEST + room * (most - value) / (most - least or 1):.1f}%",
        )
        for at, value in enumerate(history)
    ]
    above = [f"{x} calc({y} - 1px)" for x, y in places]
    below = [f"{x} calc({y} + 1px)" for x, y in reversed(places)]
    area = [*(f"{x} {y}" for x, y in places), "100% 100%", "0 100%"]
    shapes = _shape(area, 0.12) + _shape([*above, *below], 0.65)
    return (
        '<div class="sparkline" aria-hidden="true"'
        f' style="position:relative;height:{_HEIGHT_PX}px">{shapes}</div>'
    )


def _shape(points: Sequence[str], opacity: float) -> str:
    return (
        '<div style="position:absolute;inset:0;background:currentColor;'
        f'opacity:{opacity};clip-path:polygon({",".join(points)})"></div>'
    )
