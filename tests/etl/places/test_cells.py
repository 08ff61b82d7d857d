"""Is an amphoe read out of a cell that says more than its name, and openly not where unclear?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.places.aliases import read_aliases
from etl.places.cells import without_house
from etl.places.gazetteer import Amphoe, gazetteer, provinces
from etl.places.matcher import Matcher
from etl.settings import SHIPPED

PROVINCES = {province.province_code: province for province in provinces()}
BARE = Matcher()


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(read_aliases(SHIPPED / "data" / "place_aliases.csv"))


@pytest.mark.parametrize(
    ("province", "amphoe", "code"),
    [
        # Both in one column, whichever it is.
        (None, "อ.เมือง จ.ขอนแก่น", "4001"),
        ("อ.เมือง จ.ขอนแก่น", None, "4001"),
        ("อำเภอเมืองจังหวัดขอนแก่น", "", "4001"),
        ("อ.เมืองจ.ขอนแก่น", "", "4001"),
        ("", "เชียงใหม่ แม่ริม", "5007"),
        ("", "สันทราย / เชียงใหม่", "5014"),
        ("", "ลำปาง เมืองลำปาง", "5201"),
        ("กรุงเทพมหานคร เขตบางนา", None, "1047"),
        ("เมือง ขอนแก่น", "", "4001"),
        ("", "Amphoe Mueang Khon Kaen, Khon Kaen", "4001"),
        ("", "Mae Rim District, Chiang Mai Province, Thailand", "5007"),
        # The province again beside the amphoe, and the two columns changed for one another.
        ("เชียงใหม่", "อ.แม่ริม จ.เชียงใหม่", "5007"),
        ("กทม", "บางนา กรุงเทพฯ", "1047"),
        ("แม่ริม", "เชียงใหม่", "5007"),
        # A tambon, a postcode, a code, a constituency beside it.
        ("เชียงใหม่", "ต.ริมใต้ อ.แม่ริม", "5007"),
        ("เชียงใหม่", "ริมใต้ แม่ริม", "5007"),
        ("กรุงเทพมหานคร", "แขวงบางนาใต้ เขตบางนา", "1047"),
        ("", "Rim Tai Subdistrict, Mae Rim, Chiang Mai 50180", "5007"),
        ("เชียงใหม่", "แม่ริม 50180", "5007"),
        ("เชียงใหม่", "แม่ริม๕๐๑๘๐", "5007"),
        ("เชียงใหม่", "5007 แม่ริม", "5007"),
        ("เชียงใหม่", "แม่ริม เขต 4", "5007"),
        ("เชียงใหม่", "แม่ริม (เขตเลือกตั้งที่ 4)", "5007"),
        ("กรุงเทพมหานคร", "เขต 12 บางนา", "1047"),
        # Tails in brackets.
        ("ชัยภูมิ", "ซับใหญ่ (กิ่งอำเภอ)", "3616"),
        ("กระบี่", "ปลายพระยา (เฉพาะตำบลเขาต่อ)", "8106"),
        ("กระบี่", "ปลายพระยา (ยกเว้นตำบลเขาต่อและตำบลคีรีวง)", "8106"),
        # A whole address, with and without a house.
        ("", "9/0 ม.1 ต.สมมติ อ.แม่ริม จ.เชียงใหม่", "5007"),
        ("", "123 หมู่บ้านสุขใจ ถนนห้วยแก้ว ตำบลสุเทพ อำเภอเมืองเชียงใหม่ จังหวัดเชียงใหม่ 50200", "5001"),
        ("", "แขวงบางนาใต้ เขตบางนา กรุงเทพมหานคร 10260", "1047"),
        ("นครราชสีมา", "อ.ปากช่อง\nจ.นครราชสีมา", "3021"),
        ("", "อำเภอสนามชัยเขตจังหวัดฉะเชิงเทรา", "2408"),
    ],
)  # fmt: skip
def test_an_amphoe_is_read_out_of_a_cell_that_says_more(
    matcher: Matcher, province: str | None, amphoe: str | None, code: str
) -> None:
    assert matcher.place(province, amphoe).amphoe_code == code


@pytest.mark.parametrize(
    ("province", "amphoe", "reason"),
    [
        ("เชียงใหม่", "แม่ริม, สันทราย", "several_amphoe"),
        ("ลำปาง", "เมืองลำปาง และ เกาะคา", "several_amphoe"),
        ("เชียงใหม่", "ต.สันทรายน้อย อ.แม่ริม", "contradicted"),
        ("เชียงใหม่", "แม่ริม 10110", "contradicted"),
        ("เชียงใหม่", "5006-แม่ริม", "contradicted"),
        ("เชียงใหม่", "อ.หาดใหญ่ จ.สงขลา", "wrong_province"),
        ("เชียงใหม่", "เขตจอมทอง", "wrong_province"),
        ("เชียงใหม่", "เดิมอยู่ อ.แม่ริม", "unknown_amphoe"),
        ("เชียงใหม่", "แม่ริม สมชาย", "unknown_amphoe"),
        ("เชียงใหม่", "สมชาย ใจดี", "unknown_amphoe"),
        ("เชียงใหม่", "สาขาแม่ริม", "unknown_amphoe"),
        ("ขอนแก่น", "เขตเลือกตั้งที่ 2", "unknown_amphoe"),
        ("กรุงเทพมหานคร", "เขต 12", "unknown_amphoe"),
        ("กรุงเทพมหานคร", "เขต12", "unknown_amphoe"),
        ("", "อ.เมือง", "ambiguous"),
        ("ลาว", "อ.ปากคาด", "unknown_province"),
    ],
)
def test_a_cell_that_is_unclear_places_nothing_and_says_why(
    matcher: Matcher, province: str, amphoe: str, reason: str
) -> None:
    placed = matcher.place(province, amphoe)
    assert (placed.amphoe_code, placed.reason) == (None, reason)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("9/0 ม.1 ต.สมมติ อ.แม่ริม จ.เชียงใหม่ 50000", "อ.แม่ริม จ.เชียงใหม่"),
        ("99 ซอยสุขใจ 3 แขวงบางนาใต้ เขตบางนา กรุงเทพมหานคร 10260", "เขตบางนา กรุงเทพมหานคร"),
        ("ต.ริมใต้ อ.แม่ริม", "อ.แม่ริม"),
        ("แม่ริม 50180", "แม่ริม"),
        ("12 หมู่ 3 บ้านสุขใจ", ""),
        ("แม่ริม เขต 4", "แม่ริม เขต 4"),
        ("สนามชัยเขต", "สนามชัยเขต"),
    ],
)
def test_of_an_address_only_what_says_an_amphoe_is_kept(text: str, kept: str) -> None:
    assert without_house(text)[0] == kept


addresses = st.sampled_from(
    [
        "{a} {p}",
        "{p} {a}",
        "{a}, {p}",
        "{p} / {a}",
        "อ.{a} จ.{p}",
        "อ.{a}จ.{p}",
        "อำเภอ{a} จังหวัด{p}",
        "อำเภอ{a}จังหวัด{p}",
        "จ.{p} อ.{a}",
        "อ. {a} จ. {p}",
        "12/3 หมู่ 4 อ.{a} จ.{p}",
        "เลขที่ 5 ซอยสุขใจ ถนนสมมติ อำเภอ{a} จังหวัด{p}",
        "อ.{a} ({p})",
        "{a} เขต 2 จ.{p}",
    ]
)


@settings(deadline=None, max_examples=300)  # a busy machine is not a failure
@given(st.sampled_from([a for a in gazetteer() if not a.is_khet]), addresses, st.booleans())
def test_every_amphoe_is_read_out_of_an_address_in_either_column(
    place: Amphoe, form: str, in_province: bool
) -> None:
    text = form.format(a=place.amphoe_th, p=PROVINCES[place.province_code].province_th)
    placed = BARE.place(text, None) if in_province else BARE.place(None, text)
    assert placed.amphoe_code == place.amphoe_code


@settings(deadline=None, max_examples=200)  # a busy machine is not a failure
@given(st.sampled_from(gazetteer()), st.sampled_from(gazetteer()))
def test_two_amphoe_in_one_cell_are_never_one_of_them(one: Amphoe, other: Amphoe) -> None:
    placed = BARE.place(
        PROVINCES[one.province_code].province_th, f"{one.amphoe_th}, {other.amphoe_th}"
    )
    assert one == other or placed.amphoe_code is None
