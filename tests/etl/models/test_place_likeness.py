"""Is what places are made of shown to whoever mends it, and what could be somebody's not?"""

import pytest

from etl.models.place_likeness import is_like_a_province, is_like_an_amphoe, mask


@pytest.mark.parametrize(
    ("text", "province_code"),
    [
        ("แม่ริม, สันทราย", "50"),
        ("เมืองลำปาง และ เกาะคา", "52"),
        ("เขต 12", "10"),
        ("เขตเลือกตั้งที่ 2", "40"),
        ("เทศบาลเมืองบ้านไผ่", "40"),
        ("สาขาแม่ริม", "50"),
        ("เมืองพัทยา", "20"),
        ("ป่าตอง", "83"),
        ("บ้านไผ่(ใหม่)", "40"),
        ("ต.ริมใต้", "50"),
        ("แขวงบางนาใต้", "10"),
        ("ต.ริมใต้ อ.แมริ", "50"),
        ("อ.นางรอง จ.บุรีรัมย์ 31110", "50"),
        ("ไม่ระบุ", None),
    ],
)
def test_a_text_of_nothing_but_places_and_digits_is_shown(
    text: str, province_code: str | None
) -> None:
    assert is_like_an_amphoe(text, province_code)


@pytest.mark.parametrize(
    "text", ["สมชาย ใจดี", "นายสมชาย แม่ริม", "แม่ริม สมชาย", "บุญมา", "Somchai Jaidee", "m@x.invalid"]
)
def test_a_text_that_could_be_somebodys_is_not(text: str) -> None:
    assert not is_like_an_amphoe(text, "50")
    assert not is_like_a_province(text)


@pytest.mark.parametrize("text", ["ลาว", "ประเทศลาว", "ต่างประเทศ", "ภาคเหนือ", "เชียงหม่", "อ.แม่ริม"])
def test_a_country_or_a_part_of_ours_is_shown_where_a_province_belongs(text: str) -> None:
    assert is_like_a_province(text)


def test_numbers_are_masked_but_for_a_constituency() -> None:
    assert mask("แม่ริม เขต 4") == "แม่ริม เขต 4"
    assert mask("แม่ริม 0812345678") == "แม่ริม •"
    assert mask("เขต 0812345678 แม่ริม") == "เขต • แม่ริม"
