"""Chooses the place that pages tell about: one name in the address, `place=50`, `place=5001`.

A region is `place=region-north`; the whole of what the viewer sees has no parameter. Addresses of
before named it in four other ways.
"""

from dataclasses import dataclass
from operator import itemgetter
from typing import Literal

import pandas as pd
import streamlit as st

from metrics import places
from pages.access import viewer
from pages.ui import controls, scope
from pages.ui.data import ask
from pages.ui.text import named, t

PLACE = "place"
WHOLE = "all"
"""What is chosen when nothing is. The other controls of before wrote the same, or `none`."""

_FORMERLY = ("amphoe", "at", "area", "province")
"""What addresses called it before; a finer place comes first."""
_NOWHERE = ("", WHOLE, "none")
_REGION = "region-"
OF_THE_WHOLE = ("projections", "data_health", "record")
"""Pages that tell of the whole only: there is nothing to choose on them."""
_BY_AMPHOE = ("coverage_map", "amphoe")
"""Pages that tell of a single amphoe; others tell of its province."""


@dataclass(frozen=True)
class Place:
    """A place: `code` as the address has it, and the provinces it lies in, None for the country.

    `province` and `amphoe` are codes, empty for what is no province and for what is no amphoe.
    """

    code: str
    kind: Literal["whole", "region", "province", "amphoe"]
    name: str
    provinces: tuple[str, ...] | None
    province: str = ""
    amphoe: str = ""

    @property
    def region(self) -> str:
        """The code of the region, empty for what is none."""
        return self.code.removeprefix(_REGION) if self.kind == "region" else ""

    @property
    def is_whole(self) -> bool:
        """Whether it is all that the viewer sees."""
        return self.code == WHOLE


def chosen() -> Place:
    """Return the place chosen; all that the viewer sees unless one was."""
    return _find(st.session_state.get(PLACE, WHOLE)) or _whole()


def choose_code(code: str | None) -> None:
    """Choose a place from the page itself, as a click on a map does; none is the whole."""
    st.session_state[PLACE] = code or WHOLE


def take_from_address() -> str:
    """Settle the place of this run: that of the session, or else of the address.

    Returns what to say of one that is no place the viewer sees, else nothing.
    """
    former = [name for name in _FORMERLY if name in st.query_params]
    named_before = (st.query_params[name] for name in former)
    asked = st.session_state.get(PLACE) or st.query_params.get(PLACE)
    asked = asked or next((code for code in named_before if code not in _NOWHERE), "")
    for name in former:
        del st.query_params[name]
    found = _find(asked)
    nearest = found or _find(asked[:2]) or _whole()
    controls.keep(PLACE, "" if nearest.is_whole else nearest.code)
    if found:
        return ""
    phrase = "banner.no_place_of_yours" if scope.is_limited() else "banner.no_place"
    return t(phrase, nearest=nearest.name)


def choose(page: str) -> None:
    """Draw the choice of the place, on pages that can follow it."""
    if page in OF_THE_WHOLE:
        return
    names = _names(chosen().province)
    controls.choose(t("area.label"), list(names), PLACE, names.__getitem__)


def area_name() -> str:
    """Return the name of what a page tells about that does not tell of a single amphoe."""
    place = chosen()
    if place.is_whole:
        return scope.everything()
    return _provinces()[place.province] if place.province else place.name


def say_wider(page: str) -> str:
    """Say of a page that does not tell of a single amphoe that this is its province."""
    place = chosen()
    if place.kind != "amphoe" or page in (*OF_THE_WHOLE, *_BY_AMPHOE):
        return ""
    return t("banner.province_of", province=_provinces()[place.province])


def _find(code: str) -> Place | None:
    """Return the place of a code, or nothing where the viewer sees no such place."""
    if code in _NOWHERE:
        return _whole()
    if code.startswith(_REGION):
        return _region(code)
    province = code[:2]
    name = _provinces().get(province)
    if name is None:
        return None
    if code == province:
        # Of one province a viewer's whole is that province.
        own = viewer.viewer().provinces == (province,)
        return Place(WHOLE if own else code, "province", name, (province,), province)
    inside = _amphoe(province)
    if code not in inside:
        return None
    return Place(code, "amphoe", inside[code], (province,), province, code)


def _whole() -> Place:
    allowed = viewer.visible_provinces(None)
    if allowed is not None and len(allowed) == 1:
        return Place(WHOLE, "province", scope.everything(), allowed, allowed[0])
    return Place(WHOLE, "whole", scope.everything(), allowed)


def _region(code: str) -> Place | None:
    rows = ask(places.names)
    inside = rows[rows["region_code"] == code.removeprefix(_REGION)]
    # Of a region some provinces may be the viewer's: they choose among those.
    if inside.empty or scope.is_limited():
        return None
    codes = tuple(inside["province_code"])
    return Place(code, "region", str(inside[named("region")].iloc[0]), codes)


def _names(opened: str) -> dict[str, str]:
    """Return what can be chosen, by code: the amphoe of the province `opened` come after it."""
    names = {WHOLE: scope.everything()} | _regions()
    own = viewer.viewer().provinces
    for code, name in _provinces().items():
        if own != (code,):
            names[code] = name
        if code == opened:
            names |= _amphoe(code)
    return names


def _regions() -> dict[str, str]:
    if scope.is_limited():
        return {}
    rows = ask(places.names).dropna(subset=["region_code"])
    return dict(zip(_REGION + rows["region_code"], rows[named("region")], strict=True))


def _provinces() -> dict[str, str]:
    rows = ask(places.names)
    pairs = zip(rows["province_code"], rows[named("province")], strict=True)
    return dict(sorted(pairs, key=itemgetter(1)))


def _amphoe(province: str) -> dict[str, str]:
    rows: pd.DataFrame = ask(places.amphoe, provinces=(province,))
    of_kind = {kind: t("place.khet" if kind else "place.amphoe", name="{}") for kind in (0, 1)}
    labels = [
        of_kind[is_khet].format(name)
        for is_khet, name in zip(rows["is_khet"], rows[named("amphoe")], strict=True)
    ]
    return dict(sorted(zip(rows["amphoe_code"], labels, strict=True), key=itemgetter(1)))
