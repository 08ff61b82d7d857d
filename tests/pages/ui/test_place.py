"""Is the place one choice on every page, in its address, and never another's to see?"""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.access.test_scope import open_as
from tests.pages.test_pages import open_page, words

GROWTH = "pages/everyone/growth/page.py"
ELECTIONS = "pages/everyone/elections/page.py"
MAP = "pages/everyone/coverage_map/page.py"
AMPHOE = "pages/organisers/amphoe/page.py"
PLACE = "place-th"
CHIANG_MAI, MAE_RIM = "50", "5007"


def query(at: AppTest) -> dict[str, str]:
    return {name: at.query_params[name] for name in at.query_params}


@pytest.mark.parametrize(
    ("page", "formerly", "place"),
    [
        (GROWTH, {"area": "50"}, "50"),
        (GROWTH, {"area": "region-north"}, "region-north"),
        (GROWTH, {"area": "all"}, None),
        (MAP, {"province": "50"}, "50"),
        (MAP, {"province": "50", "amphoe": "5007"}, "5007"),
        (MAP, {"province": "50", "amphoe": "all"}, "50"),
        (AMPHOE, {"at": "5007"}, "5007"),
        (AMPHOE, {"at": "none"}, None),
    ],
)
def test_an_address_of_before_opens_its_view_and_is_rewritten(
    published: Path, page: str, formerly: dict[str, str], place: str | None
) -> None:
    at = open_page(page, published, **formerly)
    assert query(at).get("place") == place if place else "place" not in query(at)
    assert not set(formerly) & set(query(at))
    assert at.selectbox(key=PLACE).value == (place or "all")
    assert not [each for each in at.info if "ที่อยู่หน้านี้" in each.value]


def test_the_place_stays_from_page_to_page_and_the_map_knows_it(published: Path) -> None:
    at = open_page(GROWTH, published)
    country = at.metric[0].value
    at.selectbox(key=PLACE).set_value(CHIANG_MAI).run()
    assert at.metric[0].value != country
    at.selectbox(key=PLACE).set_value(MAE_RIM).run()
    assert "ทั้งจังหวัด**เชียงใหม่**" in words(at)
    at.switch_page(MAP).run()
    assert query(at)["place"] == MAE_RIM
    assert "อำเภอใน" in "".join(each.value for each in at.header)
    at.switch_page("pages/everyone/projections/page.py").run()
    assert not [box for box in at.selectbox if box.key == PLACE], "it tells of the whole only"
    at.switch_page(AMPHOE).run()
    assert at.header[0].value == "แม่ริม · เชียงใหม่"


def test_a_link_names_another_place_than_the_session_has(published: Path) -> None:
    at = open_page(GROWTH, published, place="50")
    at.query_params["place"] = "83"
    at.run()
    assert at.selectbox(key=PLACE).value == "50", "a run on the same page is behind its session"
    at.query_params["place"] = "83"
    at.switch_page(ELECTIONS).run()
    assert at.selectbox(key=PLACE).value == "83"


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [("5099", "เชียงใหม่"), ("99", "ทั้งประเทศ"), ("region-moon", "ทั้งประเทศ"), ("<b>", "ทั้งประเทศ")],
)
def test_an_address_of_no_place_says_so_and_shows_the_nearest(
    published: Path, asked: str, nearest: str
) -> None:
    at = open_page(GROWTH, published, place=asked)
    refusal = at.info[0].value
    assert "ไม่ใช่พื้นที่ที่รู้จัก" in refusal
    assert f"**{nearest}**" in refusal
    assert "<b>" not in refusal
    at.selectbox(key=PLACE).set_value("83").run()
    assert "ที่อยู่หน้านี้" not in words(at)


def test_what_can_be_chosen_is_short_until_a_province_is(published: Path) -> None:
    at = open_page(GROWTH, published)
    assert len(at.selectbox(key=PLACE).options) == 1 + 4 + 77
    at.selectbox(key=PLACE).set_value(CHIANG_MAI).run()
    options = at.selectbox(key=PLACE).options
    assert len(options) == 1 + 4 + 77 + 25
    assert options[options.index("เชียงใหม่") + 1].startswith("อ.")
    bangkok = open_page(GROWTH, published, lang="en", place="10").selectbox(key="place-en")
    assert "Khet Dusit" in bangkok.options


def test_who_sees_some_provinces_chooses_among_those(worlds: tuple[Path, Path]) -> None:
    data = worlds[0]
    box = open_as("organiser@example.org", GROWTH, data, place="51").selectbox(key=PLACE)
    assert box.options[0] == "ลำพูน, เชียงใหม่"
    assert [each for each in box.options[1:] if not each.startswith("อ.")] == ["ลำพูน", "เชียงใหม่"]
    for other in ("52", "5205", "region-north", "9999"):
        at = open_as("organiser@example.org", GROWTH, data, place=other)
        assert at.selectbox(key=PLACE).value == "all"
        assert "บัญชีนี้ไม่ได้ดู" in at.info[0].value
        assert "place" not in query(at)


def test_of_one_province_the_whole_is_that_province(worlds: tuple[Path, Path]) -> None:
    at = open_as("third@example.org", MAP, worlds[0], province="52")
    assert at.selectbox(key=PLACE).value == "all"
    assert "place" not in query(at)
    assert not at.info
    options = at.selectbox(key=PLACE).options
    assert options[0] == "ลำปาง"
    assert len(options) == 1 + 13
    assert "อำเภอใน" in "".join(each.value for each in at.header)
