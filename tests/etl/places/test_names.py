"""Does dressing a name up, in any way people and systems do, change where it is placed?"""

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.places.gazetteer import Amphoe, Province, gazetteer, provinces
from etl.places.matcher import Matcher

PROVINCES = {province.province_code: province for province in provinces()}
BARE = Matcher()
INVISIBLE = ["\u200b", "\u200c", "\u200d", "\ufeff", "\u2060", "\u00ad"]

amphoe = st.sampled_from(gazetteer())


@st.composite
def dressed(draw: st.DrawFn, name: str) -> str:
    """The Thai name as another system may hand it over: other bytes, the same look."""
    if draw(st.booleans()):
        name = name.replace("\u0e33", "\u0e4d\u0e32")
    if draw(st.booleans()):
        name = name.replace("แ", "เเ")
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(name)))
        name = name[:at] + draw(st.sampled_from([*INVISIBLE, " ", "\u00a0"])) + name[at:]
    return draw(st.sampled_from(["", " ", "\t"])) + name + draw(st.sampled_from(["", " ", "\n"]))


@settings(deadline=None)  # a busy machine is not a failure
@given(st.data(), amphoe)
def test_a_thai_name_is_placed_the_same_however_it_is_dressed(
    data: st.DataObject, place: Amphoe
) -> None:
    prefixes = ["", "อำเภอ", "อ.", "อ. ", "กิ่งอำเภอ", "กิ่งอ.", "อำเภอ "]
    if place.is_khet:
        prefixes += ["เขต", "เขต "]
    name = data.draw(st.sampled_from(prefixes)) + data.draw(dressed(place.amphoe_th))
    province = data.draw(st.sampled_from(["", "จังหวัด", "จ.", "จ. "])) + data.draw(
        dressed(PROVINCES[place.province_code].province_th)
    )
    placed = BARE.place(province, name)
    assert (placed.amphoe_code, placed.province_code) == (place.amphoe_code, place.province_code)


@settings(deadline=None)  # a busy machine is not a failure
@given(st.data(), amphoe)
def test_an_english_name_is_placed_the_same_however_it_is_dressed(
    data: st.DataObject, place: Amphoe
) -> None:
    name = place.amphoe_en
    change = data.draw(st.sampled_from(["", "upper", "lower", "title"]))
    space = data.draw(st.sampled_from([" ", "", "-", "  "]))
    name = getattr(name, change)() if change else name
    name = name.replace(" ", space)
    words = ["{}", "Amphoe {}", "AMPHOE {}", "Amphur {}", "King Amphoe {}", "K. {}", "{} District"]
    if place.is_khet:
        words.append("Khet {}")
    name = data.draw(st.sampled_from(words)).format(name)
    placed = BARE.place(PROVINCES[place.province_code].province_en, name, place.amphoe_code)
    assert placed.amphoe_code == place.amphoe_code


@settings(deadline=None)  # a busy machine is not a failure
@given(amphoe, st.sampled_from(provinces()), st.sampled_from(["", "อ.", "เขต", "Khet "]))
def test_a_row_is_never_placed_outside_the_province_it_names(
    place: Amphoe, province: Province, prefix: str
) -> None:
    for name in (place.amphoe_th, place.amphoe_en):
        placed = BARE.place(province.province_th, prefix + name)
        assert placed.province_code == province.province_code
        if placed.amphoe_code is not None:
            assert placed.amphoe_code[:2] == placed.province_code


@settings(deadline=None)  # a busy machine is not a failure
@given(st.text(max_size=40), st.text(max_size=40), st.none() | st.text(max_size=8))
def test_any_text_gets_an_amphoe_or_a_reason(province: str, name: str, code: str | None) -> None:
    placed = BARE.place(province, name, code)
    assert (placed.amphoe_code is None) == (placed.reason is not None)
    assert (placed.amphoe_code is None) == (placed.how is None)
    if placed.amphoe_code is not None:
        assert placed.province_code == placed.amphoe_code[:2]


def test_every_one_of_the_928_is_found_by_its_own_names() -> None:
    for place in gazetteer():
        province = PROVINCES[place.province_code]
        prefix = "เขต" if place.is_khet else "อำเภอ"
        for province_text, name in (
            (province.province_th, place.amphoe_th),
            ("จังหวัด" + province.province_th, prefix + place.amphoe_th),
            (province.province_th, place.amphoe_th[:16]),
        ):
            assert BARE.place(province_text, name).amphoe_code == place.amphoe_code
