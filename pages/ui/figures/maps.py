"""Makes of a map what can be taken away: its picture with its classes, and a list of them."""

from collections.abc import Mapping, Sequence

import pandas as pd

from metrics import places
from pages.ui.data import ask, settings
from pages.ui.figures.figures import Taken
from pages.ui.map import classes
from pages.ui.map.screen import Category
from pages.ui.map.static_files import geometry
from pages.ui.text import named, t
from reports.figures import map as amphoe_map

_BANGKOK = "10"


def of_mode(
    frame: pd.DataFrame, mode: str, title: str, *, provinces: Sequence[str] | None
) -> Taken:
    """Return the map of rows of `safe.amphoe.by_amphoe` in a mode of `classes.MODES`.

    `title` says what is found, `provinces` what is drawn; None is the whole country.
    """
    by_code = frame.set_index("amphoe_code")
    return drawn(
        classes.values(by_code, mode),
        classes.classes(mode),
        title,
        series=t(f"map.mode.{mode}"),
        name=f"map_{mode}",
        kind="members" if mode in ("members", "density") else "elections",
        provinces=provinces,
    )


def drawn(
    values: pd.Series,
    meanings: Sequence[Category],
    title: str,
    *,
    series: str,
    name: str,
    kind: str,
    provinces: Sequence[str] | None,
) -> Taken:
    """Return a map of classes by amphoe_code: coloured, with its key and Bangkok beside it.

    What leaves is the class of each amphoe, as the map shows it, and nothing that lies below;
    `series` is what the classes are of.
    """
    of = {each.value: each for each in meanings}
    inside = values.dropna()
    if provinces is not None:
        inside = inside[inside.index.str[:2].isin(list(provinces))]
    shown = {str(code): of[int(value)] for code, value in inside.items()}
    colours = {code: each.light for code, each in shown.items()}
    shapes = geometry(settings())
    whole = amphoe_map.draw(shapes, colours, provinces=provinces)
    has_inset = any(code[:2] == _BANGKOK for code in shown) and len(provinces or "..") > 1
    chart = {
        "svg": whole.svg,
        "aspect": whole.aspect,
        "inset": amphoe_map.inset(shapes, colours).svg if has_inset else "",
        "inset_label": t("word.bangkok"),
        "keys": _keys(shown, meanings),
        "named_title": "",
        "named": "",
    }
    names = _names()
    rows = [(series, names[code], each.label) for code, each in shown.items() if code in names]
    return Taken(chart, title, name, kind, rows)


def _names() -> dict[str, str]:
    """Return the amphoe that may be told of, by code: their own name and their province's."""
    provinces = ask(places.names).set_index("province_code")[named("province")]
    rows = ask(places.amphoe)
    return {
        str(code): f"{amphoe} · {provinces[province]}"
        for code, amphoe, province in zip(
            rows["amphoe_code"], rows[named("amphoe")], rows["province_code"], strict=True
        )
    }


def _keys(shown: Mapping[str, Category], meanings: Sequence[Category]) -> list[dict[str, str]]:
    """Return the colours of a map with how many amphoe each has, those of none left out."""
    counts = pd.Series([each.value for each in shown.values()]).value_counts()
    return [
        {"colour": each.light, "label": each.label, "count": f"{counts.get(each.value, 0):,}"}
        for each in meanings
        if each.is_named_always or each.value in counts
    ]
