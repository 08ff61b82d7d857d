"""Does the page of elections show what was told, band what is small, and say why it is empty?"""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from i18n.phrases import phrases
from reports.spreadsheets.csv_files import csv_bytes
from reports.spreadsheets.xlsx_files import xlsx_bytes
from tests.metrics.elections.voting_party import NAME, build
from tests.pages.test_pages import cards, open_page, words
from tests.party import Party, election, member
from tests.slow import these

PAGE = "pages/everyone/elections/page.py"


@pytest.fixture(scope="module")
def voted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    party = build(tmp_path_factory.mktemp("voted"))
    return party.data


def test_the_cards_tell_every_phase_there_is(voted: Path) -> None:
    at = open_page(PAGE, voted, lang="en")
    assert cards(at) == {
        "Coming": "1",
        "Held": "5",
        "Past its day, no word": "1",
        "Cancelled": "1",
        "Void": "1",
        "Turnout": "51.4%",
        "Announcement → result": "11.5 days",
        "Announcement → vote": "10 days",
        "Vote → result": "1.5 days",
    }
    assert "1 in draft" in words(at)


def test_the_sentences_are_those_of_the_figures(voted: Path) -> None:
    text = words(open_page(PAGE, voted, lang="en"))
    assert "51.4% turned out: 180 of 350 eligible, in 3 elections" in text
    assert "Not counted: 1 that lack a count, 1 with under 5 people" in text
    assert "Hybrid: 40 online (57%) · 30 on site" in text
    assert "3 of 4 elections contested, 1 with one candidate only" in text
    assert "1 more do not tell" in text
    assert "7 to 30 days, over 4 elections" in text


def test_the_list_of_the_address_is_shown(voted: Path) -> None:
    coming = open_page(PAGE, voted, lang="en").dataframe[0].value
    assert coming[["Amphoe", "Days until"]].to_numpy().tolist() == [["Phrao", 7]]
    off = open_page(PAGE, voted, lang="en", list="off").dataframe[0].value
    assert off["Status"].tolist() == ["Cancelled", "Void"]
    overdue = open_page(PAGE, voted, lang="en", list="overdue").dataframe[0].value
    assert overdue["Amphoe"].tolist() == ["Mae Chaem"]


def test_held_elections_come_newest_first_with_small_counts_banded(voted: Path) -> None:
    at = open_page(PAGE, voted, lang="en", list="held")
    held = at.dataframe[0].value.set_index("Amphoe")
    assert held.index.tolist()[:3] == ["Samoeng", "Kathu", "Fang"]
    assert held.loc["Kathu", "Ballots"] == "< 5"
    assert held.loc["Mae Rim", ["Valid", "Spoiled", "No vote"]].tolist() == [70, "not told", "< 5"]
    phuket = held.loc["Mueang Phuket", ["Ballots online", "Ballots on site"]]
    assert phuket.tolist() == ["< 5", "not told"]
    assert "“< 5” is 1 to 4 people" in words(at)


def test_the_downloads_are_banded_as_the_table_is(
    voted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: list[bytes] = []

    def keep(*args: object, **told: object) -> None:
        make, name = told.get("file"), str(told["name"])
        if callable(make) and name == "elections_held":
            files.extend([csv_bytes(make()), xlsx_bytes({name: make()})])

    monkeypatch.setattr("pages.everyone.elections.table.tables.show", keep)
    open_page(PAGE, voted, lang="en", list="held")
    text, book = files[-2:]
    rows = {
        row["Election id"]: row for row in csv.DictReader(io.StringIO(text.decode("utf-8-sig")))
    }
    assert [rows["E3"][name] for name in ("Eligible", "Ballots", "Turnout %")] == ["20", "< 5", ""]
    assert [rows["E10"][name] for name in ("Ballots online", "Ballots on site")] == [
        "< 5",
        "not told",
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    cells = [list(row) for row in sheet.iter_rows(values_only=True)]
    by_id = {row[cells[0].index("Election id")]: row for row in cells}
    ballots = cells[0].index("Ballots")
    assert (by_id["E3"][ballots], by_id["E2"][ballots]) == ("< 5", 70)


def test_what_does_not_add_up_is_said_above_and_at_the_election(voted: Path) -> None:
    at = open_page(PAGE, voted, lang="en", list="off")
    assert "Figures or dates do not fit together" in words(at)
    assert "- more ballots than eligible members: 1" in words(at)
    assert "candidates of an election that no elections export tells of: 1" in words(at)
    assert "**Mae Taeng**, Chiang Mai, 8 Oct 2023: ⚠ more ballots than eligible" in words(at)
    notes = at.dataframe[0].value.set_index("Amphoe")["Note"].dropna()
    assert notes.to_dict() == {"Mae Taeng": "⚠ more ballots than eligible members"}


def test_no_candidate_is_named(voted: Path) -> None:
    for chosen in ("coming", "held", "overdue", "off"):
        at = open_page(PAGE, voted, list=chosen)
        everything = words(at) + "".join(frame.value.to_csv() for frame in at.dataframe)
        assert NAME.split()[0] not in everything
        assert NAME.split()[1] not in everything


def test_an_earlier_day_has_what_was_known_then(voted: Path) -> None:
    at = open_page(PAGE, voted, lang="en", asof="2023-10-09")
    assert cards(at)["Coming"] == "2"
    assert cards(at)["Held"] == "3"
    assert at.dataframe[0].value["Amphoe"].tolist() == ["Mae Chaem", "Kathu"]


def test_an_area_of_one_province_is_not_divided_by_region(voted: Path) -> None:
    country = open_page(PAGE, voted, lang="en", scheme="nesdb")
    assert len(country.dataframe) == 3
    assert country.dataframe[2].value["Region"].tolist() == ["North", "South"]
    province = open_page(PAGE, voted, lang="en", area="83")
    assert cards(province)["Held"] == "2"
    assert len(province.dataframe) == 2


def test_months_are_chosen_in_the_address(voted: Path) -> None:
    at = open_page(PAGE, voted, lang="en", step="month")
    assert at.session_state["step-en"] == "month"


def test_an_area_without_elections_says_so(voted: Path) -> None:
    at = open_page(PAGE, voted, lang="en", area="10")
    assert [info.value for info in at.info] == [phrases()["word.none_here"]["en"]]
    assert not at.metric


@pytest.mark.parametrize("language", these((0,), ["th", "en"]))
def test_a_party_without_an_elections_file_is_told_where_to_put_one(
    language: str, party: Party
) -> None:
    party.members("2566-10-22", member("1"))
    party.publish()
    at = open_page(PAGE, party.data, lang=language)
    assert [info.value for info in at.info] == [phrases()["empty.none_loaded"][language]]


def test_elections_announced_and_none_held_have_a_calendar_and_no_turnout(party: Party) -> None:
    party.members("2566-10-22", member("1"))
    party.elections("2566-10-22", election("1", held="29/10/2566", status="ประกาศแล้ว"))
    party.publish()
    at = open_page(PAGE, party.data, lang="en")
    assert cards(at) == {"Coming": "1", "Held": "0"}
    assert phrases()["word.none_here"]["en"] in words(at)


def test_elections_that_tell_no_figures_say_that_nothing_is_known(party: Party) -> None:
    party.elections("2566-10-22", election("1"))
    party.publish()
    page_text = words(open_page(PAGE, party.data, lang="en"))
    assert page_text.count(phrases()["word.none_here"]["en"]) == 3
