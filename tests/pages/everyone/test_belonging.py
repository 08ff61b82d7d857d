"""Does the growth page say whether the party belongs to everyone: the figures, the change?"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from i18n.phrases import phrases
from metrics.members import concentration
from pages.everyone.growth.concentration_measures import Measure, line
from tests.pages.test_pages import open_page, words
from tests.party import Party, member

GROWTH = "pages/everyone/growth/page.py"
TODAY = date(2023, 10, 22)
CHIANG_MAI, PHUKET = "50", "83"


def figures(at: AppTest) -> dict[str, str]:
    """The four figures shown, by name, in Thai."""
    labels = {
        phrases()[f"belonging.{name}"]["th"]: name
        for name in ("largest_pct", "gini", "effective", "provinces_half")
    }
    return {labels[each.label]: each.value for each in at.metric if each.label in labels}


def changes(at: AppTest) -> list[tuple[str, str]]:
    """What the figures changed by, and which way the arrow points."""
    return [
        (each.delta, each.proto.MetricColor.Name(each.proto.color).lower())
        for each in at.metric
        if each.label in {phrases()[f"belonging.{name}"]["th"] for name in ("gini", "effective")}
    ]


def spread(published: Path, provinces: tuple[str, ...] | None = None) -> pd.Series:
    party = Party(published)
    with party.opened() as con:
        return concentration.history(con, until=TODAY, provinces=provinces).iloc[-1]


def list_of(party: Party, day: str, amphoe: Sequence[str]) -> None:
    """Write a members' list with a member in each amphoe named."""
    rows = [
        member(str(number), amphoe=name, approved="01/01/2565")
        for number, name in enumerate(amphoe)
    ]
    party.members(day, *rows)


def test_the_country_has_four_figures_each_with_its_sentence(published: Path) -> None:
    at, found = open_page(GROWTH, published), spread(published)
    assert figures(at) == {
        "largest_pct": f"{found.largest_pct:.1f}%",
        "gini": f"{found.gini:.3f}",
        "effective": f"{found.effective:.0f}",
        "provinces_half": f"{found.provinces_half}",
    }
    page_text = words(at)
    assert f"{found.placed:,} คน ใน 928 อำเภอ" in page_text
    assert f"ไม่ทราบอำเภอ {found.unplaced:,}" in page_text
    assert f"เสมือนอยู่จำนวนเท่ากันใน {found.effective:.0f} อำเภอ" in page_text


def test_an_area_is_told_only_what_means_something_there(published: Path) -> None:
    at = open_page(GROWTH, published, area=CHIANG_MAI)
    found = spread(published, (CHIANG_MAI,))
    assert figures(at) == {
        "largest_pct": f"{found.largest_pct:.1f}%",
        "gini": f"{found.gini:.3f}",
        "effective": f"{found.effective:.1f}",
    }
    # Three amphoe: the ten largest of them would be all.
    assert set(figures(open_page(GROWTH, published, area=PHUKET))) == {
        "gini",
        "effective",
    }


def test_the_history_is_drawn_when_somebody_opens_it(published: Path) -> None:
    at = open_page(GROWTH, published, lang="en")
    closed = len(at.get("plotly_chart"))
    at.session_state["belonging_table"] = True
    at.run()
    assert not at.exception, at.exception
    assert len(at.get("plotly_chart")) == closed + 4
    table = next(each.value for each in at.dataframe if "Gini coefficient" in each.value)
    assert table["As of"].iloc[0] == "22 Oct 2023"
    assert table["As of"].iloc[-1] == "31 Dec 2022"
    assert "Laakso & Taagepera 1979" in words(at)


def test_a_party_that_spread_in_a_year_is_said_to_have(tmp_path: Path) -> None:
    party = Party(tmp_path, drop_pct=1000)
    list_of(party, "2565-10-22", ["แม่ริม"] * 80)
    list_of(party, "2566-10-22", ["แม่ริม"] * 40 + ["ฝาง"] * 40)
    party.publish()
    at = open_page(GROWTH, tmp_path)
    assert "สมาชิก**กระจายขึ้น**" in words(at) and "22 ต.ค. 2565" in words(at)
    assert changes(at) == [("−0.001", "gray"), ("+1", "green")]


def test_a_party_that_drew_together_is_said_to_have(tmp_path: Path) -> None:
    party = Party(tmp_path, drop_pct=1000)
    list_of(party, "2566-03-22", ["แม่ริม"] * 40 + ["ฝาง"] * 40)
    list_of(party, "2566-10-22", ["แม่ริม"] * 80)
    party.publish()
    at = open_page(GROWTH, tmp_path)
    assert "รายชื่อฉบับแรก (22 มี.ค. 2566) สมาชิก**กระจุกตัวขึ้น**" in words(at)


def test_a_single_list_is_compared_with_nothing(party: Party) -> None:
    list_of(party, "2566-10-22", ["แม่ริม"] * 80)
    party.publish()
    at = open_page(GROWTH, party.data)
    assert figures(at)["effective"] == "1"
    assert "สมาชิก**กระ" not in words(at)


def test_members_of_no_known_amphoe_alone_tell_nothing(party: Party) -> None:
    list_of(party, "2566-10-22", [""] * 20)
    party.publish()
    at = open_page(GROWTH, party.data)
    assert figures(at) == {}
    assert "ยังไม่มีที่นี่ถึงวันนี้" in words(at)


@pytest.mark.parametrize(
    ("now", "then", "toward"),
    [(0.50, 0.60, 1), (0.60, 0.50, -1), (0.595, 0.600, 0), (0.0, 0.0, 0), (0.1, 0.0, -1)],
)
def test_a_figure_has_moved_when_it_did_by_a_fiftieth(now: float, then: float, toward: int) -> None:
    assert Measure("gini", 3, is_less_better=True).toward(now, then) == toward
    assert Measure("effective", 3).toward(now, then) == -toward


def test_what_the_digits_shown_hide_is_no_move() -> None:
    assert Measure("effective", 0).toward(1.4, 1.3) == 0


@pytest.mark.parametrize("n", [1, 2, 9])
def test_a_line_starts_at_nothing_and_names_its_ends(n: int) -> None:
    days = pd.DataFrame({"day": pd.date_range("2023-01-31", periods=n, freq="ME")})
    chart = line(days.assign(effective=[float(at + 1) for at in range(n)]), Measure("effective", 1))
    assert chart.layout.yaxis.range[0] == 0
    assert chart.data[0].text[-1] == f"{n}.0"
    assert len(chart.data[0].textposition) == n
