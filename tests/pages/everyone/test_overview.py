"""Does the week's page answer at first sight: where both numbers are, what changed, what waits?"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from i18n.phrases import phrases
from pages.access import viewer
from pages.ui.headline import small_curve, track_card
from pages.ui.headline.small_curve import Curve, Event
from pages.ui.headline.track_card import Line, Track
from tests.browser import Visit, settle, wait_until_drawn
from tests.metrics.targets.growing_party import day, people, thai
from tests.pages.test_pages import open_page, tracks, words
from tests.party import Party, election, member
from tests.slow import these

PAGE = "pages/everyone/overview/page.py"
HEAD = "metric,value,start_on,deadline,label_th,label_en,source"
EVERYONE, ORGANISERS = frozenset({"everyone"}), frozenset({"everyone", "organisers"})
DAYS = [date(2023, 9, 3), date(2023, 9, 10), date(2023, 9, 17), date(2023, 10, 1)]


def page_text(folder: Path, **query: str) -> str:
    """What the page says in English, with plain blanks between its words."""
    said = words(open_page(PAGE, folder, lang="en", **query))
    return said.replace("\N{NO-BREAK SPACE}", " ")


def grown(party: Party, *targets: str, weeks: int = 20) -> Party:
    """Publish the growing party: 380 members on 18 Oct 2023, 14 more each week."""
    party.write_list("targets.csv", HEAD, *targets)
    for week in (0, weeks - 1, weeks):
        party.members(thai(day(week)), *people(week))
    party.publish()
    return party


def test_the_heading_is_the_finding_and_the_menu_has_the_pages_name(published: Path) -> None:
    at = open_page(PAGE, published)
    assert [title.value for title in at.title] == [
        "สมาชิกโตเร็วพอสำหรับแสนคน แต่ตัวแทนอำเภอต้องเร็วขึ้นกว่า 2 เท่า"
    ]


def test_the_cards_say_the_pace_the_chance_and_how_good_forecasts_were(published: Path) -> None:
    said = page_text(published)
    assert "100,000 · 31 Dec" in said and "400 · 6 Apr 2024" in said
    assert re.search(r"about 54 in 100 needs 2,224 a week gets 2,599 our ranges", said)
    assert re.search(r"about 2 in 100 needs 15.6 a week gets 7.2 27 verified", said)
    assert "today" not in said, "a target's first day has no line to be on"


def test_three_days_before_a_deadline_it_says_what_three_days_must_bring(party: Party) -> None:
    grown(party, "members,80380,2023-06-01,2023-10-21,ก,a,x")
    said = page_text(party.data)
    assert "needs 80,000 in 3 days" in said and "needs 8,0" not in said
    assert "Members are 80,000 short with 3 days left" in said


def test_curves_are_read_with_the_partys_own_events(published: Path) -> None:
    said = page_text(published)
    assert "Members grow faster since the extraordinary meeting" in said
    assert said.count("23 Sep") == 2, "on both curves"
    assert said.count("extraordinary meeting") == 1, "once, in a title"
    assert "About 7 amphoe more a week" in said


def test_a_party_without_events_of_its_own_has_none_on_its_curves(party: Party) -> None:
    party.write_list("marks.csv", "marked_on,label_th,label_en,source")
    grown(party)
    said = page_text(party.data)
    assert "meeting" not in said and "Members grow by about 14 a week" in said


def test_after_its_first_week_a_target_has_its_straight_line(party: Party) -> None:
    target = "members,1000,2023-09-27,2023-12-31,ก,a,x"
    grown(party, target, weeks=20)
    assert "should be 484 today" in page_text(party.data), "338 at its start, 21 of 95 days gone"
    grown(party, target.replace("2023-09-27", "2023-10-12"))
    assert "today" not in page_text(party.data)


def test_amphoe_are_named_with_a_link_the_first_of_their_province_before(published: Path) -> None:
    at = open_page(PAGE, published, lang="en", on="2566-10-22")
    said, drawn = page_text(published), "".join(each.proto.body for each in at.get("html"))
    assert "8 gained: 5 new provinces Rasi Salai · " in said
    assert "Mueang Nakhon Sawan 6 more" in said
    assert "1 lost: San Kamphaeng" in said
    assert '<a href="amphoe?lang=en&amp;place=3309">Rasi Salai<' in drawn
    earlier = open_page(PAGE, published, lang="en", on="2566-10-20")
    drawn = "".join(each.proto.body for each in earlier.get("html"))
    assert "on=2566-10-20" in drawn, "links lead to the day looked at"


@pytest.mark.parametrize(
    ("audiences", "links"),
    [
        (EVERYONE, {"projections", "events", "coverage_map"}),
        (ORGANISERS, {"projections", "events", "coverage_map", "amphoe", "reviews", "data_health"}),
    ],
)
def test_who_looks_is_led_only_to_pages_of_theirs(
    audiences: frozenset[str], links: set[str], published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewer, "viewer", lambda: viewer.Viewer(None, audiences))
    at = open_page(PAGE, published, lang="en")
    drawn = "".join(each.proto.body for each in at.get("html"))
    found = {address.partition("?")[0] for address in re.findall('href="([^"]+)"', drawn)}
    assert found - {"listening"} == links
    assert ("Waiting for a decision" in words(at)) is (audiences == ORGANISERS)


def test_what_waits_is_counted(published: Path) -> None:
    said = page_text(published)
    assert "2 representatives in doubt" in said
    assert re.search(r"\d+ names of no known amphoe", said)
    assert re.search(r"\d+ proposals waiting over 30 days", said)
    assert "overdue" not in said


def test_an_organiser_of_one_province_sees_its_numbers_alone(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewer, "viewer", lambda: viewer.Viewer(("12",), ORGANISERS))
    at = open_page(PAGE, published, lang="en")
    members, covered = tracks(at)
    assert int(members.replace(",", "")) < 5000 and int(covered) < 7
    said = words(at).replace("\N{NO-BREAK SPACE}", " ")
    assert "of 6" in said and said.count("No target is set for this place") == 2
    assert "San Kamphaeng" not in said and "100,000" not in said


def test_of_a_province_chosen_the_page_tells_that_province(published: Path) -> None:
    at = open_page(PAGE, published, lang="en", place="12")
    assert tracks(at) == ["3,073", "1"]
    said = words(at).replace("\N{NO-BREAK SPACE}", " ")
    assert "of 6" in said and "Mueang Nonthaburi" in said and "San Kamphaeng" not in said
    assert said.count("No target is set for this place") == 2
    drawn = "".join(each.proto.body for each in at.get("html"))
    assert "place=12" in drawn, "links keep the place"
    region = tracks(open_page(PAGE, published, place="region-north"))
    assert int(region[0].replace(",", "")) < 77_760
    assert tracks(open_page(PAGE, published, place="1201")) == ["3,073", "1"], "of its province"


def test_of_few_members_no_number_is_told_nor_drawn(party: Party) -> None:
    for listed in ("2566-09-22", "2566-10-15", "2566-10-22"):
        rows = [member(f"a{n}") for n in range(30)]
        rows += [member(f"b{n}", province="ลำพูน", amphoe="แม่ทา") for n in range(3)]
        party.members(listed, *rows)
    party.elections("2566-10-22", election("1", province="ลำพูน", amphoe="แม่ทา", held="8/10/2566"))
    party.publish()
    at = open_page(PAGE, party.data, lang="en", place="51")
    assert tracks(at) == [phrases()["small.few"]["en"], "1"]
    assert at.title[0].value.startswith("Representatives ")
    drawn = "".join(each.proto.body for each in at.get("html"))
    assert drawn.count('<figure class="curve">') == 1, "of amphoe alone"
    assert "joined" not in words(at)


def test_without_elections_only_members_are_spoken_of(party: Party) -> None:
    grown(party, "members,1000,2023-06-01,2023-12-31,ก,a,x")
    said = page_text(party.data)
    assert "There is no export of elections yet" in said and "representatives" not in said
    assert "No amphoe has a representative yet" in said


def test_without_members_only_elections_are_spoken_of(party: Party) -> None:
    party.elections("2566-10-22", election("1", held="20/10/2566"))
    party.publish()
    said = page_text(party.data)
    assert "There is no members' list yet" in said
    assert "Representatives must" in said and "Members" not in said.split("As of")[0]


def test_the_first_list_brings_a_number_and_no_pace(party: Party) -> None:
    party.members("2566-10-22", *[member(str(n)) for n in range(30)])
    party.publish()
    at = open_page(PAGE, party.data, lang="en")
    assert at.title[0].value == "Members are 99,970 short of 100,000"
    assert tracks(at)[0] == "30"
    said = words(at)
    assert "The lists do not reach back four weeks yet" in said and "gets" not in said
    assert "joined" not in said


def test_without_targets_the_week_itself_is_the_finding(party: Party) -> None:
    grown(party)
    at = open_page(PAGE, party.data, lang="en")
    assert at.title[0].value == "Members grew by 14 in 7 days"
    assert words(at).count("No target is set") == 1


def test_old_lists_are_told_up_to_their_day(party: Party) -> None:
    grown(party, "members,1000,2023-06-01,2023-12-31,ก,a,x")
    party.elections("2566-11-18", election("1", held="17/11/2566"))
    party.publish()
    said = page_text(party.data)
    assert "Nothing is known of members after 18 Oct 2023, but " in said
    assert "known only up to 18 Oct 2023" in said and "gets" not in said
    assert "Exports overdue: members" in said


def test_a_card_marks_where_the_number_should_be() -> None:
    track = Track(
        "<Members>",
        "77,760",
        share=0.7776,
        line=Line(0.9, "due 90,000"),
        goal="100,000 · 31 Dec",
        lead="likely",
        address="projections?a=1&b=2",
        rest=["needs 5"],
        notes=["of <some>"],
    )
    drawn = track_card.card(track)
    assert "&lt;Members&gt;" in drawn and "of &lt;some&gt;" in drawn
    assert 'style="width:77.8%"' in drawn and 'class="due" style="left:90.0%"' in drawn
    assert '<span style="right:10.0%">due 90,000' in drawn
    assert 'href="projections?a=1&amp;b=2"' in drawn
    assert drawn.count("77,760") == 1
    plain = track_card.card(Track("Members", "•", notes=["withheld"]))
    assert "bar" not in plain and "href" not in plain
    over = track_card.card(Track("Members", "130", share=1.3, line=Line(1.4, "x"), goal="100"))
    assert 'style="width:100.0%"' in over and "left:100.0%" in over


def heights(figure: str) -> list[float]:
    """Where the line lies at each place, in percent from the top."""
    line = figure.split("polygon(")[1].split(')">')[0]
    return [float(y) for y in re.findall(r"calc\(([\d.]+)% - ", line)]


def test_a_curve_is_highest_where_the_number_is_greatest_and_days_keep_their_distance() -> None:
    curve = Curve(
        "<grew>", DAYS, [10, 30, 20, 20], ("3 Sep", "1 Oct"), [Event(date(2023, 9, 17), "a & b")]
    )
    drawn = small_curve.figure(curve)
    ys = heights(drawn)
    assert len(ys) == 4 and ys[1] < ys[2] == ys[3] < ys[0]
    assert re.findall(r"polygon\(([\d.]+)% .*?,([\d.]+)% .*?,([\d.]+)%", drawn) == [
        ("0.0", "25.0", "50.0")
    ]
    assert "&lt;grew&gt;" in drawn and "a &amp; b" in drawn
    assert 'class="mark" style="left:50.0%"' in drawn
    flat = Curve("same", DAYS, [7, 7, 7, 7], ("a", "b"), [Event(DAYS[0], "at the edge")])
    assert len(set(heights(small_curve.figure(flat)))) == 1
    assert "at the edge" not in small_curve.figure(flat)


SCREENS: Mapping[str, tuple[int, int, bool]] = {
    "laptop": (1366, 768, False),
    "phone": (390, 844, True),
}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "screen"),
    these((0, 3), [(language, screen) for language in ("th", "en") for screen in SCREENS]),
)
def test_the_answer_is_on_the_first_screen(
    screen: str, language: str, address: str, go_on: Visit
) -> None:
    width, height, is_phone = SCREENS[screen]
    page = go_on(f"{address}/?lang={language}", width=width, height=height, phone=is_phone)
    settle(page)
    wait_until_drawn(page)
    if not is_phone:
        expect(page.locator(".amphoe-map .ring")).to_have_count(8)
    for part in (".track >> nth=1", ".st-key-week_changed", ".st-key-week_map .amphoe-map"):
        box = page.locator(part).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= width, part
        # What changed may go on below a phone's screen, in the longer words of English.
        assert box["y"] + (60 if is_phone and "changed" in part else box["height"]) <= height, part
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.track p, .track h2, .week-list li, figcaption')]
            .filter(each => each.scrollWidth > each.clientWidth + 1 && each.clientWidth)
            .map(each => each.innerText)"""
    )
    assert cut == []
    if not is_phone and language == "th":
        curves = page.locator(".curves").bounding_box()
        assert curves and curves["y"] + curves["height"] <= height
    if is_phone:
        waits, dock = (
            page.locator(each).bounding_box() for each in (".st-key-week_waiting", ".tools-phone")
        )
        assert waits and dock and (language == "en" or waits["y"] + 80 <= dock["y"])


def dots(page: Page) -> list[float]:
    """How far right of its box's left edge each separator of the cards lies."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll('.track .said')].flatMap(box => {
                const left = box.getBoundingClientRect().left
                return [...box.firstChild.children].map(each =>
                    each.getBoundingClientRect().left - left)
            })"""
        )
    )


@pytest.mark.browser
@pytest.mark.parametrize("width", [1366, 390, 360])
def test_no_line_of_a_card_begins_or_ends_with_a_separator(
    width: int, address: str, go_on: Visit
) -> None:
    page = go_on(f"{address}/?lang=th", width=width, height=844)
    settle(page)
    # A part carries its separator before it; the first of a line has it outside the box.
    found = dots(page)
    assert len(found) >= 7 and all(at < -8 or at > 8 for at in found), found
    lists = page.locator(".week-list").evaluate_all("all => all.map(each => each.innerText)")
    assert not [each for each in lists if " · " in each], "a blank after it may break the line"


@pytest.mark.browser
def test_the_page_is_one_sheet_of_paper(address: str, go_on: Visit) -> None:
    page = go_on(f"{address}/?lang=th", width=1366, height=768)
    settle(page)
    wait_until_drawn(page)
    sheet = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", sheet)) == 1


@pytest.mark.browser
def test_the_pages_name_is_an_address_as_of_every_page(address: str, go_on: Visit) -> None:
    page = go_on(f"{address}/overview?lang=en&place=12")
    settle(page)
    expect(page.locator(".track .now b").first).to_have_text("3,073")
    assert page.get_by_role("dialog").count() == 0, "it is called not found"
    assert page.url.removeprefix(address).startswith("/?") and "place=12" in page.url


@pytest.mark.browser
def test_links_have_a_ring_and_lead_to_their_page(address: str, go_on: Visit) -> None:
    page = go_on(f"{address}/?lang=en", width=1366, height=768)
    settle(page)
    link = page.locator(".track a").first
    link.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert link.evaluate("each => getComputedStyle(each).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/projections?*")
    settle(page)
    expect(page.locator("h1")).to_have_text(phrases()["projections.title"]["en"])
    assert "lang=en" in page.url


@pytest.mark.browser
def test_no_library_of_charts_is_asked_for(address: str, visit: Visit) -> None:
    asked: list[str] = []
    page: Page = visit("about:blank", width=390, height=844, phone=True)
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{address}/?lang=en")
    settle(page)
    wait_until_drawn(page)
    expect(page.locator(".curve")).to_have_count(2)
    line = page.locator(".curve .area i").first
    assert line.evaluate("e => getComputedStyle(e).clipPath")[:8] == "polygon("
    assert not [name for name in asked if name.startswith(("embed.", "PlotlyChart."))]
    assert not [name for name in asked if name.startswith("plotly")]
    files = [name for name in asked if name.endswith((".js", ".json", ".css", ".woff2"))]
    assert len(files) == len(set(files)) > 60, "fetched twice"
