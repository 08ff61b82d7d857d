"""Does the page of events find what was held, withhold a few people, and say what one brings?"""

import shutil
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from etl.warehouse import editions
from i18n.phrases import phrases
from pages.access import viewer
from tests.pages.test_pages import cards, open_page, words
from tests.party import DAY, Party, event, member
from tests.slow import these

PAGE = "pages/everyone/events/page.py"
FIVE = ["Bang Sao Thong", "Mueang Nonthaburi", "Phra Nakhon Si Ayutthaya", "Phanom Sarakham",
        "Mueang Mukdahan"]  # fmt: skip


def opened(at: AppTest, key: str) -> AppTest:
    at.session_state[key] = True  # as a click on the box does
    return at.run()


def test_the_five_elections_of_22_october_are_found_by_their_day(published: Path) -> None:
    at = open_page(PAGE, published, lang="en", date="2023-10-22", kind="election")
    assert sorted(at.dataframe[0].value["Amphoe"]) == sorted(FIVE)
    assert cards(at)["Held"] == "9" and cards(at)["Coming"] == "0"
    assert "22 Oct 2023: **9** events" in words(at)


def test_four_weeks_before_and_after_are_the_default_and_the_address_keeps_another(
    published: Path,
) -> None:
    at = open_page(PAGE, published, lang="en")
    assert "24 Sep 2023 – 19 Nov 2023: **96** events" in words(at)
    assert cards(at)["Held"] == "68" and cards(at)["Coming"] == "28"
    every = open_page(PAGE, published, lang="en", span="all")
    assert "8 Jul 2023" in words(every)
    assert len(every.dataframe[0].value) > 96


def test_what_is_still_to_come_has_no_attendance_on_an_earlier_day(published: Path) -> None:
    at = open_page(PAGE, published, lang="en", asof="2023-10-10", date="2023-10-22")
    listed = at.dataframe[0].value
    assert set(listed["State"]) == {"Coming"}
    assert listed[["Attended", "No-shows", "Joined that day"]].isna().all(axis=None)
    assert listed["Registered"].notna().all()
    assert list(cards(at)) == ["Held", "Coming"]


@pytest.mark.parametrize("asked", these((0,), ["2023-10-18", "9999-12-31", "0001-01-01"]))
def test_a_day_without_an_event_says_so(asked: str, published: Path) -> None:
    at = open_page(PAGE, published, lang="en", date=asked)
    assert phrases()["word.none_here"]["en"] in words(at)


@pytest.mark.parametrize("asked", these((0,), ["22 ต.ค. 2566", "2023-13-01", "all", "-"]))
def test_a_day_that_is_none_is_ignored(asked: str, published: Path) -> None:
    at = open_page(PAGE, published, lang="en", date=asked)
    assert cards(at)["Held"] == "68"


@pytest.fixture
def party(party: Party) -> Party:
    party.members("2566-10-22", *[member(str(n)) for n in range(9)])
    rows = [
        event("1", held="15/10/2566", registered="30", attended="3", joined="1"),
        event("2", held="15/10/2566", amphoe="ฝาง", registered="10", attended="14", joined="0"),
        event("3", held="30/11/2566", amphoe="ฝาง", registered="6", attended="", joined=""),
    ]
    party.events(DAY, *rows)
    party.publish()
    return party


def test_few_people_are_told_nowhere_not_even_in_sums(party: Party) -> None:
    at = open_page(PAGE, party.data, lang="en", area="50", span="all")
    listed = at.dataframe[0].value.set_index("Amphoe")
    assert listed.loc["Mae Rim", ["Registered", "Attended", "No-shows", "Joined that day"]].tolist(
    ) == ["30", "< 5", "not told", "< 5"]  # fmt: skip
    assert cards(at)["Attended"] == "≈ 17"  # 14 and 2.5
    assert "for 2.5" in words(at)
    assert "“< 5” is 1 to 4 people" in words(at)


def test_a_flag_stands_in_words_beside_the_event_it_is_of(party: Party) -> None:
    at = open_page(PAGE, party.data, lang="en", span="all")
    notes = at.dataframe[0].value.set_index(["Amphoe", "Day"])["Note"]
    assert notes[("Fang", "15 Oct 2023")] == "⚠ more people attended than had registered"
    assert notes[("Mae Rim", "15 Oct 2023")] == ""
    assert "**Fang**, Chiang Mai, 15 Oct 2023" in words(at)


def test_amphoe_nobody_visited_are_counted_by_province_and_listed_when_asked(party: Party) -> None:
    at = open_page(PAGE, party.data, lang="en", area="50")
    before = len(at.dataframe)
    at = opened(at, "unvisited_table")
    assert len(at.dataframe) == before + 1
    assert max(len(frame.value) for frame in at.dataframe) == 23


@pytest.mark.parametrize("language", these((1,), ["th", "en"]))
def test_too_few_events_to_compare_say_that_we_cannot_tell_yet(language: str, party: Party) -> None:
    at = opened(open_page(PAGE, party.data, lang=language), "effect_box")
    assert not at.exception
    assert phrases()["events.verdict.cannot_tell_yet"][language] in words(at)
    assert phrases()["events.left_out.backfilled"][language] in words(at)


def test_the_sample_tells_how_many_members_an_event_brings(published: Path) -> None:
    at = open_page(PAGE, published, lang="en")
    assert "more members an event" not in words(at)
    at = opened(at, "effect_box")
    assert "About 1.7 more members an event in 28 days, between 0.6 and 2.7" in words(at)
    assert "**68** of 107 are left out" in words(at)
    table = next(frame.value for frame in at.dataframe if "What it says" in frame.value)
    of = table.set_index("Kind")["What it says"].to_dict()
    assert of["Member relations"] == "Brings members" and of["Training"] == "Cannot tell yet"
    assert "compares and proves nothing" in words(at)


def test_committees_are_described_and_not_claimed_as_cause(published: Path) -> None:
    at = open_page(PAGE, published, lang="en")
    assert "**49** of 77 provinces have a working committee; **28** have none" in words(at)
    assert "not that the committee is why" in words(at)
    at = opened(at, "committees_none")
    assert any(len(frame.value) == 28 for frame in at.dataframe)
    at = opened(at, "committees_each")
    each = next(frame.value for frame in at.dataframe if "Active people" in frame.value)
    assert len(each) == 49
    bangkok = each.set_index("Province").loc["Bangkok"]
    assert (bangkok["Active people"], bangkok["Formed on"]) == (20, "24 Jul 2023")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "⚠ Si Sa Ket, 31 May 2023: the committee ended before it was formed"),
        ("th", "⚠ ศรีสะเกษ, 31 พ.ค. 2566: คณะทำงานสิ้นสุดก่อนวันตั้ง"),
    ],
)
def test_a_committee_whose_days_cannot_be_right_is_named(
    language: str, told: str, published: Path
) -> None:
    assert told in words(open_page(PAGE, published, lang=language))


@pytest.mark.parametrize(
    ("lang", "said"),
    these(
        (0,),
        [
            ("th", "ยังไม่ถึงวันจัด แต่มีผู้เข้าร่วมแล้ว"),
            ("en", "the event is still to come and has been attended already"),
        ],
    ),
)
def test_an_event_to_come_that_was_attended_says_so_in_both_languages(
    lang: str, said: str, tmp_path: Path
) -> None:
    settings = Party(tmp_path)
    settings.members("2566-10-22", *[member(str(n)) for n in range(9)])
    settings.events(DAY, event("1", held="30/11/2566"))
    settings.publish()
    at = open_page(PAGE, tmp_path, lang=lang, span="all")
    assert said in at.dataframe[0].value.to_csv()


@pytest.mark.parametrize("language", these((0,), ["th", "en"]))
def test_a_party_without_exports_of_events_is_told_where_to_put_them(
    language: str, tmp_path: Path
) -> None:
    settings = Party(tmp_path)
    settings.members("2566-10-22", member("1"))
    settings.publish()
    at = open_page(PAGE, tmp_path, lang=language)
    assert [info.value for info in at.info] == [phrases()["empty.none_loaded"][language]] * 2
    assert "Events:" not in words(open_page("pages/everyone/overview/page.py", tmp_path))


def test_an_organiser_of_one_province_finds_its_events_alone(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    organiser = viewer.Viewer(provinces=("12",), audiences=frozenset({"everyone", "organisers"}))
    monkeypatch.setattr(viewer, "viewer", lambda: organiser)
    at = open_page(PAGE, published, lang="en", span="all")
    assert set(at.dataframe[0].value["Province"]) == {"Nonthaburi"}
    assert "of 1 provinces have a working committee" in words(at)


def test_the_overview_s_week_has_a_line_for_events_and_committees(published: Path) -> None:
    text = words(open_page("pages/everyone/overview/page.py", published, lang="en"))
    assert "Events: 19 held, 9 next week" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Working committees" not in text, "none was formed and none ended"


def test_an_amphoe_s_page_has_its_events_with_venue_and_its_proposals(published: Path) -> None:
    at = open_page("pages/organisers/amphoe/page.py", published, lang="en", at="4801")
    held = next(frame.value for frame in at.dataframe if "Venue" in frame.value)
    assert held["Venue"].tolist() == ["ห้องประชุมโรงแรม"]
    wanted = next(frame.value for frame in at.dataframe if "Supporters" in frame.value)
    assert wanted["Status"].tolist() == ["Supported"]
    assert wanted["Answer"].tolist() == ["waiting 121 days"]


def test_an_amphoe_s_page_tells_who_took_part_in_polls_and_its_province_s_committee(
    published: Path,
) -> None:
    page = "pages/organisers/amphoe/page.py"
    at = open_page(page, published, lang="en", at="5007")
    table = next(frame.value for frame in at.dataframe if "People who answered" in frame.value)
    newest, first = table.iloc[0], table.iloc[-1]
    assert (newest["People who answered"], newest["Members"], newest["State"]) == (7, 110, "Closed")
    assert pd.isna(first["People who answered"])
    assert "The province has had a working committee since" in words(
        open_page(page, published, lang="en", at="1001")
    )


def test_the_gaps_are_not_ordered_by_visits_that_bring_as_much_everywhere(published: Path) -> None:
    at = open_page("pages/organisers/gaps/page.py", published, lang="en", rank="visit")
    assert "no more in one place than in another" in words(at)
    assert all("A visit may bring" not in frame.value for frame in at.dataframe)


def test_the_gaps_are_ordered_by_visits_once_places_differ(published: Path, tmp_path: Path) -> None:
    folder = tmp_path / "differs"
    shutil.copytree(published, folder)
    settings = Party(folder)
    name = editions.current_edition(settings)
    assert name
    path = editions.public_path(settings, name)
    path.with_name("seal.json").unlink()
    with duckdb.connect(str(path)) as con:
        con.execute(
            """
            update membership_daily as daily set joined = daily.joined + 4 from events
            where daily.amphoe_code = events.amphoe_code
                and events.province_code in ('50', '51', '52', '53', '54', '55', '56', '57', '58')
                and daily.date between held_on and held_on + 27
            """
        )
    at = open_page("pages/organisers/gaps/page.py", folder, lang="en", rank="visit")
    column = "A visit may bring"
    listed = next(frame.value for frame in at.dataframe if column in frame.value)
    first = [float(cell.split()[0].replace("−", "-")) for cell in listed[column]]
    assert first == sorted(first, reverse=True) and first[0] > first[-1]
    assert "Ordered by the new members a visit is expected to bring" in words(at)
