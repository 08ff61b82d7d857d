"""Is a place found by every way people write it, and openly not found otherwise?"""

from datetime import date

import pytest

from etl.places.aliases import read_aliases
from etl.places.gazetteer import gazetteer, provinces
from etl.places.matcher import Matcher
from etl.places.placement import REASONS, Placement
from etl.settings import SHIPPED
from i18n.messages import message


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(read_aliases(SHIPPED / "data" / "place_aliases.csv"))


@pytest.fixture(scope="module")
def bare() -> Matcher:
    """A matcher without any alias: what the rules alone can do."""
    return Matcher()


def test_the_gazetteer_has_878_amphoe_and_50_khet_in_77_provinces() -> None:
    assert len(provinces()) == 77
    assert len(gazetteer()) == 928
    assert sum(amphoe.is_khet for amphoe in gazetteer()) == 50
    assert not [a.amphoe_th for a in gazetteer() if a.amphoe_th.startswith(("เขต", "อำเภอ"))]


@pytest.mark.parametrize(
    ("province", "amphoe", "code"),
    [
        ("กรุงเทพมหานคร", "เขตพระนคร", "1001"),
        ("กรุงเทพมหานคร", "Khet Phra Nakhon", "1001"),
        ("กรุงเทพมหานคร", "อำเภอพระนคร", "1001"),
        ("จังหวัดนนทบุรี", "อำเภอบางกรวย", "1202"),
        ("จ. นนทบุรี", "อ. บางกรวย", "1202"),
        ("จ.นนทบุรี", "อ.บางกรวย", "1202"),
        ("Changwat Nonthaburi", "Amphoe Bang Kruai", "1202"),
        ("Nonthaburi Province", "Bang Kruai District", "1202"),
        ("NONTHABURI", "BANGKRUAI", "1202"),
        ("Phangnga", "Takua-Pa", "8205"),
        ("ชัยภูมิ", "กิ่งอำเภอซับใหญ่", "3616"),
        ("ชัยภูมิ", "กิ่ง อ.ซับใหญ่", "3616"),
        ("Chaiyaphum", "King Amphoe Sap Yai", "3616"),
        ("Chaiyaphum", "K. Sap Yai", "3616"),
        ("ชัยภูมิ", "King Sap Yai", "3616"),
        ("นราธิวาส", "สุไหงโก-ลก", "9610"),
        ("นราธิวาส", "สุไหงโกลก", "9610"),
        ("ฉะเชิงเทรา", "สนามชัยเขต", "2408"),
        ("ฉะเชิงเทรา", "อ.สนามชัยเขต", "2408"),
        ("นครราชสีมา", "เมืองยาง", "3027"),
        ("ลำปาง", "อำเภอเมืองปาน", "5213"),
    ],
)
def test_prefixes_suffixes_and_spacing_do_not_matter(
    bare: Matcher, province: str, amphoe: str, code: str
) -> None:
    assert bare.place(province, amphoe).amphoe_code == code


@pytest.mark.parametrize("bangkok", ["กทม", "กทม.", "กรุงเทพฯ", "กรุงเทพ", "Bangkok"])
@pytest.mark.parametrize("khet", ["เขตจอมทอง", "จอมทอง", "Khet Chom Thong"])
def test_bangkok_has_many_names(matcher: Matcher, bangkok: str, khet: str) -> None:
    assert matcher.place(bangkok, khet).amphoe_code == "1035"


@pytest.mark.parametrize(
    "bangkok", ["Bangkok Metropolis", "Krung Thep", "Krung Thep Maha Nakhon", "จังหวัดกรุงเทพมหานคร"]
)
def test_bangkok_has_long_names_too(matcher: Matcher, bangkok: str) -> None:
    assert matcher.find_province(bangkok) == "10"


def test_the_words_of_a_khet_mean_bangkok_only(matcher: Matcher) -> None:
    assert matcher.place("", "เขตจอมทอง").amphoe_code == "1035"
    assert matcher.place("เชียงใหม่", "เขตจอมทอง").reason == "wrong_province"
    assert matcher.place("เชียงใหม่", "จอมทอง").amphoe_code == "5002"


@pytest.mark.parametrize(
    ("province", "amphoe", "code"),
    [
        ("นนทบุรี", "เมือง", "1201"),
        ("นนทบุรี", "อ.เมือง", "1201"),
        ("Nonthaburi", "Mueang", "1201"),
        ("Nonthaburi", "Amphoe Muang", "1201"),
        ("Nonthaburi", "Muang Nonthaburi", "1201"),
        ("โคราช", "เมืองโคราช", "3001"),
        ("", "เมืองโคราช", "3001"),
        ("นครราชสีมา", "เมือง", "3001"),
        # พระนครศรีอยุธยา's capital has no เมือง in its name; nothing else there can be meant.
        ("อยุธยา", "เมือง", "1401"),
        ("อยุธยา", "เมืองอยุธยา", "1401"),
        ("พระนครศรีอยุธยา", "พระนครศรีอยุธยา", "1401"),
    ],
)
def test_a_bare_mueang_is_the_capital_of_its_province(
    matcher: Matcher, province: str, amphoe: str, code: str
) -> None:
    assert matcher.place(province, amphoe).amphoe_code == code


def test_a_bare_mueang_without_a_capital_or_a_province_is_nowhere(matcher: Matcher) -> None:
    assert matcher.place("", "เมือง").reason == "ambiguous"
    assert matcher.place("กทม", "เมือง").reason == "unknown_amphoe"
    assert matcher.place("นนทบุรี", "เมืองปทุมธานี").reason == "wrong_province"


@pytest.mark.parametrize(
    ("province", "amphoe", "code"),
    [
        ("กรุงเทพมหานคร", "ป้อมปราบศัตรูพ่า", "1008"),
        ("ประจวบคีรีขันธ์", "เมืองประจวบคีรีข", "7701"),
        ("สุราษฎร์ธานี", "เมืองสุราษฎร์ธาน", "8401"),
        ("กรุงเทพมหานคร", "เขตป้อมปราบศัตรู", "1008"),
    ],
)
def test_a_name_cut_at_16_characters_is_known_inside_its_province(
    bare: Matcher, province: str, amphoe: str, code: str
) -> None:
    assert bare.place(province, amphoe) == Placement(code, code[:2], "cut_name")
    assert bare.place("", amphoe).amphoe_code is None


def test_a_name_of_another_length_is_not_taken_for_a_cut_one(bare: Matcher) -> None:
    assert bare.place("สุราษฎร์ธานี", "เมืองสุราษฎร์").reason == "unknown_amphoe"


def test_a_name_used_once_in_the_country_needs_no_province(bare: Matcher) -> None:
    assert bare.place("", "บางกรวย") == Placement("1202", "12", "unique")
    assert bare.place("ไม่ทราบ", "บางกรวย") == Placement("1202", "12", "unique")


@pytest.mark.parametrize("amphoe", ["จอมทอง", "เฉลิมพระเกียรติ", "Chom Thong", "Tha Chang"])
def test_a_name_used_twice_needs_its_province(matcher: Matcher, amphoe: str) -> None:
    placed = matcher.place(None, amphoe)
    assert (placed.amphoe_code, placed.reason) == (None, "ambiguous")
    assert len(placed.rivals) > 1


def test_only_the_code_tells_the_two_bang_sai_of_ayutthaya_apart(matcher: Matcher) -> None:
    assert matcher.place("Ayutthaya", "Bang Sai").reason == "ambiguous"
    assert matcher.place("Ayutthaya", "Bang Sai").province_code == "14"
    assert matcher.place("Ayutthaya", "Bang Sai", "1404") == Placement("1404", "14", "evidence")
    assert matcher.place("Ayutthaya", "Bang Sai", "TH1413") == Placement("1413", "14", "evidence")
    assert matcher.place("อยุธยา", "บางซ้าย").amphoe_code == "1413"


@pytest.mark.parametrize("code", ["1202", "TH1202", "1202.0", "๑๒๐๒", "TH120201"])
def test_a_code_is_read_however_it_is_written(matcher: Matcher, code: str) -> None:
    assert matcher.place("นนทบุรี", "บางกรวย", code).amphoe_code == "1202"
    assert matcher.place("นนทบุรี", "บางใหญ่", code).reason == "contradicted"


@pytest.mark.parametrize("code", ["", "-", "2", "02", "802", "63710", "x", None])
def test_what_is_not_a_dopa_code_proves_nothing(matcher: Matcher, code: str | None) -> None:
    assert matcher.place("นนทบุรี", "บางกรวย", code).amphoe_code == "1202"


def test_a_code_that_contradicts_the_name_places_nothing_and_is_reported(matcher: Matcher) -> None:
    # 3802/3804 swapped against their names, as in a widely used public list.
    placed = matcher.place("บึงกาฬ", "เซกา", "3802")
    assert placed == Placement(None, "38", None, "contradicted", ("3804", "3802"))
    # A code that no amphoe ever had is no better.
    assert matcher.place("ขอนแก่น", "เวียงเก่า", "4026").reason == "contradicted"


def test_a_code_places_nothing_without_a_name(matcher: Matcher) -> None:
    assert matcher.place("นนทบุรี", "", "1202") == Placement(None, "12", reason="no_amphoe")
    assert matcher.place("นนทบุรี", "ไม่มีชื่อนี้", "1202").reason == "unknown_amphoe"


def test_codes_and_provinces_from_before_a_split_are_still_understood(
    bare: Matcher, matcher: Matcher
) -> None:
    assert bare.place("หนองคาย", "เซกา", "4309") == Placement("3804", "38", "former_province")
    assert bare.place("บึงกาฬ", "เซกา", "4309") == Placement("3804", "38", "exact")
    assert bare.place("ปราจีนบุรี", "อรัญประเทศ", "2510") == Placement("2706", "27", "former_province")
    assert bare.place("หนองคาย", "เซกา").reason == "wrong_province"
    assert matcher.place("หนองคาย", "เซกา") == Placement("3804", "38", "alias")
    assert matcher.place("หนองคาย", "บึงกาฬ", "4303").amphoe_code == "3801"
    # The old code of another amphoe of the old province is a conflict like any other.
    assert matcher.place("หนองคาย", "เซกา", "4310").reason == "contradicted"


def test_an_old_code_without_a_known_successor_never_opens_the_whole_country(bare: Matcher) -> None:
    assert bare.place("ปราจีนบุรี", "บางกรวย", "2504").reason == "wrong_province"


def test_an_old_name_that_another_amphoe_has_now_depends_on_the_day(matcher: Matcher) -> None:
    # โขงเจียม was the name of ศรีเมืองใหม่ until 1971; หนองโดน of บ้านหมอ until 1944.
    assert matcher.place("อุบลราชธานี", "โขงเจียม", on=date(1960, 1, 1)).amphoe_code == "3402"
    assert matcher.place("อุบลราชธานี", "โขงเจียม", on=date(2023, 10, 22)).amphoe_code == "3403"
    assert matcher.place("อุบลราชธานี", "โขงเจียม").amphoe_code == "3403"
    assert matcher.place("สระบุรี", "หนองโดน", on=date(1940, 1, 1)).amphoe_code == "1906"
    assert matcher.place("สระบุรี", "หนองโดน", on=date(2023, 10, 22)).amphoe_code == "1908"


def test_a_name_of_another_province_is_not_placed_but_keeps_its_province(matcher: Matcher) -> None:
    placed = matcher.place("เชียงใหม่", "บางกรวย")
    assert placed == Placement(None, "50", reason="wrong_province", rivals=("1202",))


@pytest.mark.parametrize(
    "text",
    [
        "ท้องถิ่นเทศบาลเมืองหนองปรือ",
        "เทศบาลนครนนทบุรี",
        "บางกรวย*",
        "*บางกรวย",
        "บางกรวย (สาขาตำบลวัดชลอ)",
        "ไม่ระบุ",
        "อำเภอ",
        "อ.",
        "เขต",
    ],
)
def test_what_is_not_an_amphoe_is_not_placed(matcher: Matcher, text: str) -> None:
    placed = matcher.place("นนทบุรี", text)
    assert placed.amphoe_code is None
    assert placed.province_code == "12"


@pytest.mark.parametrize(
    ("province", "amphoe", "reason"),
    [
        (None, None, "blank"),
        ("", " - ", "blank"),
        ("นนทบุรี", "", "no_amphoe"),
        ("ลาว", None, "unknown_province"),
        ("ลาว", "เวียงจันทน์", "unknown_province"),
        ("ลาว", "จอมทอง", "unknown_province"),
        ("ลาว", "ปากคาด", "unknown_province"),
        ("ต่างประเทศ", "ปากคาด", "unknown_province"),
        ("เมืองนอก", "ปากคาด", "unknown_province"),
        ("เชียงใหม่", "แม่ริม, สันทราย", "several_amphoe"),
        ("", "เวียงจันทน์", "unknown_amphoe"),
        ("นนทบุรี", "เวียงจันทน์", "unknown_amphoe"),
    ],
)
def test_every_text_without_an_amphoe_says_why(
    matcher: Matcher, province: str | None, amphoe: str | None, reason: str
) -> None:
    assert matcher.place(province, amphoe).reason == reason


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_its_words(reason: str) -> None:
    sentence = message(f"reason.{reason}")
    assert sentence.th and sentence.en
