"""Tells how light a colour is, and darkens or lightens one until words in it can be read."""

from functools import cache

PAPER, NIGHT = "#FBF9F6", "#14171C"
"""What figures are drawn on: in files and on light pages, and on dark ones."""
_LEAST = 4.5
"""The contrast that words need (WCAG 2.2, 1.4.3)."""
_STEPS = 40


def parts(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue of `#rrggbb`, 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def faded(colour: str, opacity: float) -> str:
    """Return a colour of which so much shows, as `rgba(…)`."""
    red, green, blue = (round(255 * part) for part in parts(colour))
    return f"rgba({red},{green},{blue},{opacity})"


def linear(part: float) -> float:
    """Return a part of an sRGB colour in linear light."""
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb`, 0 to 1."""
    red, green, blue = map(linear, parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@cache
def readable(colour: str, ground: str = PAPER) -> str:
    """Return a colour of the same hue in which words can be read on a ground."""
    end = 0.0 if luminance(ground) > 0.2 else 1.0
    for step in range(_STEPS + 1):
        mixed = [part + (end - part) * step / _STEPS for part in parts(colour)]
        found = "#" + bytes(round(255 * part) for part in mixed).hex()
        if contrast(found, ground) >= _LEAST:
            return found
    return found
