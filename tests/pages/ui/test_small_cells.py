"""Does any page that is not the officers' show a count of people under five? Looked for.

The numbers of the party are distinctive: every amphoe that may be shown has over a hundred, so that
any small number about members would be one that was planted.
"""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from etl.warehouse import editions
from i18n.phrases import phrases
from metrics.members import ladder
from tests.pages.access.test_scope import open_as
from tests.pages.test_pages import PAGES, open_page, words
from tests.party import Party, member
from tests.signing_in import ISSUER, person, write_list
from tests.slow import these

SMALL = {"แม่ริม": 3, "ฝาง": 117, "เชียงดาว": 131}
"""In Chiang Mai; in Phuket there is one amphoe with four, and those of no known amphoe."""
OPEN = [page for page in PAGES if not page.startswith("pages/officers/")]


@pytest.fixture(scope="module")
def party(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    settings = Party(folder, drop_pct=1000)
    rows = [
        member(f"{amphoe}{number}", province="เชียงใหม่", amphoe=amphoe, expires="31/12/2570")
        for amphoe, count in SMALL.items()
        for number in range(count)
    ]
    rows += [member(f"p{n}", province="ภูเก็ต", amphoe="กะทู้") for n in range(4)]
    rows += [member(f"q{n}", province="ภูเก็ต", amphoe="ถลาง") for n in range(151)]
    rows += [member(f"u{n}", province="ภูเก็ต", amphoe="") for n in range(2)]
    settings.members("2566-08-31", *rows)
    settings.members("2566-09-30", *rows)
    settings.publish(looks_ahead=True)
    return folder


def tables(at: AppTest) -> list[pd.DataFrame]:
    return [each.value for each in at.dataframe]


@pytest.mark.parametrize("page", these(range(0, len(OPEN), 2), OPEN))
def test_no_open_page_shows_a_count_of_members_under_five(page: str, party: Path) -> None:
    for query in ({}, {"area": "83"}, {"province": "50"}, {"amphoe": "5007"}):
        at = open_page(page, party, lang="en", **query)
        for frame in tables(at):
            for column in frame.columns:
                is_people = "Members" in str(column) or str(column) in ("Yearly", "Rows")
                if is_people and pd.api.types.is_numeric_dtype(frame[column]):
                    cells = frame[column].dropna()
                    assert not cells.between(1, 4).any(), f"{page} {column}"
        page_text = words(at)
        for cells in ("3 members", "4 members", "including 2 of", "97 more", "96 more"):
            assert cells not in page_text, f"{page}: {cells}"


def test_the_map_page_lists_a_small_amphoe_and_what_hides_it_without_their_numbers(
    party: Path,
) -> None:
    at = open_page("pages/everyone/coverage_map/page.py", party, lang="en", province="50")
    few, hidden = (phrases()[f"small.{mark}"]["en"] for mark in ("few", "hidden"))
    (frame,) = [each for each in tables(at) if "Members *" in each.columns]
    rows = frame[frame["Members *"].isin([few, hidden])]
    assert sorted(rows["Members *"]) == sorted([few, hidden])
    assert rows["Members"].isna().all()
    # What hides it is one of the other two, by its code.
    assert frame["Members"].dropna().loc[lambda cells: cells > 0].size == 1


def test_officers_alone_are_told_the_number(party: Path) -> None:
    settings = Party(party)
    edition = editions.current_edition(settings)
    assert edition
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        rows = ladder.by_amphoe(con, on=pd.Timestamp("2023-09-30").date())
    assert sorted(rows.loc[rows["members"] > 0, "members"]) == [3, 4, 117, 131, 151]


def test_no_scenario_tells_how_few_members_a_viewer_s_only_province_has(tmp_path: Path) -> None:
    settings = Party(tmp_path, drop_pct=1000)
    rows = [member(f"few{n}", province="ภูเก็ต", amphoe="กะทู้") for n in range(3)]
    rows += [member(f"many{n}", province="เชียงใหม่", amphoe="ฝาง") for n in range(117)]
    # What hides the few, so that the country less the others does not tell them.
    rows += [member(f"more{n}", province="ลำพูน", amphoe="ลี้") for n in range(31)]
    settings.members("2566-08-31", *rows)
    settings.members("2566-09-30", *rows)
    settings.publish(looks_ahead=True)
    write_list(
        tmp_path,
        ISSUER,
        person("south@example.org", "viewer", ["83"]),
        person("north@example.org", "viewer", ["50"]),
    )
    page = "pages/everyone/projections/page.py"
    query = {"lang": "en", "members_week": "0"}
    few = open_as("south@example.org", page, tmp_path, **query)
    assert not few.exception, few.exception
    assert "**3**" not in words(few)
    assert any("Withheld: under 5 people" in each.value for each in few.info)
    many = open_as("north@example.org", page, tmp_path, **query)
    assert "About **117** on" in words(many)
