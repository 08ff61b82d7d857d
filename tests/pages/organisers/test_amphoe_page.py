"""Does one amphoe's page say where it stands and what comes next, at an address of its own?"""

from datetime import date
from pathlib import Path

import pytest

from i18n.phrases import phrases
from pages.access import viewer
from tests.pages.test_pages import alts, open_page, words
from tests.party import Party, election, member

PAGE = "pages/organisers/amphoe/page.py"
IN_DOUBT, VACANT, AHEAD = "5014", "5013", "1013"


def test_the_address_opens_the_amphoe_with_its_step_and_what_comes_next(published: Path) -> None:
    at = open_page(PAGE, published, lang="en", at=VACANT)
    page_text = words(at)
    assert at.header[0].value == "San Kamphaeng · Chiang Mai"
    assert "สันกำแพง" in page_text and "Vacant" in page_text
    assert "since 18 Oct 2023 (4 days)" in page_text
    assert "What to do next: Had one until 17 Oct 2023: announce an election" in page_text
    assert "Nobody is in office here on this day." in words(at)
    past = at.dataframe[0].value
    assert past.iloc[:, 1].tolist()[:2] == ["18 Oct 2023", "1 Oct 2023"]
    assert past.iloc[:, 3].tolist()[:2] == ["4 days", "17 days"]


def test_its_members_are_shown_though_others_have_too_few_to_show(published: Path) -> None:
    at = open_page(PAGE, published, lang="en", at="5007")
    assert "113 members: the threshold" in "".join(alts(at)) + words(at)


def test_a_representative_in_doubt_is_named_with_the_reason(published: Path) -> None:
    at = open_page(PAGE, published, lang="en", at=IN_DOUBT)
    warned = " ".join(str(each.value) for each in at.warning)
    assert "In doubt: Moved out of the amphoe (To decide)" in warned
    assert "review it and decide" in words(at)
    at.session_state["stood_table"] = True  # as a click on it does
    at.run()
    assert len(at.dataframe[0].value) == 3


def test_who_is_no_organiser_has_no_such_page(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = viewer.Viewer(provinces=None, audiences=frozenset({"everyone"}))
    monkeypatch.setattr(viewer, "viewer", lambda: nobody)
    at = open_page("pages/everyone/overview/page.py", published, lang="en", at=IN_DOUBT)
    with pytest.raises(ValueError, match="navigation page"):
        at.switch_page(PAGE).run()


def test_an_upcoming_election_is_the_next_step(published: Path) -> None:
    at = open_page(PAGE, published, at=AHEAD)
    assert "จัดการเลือกตั้งตามนัด 28 ต.ค. 2566" in words(at)
    assert "โอกาสได้ตัวแทนใน 4 สัปดาห์" in words(at)


def test_without_an_amphoe_chosen_there_is_where_to_begin(published: Path) -> None:
    at = open_page(PAGE, published, lang="en")
    urgent, readiest = (frame.value for frame in at.dataframe)
    assert len(urgent) == 3 and len(readiest) == 10
    at.selectbox(key="place-en").set_value("50").run()
    urgent, readiest = (set(frame.value["Province"]) for frame in at.dataframe)
    assert urgent == readiest == {"Chiang Mai"}
    at.selectbox(key="place-en").set_value("5007").run()
    assert at.query_params["place"] == "5007"
    assert at.header[0].value == "Mae Rim · Chiang Mai"


def test_a_code_no_amphoe_has_is_said(published: Path) -> None:
    at = open_page(PAGE, published, lang="en", at="9999")
    assert "names no place that is known" in words(at)


def test_few_members_are_not_drawn_and_nothing_is_said_plainly(party: Party) -> None:
    party.members("2566-10-22", member("1"), member("2"))
    party.elections("2566-10-22", election("1", amphoe="ฝาง"))
    party.publish()
    few = open_page(PAGE, party.data, lang="en", at="5007")
    assert "Withheld: under 5 people" in words(few)
    assert phrases()["word.none_here"]["en"] in words(few)
    none = open_page(PAGE, party.data, lang="en", at="5009")
    assert phrases()["word.none_here"]["en"] in words(none)
    assert "Name not known" in words(none)
    none.session_state["stood_table"] = True  # as a click on it does
    none.run()
    assert words(none).count(phrases()["word.none_here"]["en"]) > 1


def test_on_an_earlier_day_the_page_shows_what_was_so_then(published: Path) -> None:
    earlier = date(2023, 10, 10).isoformat()
    at = open_page(PAGE, published, lang="en", at=VACANT, asof=earlier)
    assert "Has a representative" in words(at)
    assert "since 1 Oct 2023 (9 days)" in words(at)
