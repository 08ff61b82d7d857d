"""Takes the marks of HTML and of colours out of what Plotly is given."""

import re
import unicodedata
from html import unescape

_BREAK, _TAG = re.compile(r"<br\s*/?>"), re.compile(r"<[^<>]*>")
_RGBA = re.compile(r"rgba?\(([\d.]+),\s*([\d.]+),\s*([\d.]+)(?:,\s*([\d.]+))?\)")


def plain(text: object) -> str:
    """Return a text without its tags, each break of a line kept."""
    return unescape(_TAG.sub("", _BREAK.sub("\n", str(text))))


def width(text: str) -> int:
    """Return how many letters' room a text takes; marks above and below a Thai letter take none."""
    return sum(unicodedata.category(sign) != "Mn" for sign in text)


def colour(written: str, opacity: float = 1.0) -> str:
    """Return a colour written as #rrggbb or rgba(…) as #rrggbbaa."""
    found = _RGBA.fullmatch(written.replace(" ", ""))
    if found is None:
        return f"{written}{round(255 * opacity):02x}" if len(written) == 7 else written
    red, green, blue = (round(float(part)) for part in found.groups()[:3])
    alpha = float(found[4] or 1) * opacity
    return f"#{red:02x}{green:02x}{blue:02x}{round(255 * alpha):02x}"
