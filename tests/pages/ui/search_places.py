"""Writes anew the list of places that the search knows: `python -m tests.pages.ui.search_places`.

It is public, the same for everybody, and small on the line: a column each of codes and of names.
"""

import json

from etl.places.gazetteer import gazetteer, provinces
from pages.ui.bar.search.files import PLACES


def columns() -> dict[str, str]:
    """Return codes and names: provinces parted by |, each followed by its amphoe after commas."""
    inside: dict[str, list[tuple[str, str, str]]] = {
        each.province_code: [(each.province_code, each.province_th, each.province_en)]
        for each in provinces()
    }
    for each in gazetteer():
        inside[each.province_code] += [(each.amphoe_code[2:], each.amphoe_th, each.amphoe_en)]
    return {
        name: "|".join(",".join(row[nth] for row in rows) for rows in inside.values())
        for nth, name in enumerate(("codes", "th", "en"))
    }


def text() -> str:
    """Return what the file holds."""
    return json.dumps(columns(), ensure_ascii=False, indent=0) + "\n"


if __name__ == "__main__":
    PLACES.write_text(text(), encoding="utf-8")
