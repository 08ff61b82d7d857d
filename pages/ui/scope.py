"""Names the whole of what a viewer sees: never the country, when it is a part of it."""

from metrics import places
from pages.access import viewer
from pages.ui.data import ask
from pages.ui.text import named, t

_NAMED = 3


def is_limited() -> bool:
    """Whether the viewer sees a part of the country only."""
    return viewer.viewer().provinces is not None


def everything() -> str:
    """Return the name of the whole of what the viewer sees: the country, or their provinces."""
    if not is_limited():
        return t("word.whole_country")
    names = sorted(ask(places.names)[named("province")])
    listed = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    return t("area.and_more", names=listed, n=more) if more > 0 else listed


def whole_area() -> tuple[str, str]:
    """Return kind and code of the area that is the whole of what the viewer sees.

    Both are empty for several provinces: no target and no forecast is of just those.
    """
    allowed = viewer.viewer().provinces
    if allowed is None:
        return "country", ""
    return ("province", allowed[0]) if len(allowed) == 1 else ("", "")
