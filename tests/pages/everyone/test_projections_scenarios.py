"""Are scenarios kept in the address, and are areas and foundations shown with what they rest on?"""

import re
from pathlib import Path

import pytest

from tests.pages.everyone.test_projections import PAGE, Altered, altered, drawn
from tests.pages.test_pages import open_page, words
from tests.slow import these

__all__ = ["altered"]


def test_a_scenario_in_the_address_is_opened_again(published: Path) -> None:
    at = open_page(
        PAGE,
        published,
        lang="en",
        members_week="5000",
        elections_week="0",
        ready_by="2023-12-30",
        number="amphoe_covered",
    )
    assert at.number_input(key="members_week-en").value == 5000
    page_text = words(at)
    assert "**100,000** around **23 Nov 2023**, 38 days before the deadline" in page_text
    assert "**400** is not reached within ten years" in page_text
    assert "hold one by 30 Dec 2023" in page_text
    assert "0 a week" in drawn(at)
    assert dict(at.query_params)["members_week"] == "5000"
    assert dict(at.query_params)["ready_by"] == "2566-12-30"


def test_a_scenario_that_is_changed_goes_into_the_address(published: Path) -> None:
    at = open_page(PAGE, published, lang="en")
    assert "members_week" not in at.query_params
    at.number_input(key="members_week-en").set_value(1000).run()
    assert dict(at.query_params)["members_week"] == "1000"
    assert "1,000 a week" in drawn(at)
    assert "on the deadline (31 Dec 2023) it stands at **87,760**, 12,240 short" in words(at)


@pytest.mark.parametrize(
    ("asked", "taken"),
    these(
        (0, 3),
        [
            ("99999999", 50_000),
            ("-5", 2599),
            ("many", 2599),
            ("٣", 2599),
            pytest.param("9" * 5000, 2599, id="longer than Python counts"),
        ],
    ),
)
def test_a_number_in_the_address_stays_within_its_bounds(
    asked: str, taken: int, published: Path
) -> None:
    at = open_page(PAGE, published, lang="en", members_week=asked)
    assert at.number_input(key="members_week-en").value == taken


def test_the_amphoe_page_says_what_it_rests_on_and_how_the_targets_are_tied(
    published: Path,
) -> None:
    at = open_page(
        PAGE, published, boxes=("projections_method",), lang="en", number="amphoe_covered"
    )
    page_text = words(at)
    for part in (
        "of announced elections are held",
        "twice the members",
    ):
        assert part in page_text
    assert re.search(r"\*\*46,2\d\d\*\* members short", page_text)


@pytest.mark.parametrize("level", these((0, 2), ["province", "ect", "royal", "nesdb"]))
@pytest.mark.parametrize("number", ["members", "amphoe_covered"])
def test_every_level_of_areas_is_compared(number: str, level: str, altered: Altered) -> None:
    data = altered("update targets set start_on = '2023-09-01'")
    at = open_page(PAGE, data, lang="en", number=number, level=level)
    assert "areas compared" in words(at)
    at.session_state["areas_table"] = True  # as a click on it does
    at.run()
    assert len(at.dataframe[-1].value) == {"province": 77, "ect": 4, "royal": 6, "nesdb": 7}[level]
