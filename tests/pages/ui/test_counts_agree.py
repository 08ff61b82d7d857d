"""Is the count the list and the map, for every province and every day of the sample?"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from etl.settings import Settings
from etl.warehouse import editions
from metrics.agm_roll import roll
from metrics.coverage import coverage, ladder
from metrics.members import coverage as exact_coverage
from metrics.members import gaps as readiness
from metrics.members import ladder as exact_ladder
from metrics.safe import coverage as safe_coverage
from pages.ui.map.classes import MODES
from tests.party import Con
from tests.slow import these

FIRST, LAST = date(2023, 9, 29), date(2023, 10, 22)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


@pytest.fixture(scope="module")
def con(published: Path) -> Iterator[Con]:
    settings = Settings(data=published)
    edition = editions.current_edition(settings)
    assert edition
    with editions.open_private(editions.public_path(settings, edition)) as opened:
        yield opened


@pytest.mark.parametrize("on", these(range(0, len(DAYS), 3), DAYS), ids=str)
def test_every_way_to_count_gives_the_same_in_every_province(on: date, con: Con) -> None:
    """The map and the lists draw the rows of the ladder; the cards and the gaps count otherwise."""
    assert "ladder" in MODES
    steps = exact_ladder.by_amphoe(con, on=on)
    drawn = steps[steps["step"].isin(ladder.COVERED)].groupby("province_code").size()
    by_province = safe_coverage.by_province(con, on=on).set_index("province_code")["amphoe_covered"]
    gaps = readiness.gaps(con, on=on).groupby("province_code").size()
    amphoe = steps.groupby("province_code").size()
    on_roll = roll.roll(con, on=on)
    on_roll = on_roll[on_roll["is_on_roll"]].groupby("province_code")["amphoe_code"].nunique()
    for province in by_province.index:
        count = int(by_province[province])
        assert count == int(drawn.get(province, 0)), province
        assert count == int(amphoe[province]) - int(gaps.get(province, 0)), province
        assert count == int(on_roll.get(province, 0)), province
    total = coverage.total(con, on=on).iloc[0]["amphoe_covered"]
    assert total == by_province.sum() == coverage.verified(con, on=on).iloc[0]["amphoe_registered"]


def test_as_registered_the_announcement_stands_and_as_verified_two_are_missing(con: Con) -> None:
    counts = coverage.verified(con, on=LAST).iloc[0]
    assert (counts["amphoe_registered"], counts["amphoe_verified"]) == (29, 27)
    assert set(exact_coverage.doubts(con, on=LAST)["reason"]) == {"lapsed", "moved"}
    verified = exact_ladder.by_amphoe(con, on=LAST, basis="verified")
    assert verified["step"].isin(ladder.COVERED).sum() == 27
