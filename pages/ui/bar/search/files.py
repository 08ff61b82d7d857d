"""Publishes what the browser fetches for the search, when somebody first opens it.

The list of places and pages is the same for everybody and public; who looks is told which of them
are theirs to open.
"""

import functools
import json
from dataclasses import dataclass
from pathlib import Path

from etl.settings import SHIPPED
from i18n.phrases import LANGUAGES, phrases
from pages.ui.map.static_files import publish

PLACES = Path(__file__).parent / "places.json"
"""Codes and names; made by `tests/pages/ui/search_places.py`."""
_WORDS = Path(__file__).parent / "words.json"
"""What else pages and months are called, and what stands before a place's name."""
_MONTHS = range(1, 13)


_SCRIPTS = ("tools.js", "matching.js", "search.js", "share.js")
"""Each after those that it imports."""


@dataclass(frozen=True)
class SearchFiles:
    """Addresses relative to the app's root."""

    tools: str
    search: str
    share: str
    style: str
    known: str


@functools.cache
def search_files(static: Path = SHIPPED / "static") -> SearchFiles:
    """Put the scripts, the style and the list in `static/vendor/`; return their addresses."""
    vendor, beside = static / "vendor", Path(__file__).parent
    found: dict[str, str] = {}
    for name in _SCRIPTS:
        text = (beside / name).read_text(encoding="utf-8")
        for other, address in found.items():
            text = text.replace(f'"./{other}"', f'"./{Path(address).name}"')
        found[name] = publish(name, text.encode("utf-8"), vendor)
    return SearchFiles(
        tools=found["tools.js"],
        search=found["search.js"],
        share=found["share.js"],
        style=publish("search.css", (beside / "search.css").read_bytes(), vendor),
        known=publish("known.json", known().encode("utf-8"), vendor),
    )


def known() -> str:
    """Return the list: places, and in both languages what pages and months are called."""
    places = json.loads(PLACES.read_text(encoding="utf-8"))
    words = json.loads(_WORDS.read_text(encoding="utf-8"))
    pages = {name: [*_named(f"{name}.title"), *others] for name, others in words["pages"].items()}
    months = [[*_named(f"month_name.{number}"), *words["months"][number - 1]] for number in _MONTHS]
    told = places | {"pages": pages, "months": months, "before": words["before"]}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _named(key: str) -> list[str]:
    return [phrases()[key][language] for language in LANGUAGES]
