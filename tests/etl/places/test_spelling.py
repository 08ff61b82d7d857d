"""Are spellings of one name found by rule, and two names never taken for one another?"""

from collections import defaultdict

import pytest

from etl.places.gazetteer import gazetteer, provinces
from etl.places.matcher import Matcher
from etl.places.names import key
from etl.places.spelling import folds, is_a_letter_or_two_amiss

BARE = Matcher()


@pytest.mark.parametrize(
    ("province", "amphoe", "code"),
    [
        ("สุราษฏร์ธานี", "เมืองสุราษฏร์ธานี", "8401"),
        ("Chonbury", "Muang Chonbury", "2001"),
        ("Khon Kean", "Mueng", "4001"),
        ("Nakorn Pathom", "Sam Pran", "7306"),
        ("Samut Prakarn", "Bangplee", "1103"),
        ("ศรีษะเกษ", "กันทรลักษ์", "3304"),
        ("กรุงเทพมหานคร", "เขตสาธร", "1028"),
        ("กรุงเทพมหานคร", "ราษฏร์บูรณะ", "1024"),
        ("ยะลา", "กรงปีนัง", "9508"),
        ("สุราษฎร์ธานี", "เกาะพงัน", "8405"),
        ("เชียงหใม่", "แม่ริม", "5007"),
        ("ขอนแกน", "บ้านไผ่", "4010"),
        ("เพชรบูรณ", "หล่มสัก", "6703"),
        ("กรุงเทพมหานคร", "จตุจักร์", "1030"),
        ("Songkhla", "Had Yai", "9011"),
        ("Bangkok", "Ladprao", "1038"),
        ("Suratthani", "Koh Samui", "8404"),
    ],
)
def test_a_spelling_is_found_without_a_row_for_it(province: str, amphoe: str, code: str) -> None:
    assert BARE.place(province, amphoe).amphoe_code == code


def test_a_misspelt_province_places_only_a_name_that_nobody_else_has() -> None:
    assert BARE.place("เชียงหใม่", "จอมทอง").reason == "unknown_province"
    assert BARE.place("เชียงหใม่", "เมือง").reason == "unknown_province"
    assert BARE.place("ลาว", "ปากคาด").reason == "unknown_province"


def test_the_name_of_another_amphoe_or_tambon_is_no_spelling() -> None:
    assert BARE.place("ลำปาง", "แม่ทา").reason == "wrong_province"
    assert BARE.place("ลำปาง", "แม่ทะ").amphoe_code == "5210"


@pytest.mark.parametrize("language", ["amphoe_th", "amphoe_en"])
def test_no_two_names_of_a_province_have_one_fold(language: str) -> None:
    by_fold = defaultdict(set)
    for place in gazetteer():
        name = key(getattr(place, language))
        for fold in folds(name):
            by_fold[place.province_code, fold].add(name)
    assert {names for names in map(frozenset, by_fold.values()) if len(names) > 1} == set()
    assert len({folds(key(p.province_th)) for p in provinces()}) == 77


def test_a_letter_or_two_amiss_is_no_more_than_that() -> None:
    assert is_a_letter_or_two_amiss("ลำปา", "ลำปาง")
    assert is_a_letter_or_two_amiss("นครสวรค", "นครสวรรค์")
    assert not is_a_letter_or_two_amiss("ลาว", "เลย")
