"""Are a target's numbers told only where the members they are made of may be?"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from metrics.members import projections
from metrics.safe import targets
from tests.party import Con, Party, member

TODAY = date(2023, 10, 22)
SMALL, GREW, LARGE = 0, 1, 2
"""The targets: of Phuket, of Lamphun, of Khon Kaen."""


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    """Phuket has 3 members to the end; Lamphun 3 until June, then 8; Khon Kaen always 40.

    Songkhla and Lampang are what the few are hidden with.
    """
    party = Party(tmp_path_factory.mktemp("targets"), drop_pct=1000)
    lines = [f"members,100,2566-08-01,2566-12-31,x,x,{area},x" for area in ("83", "51", "40")]
    head = "metric,value,start_on,deadline,label_th,label_en,area,source"
    party.write_list("targets.csv", head, *lines)
    sizes = {
        "ภูเก็ต": ("กะทู้", 3),
        "ลำพูน": ("ลี้", 3),
        "ขอนแก่น": ("พล", 40),
        "สงขลา": ("สะเดา", 10),
        "ลำปาง": ("เถิน", 20),
    }
    for day in ("2566-03-31", "2566-06-30", "2566-10-22"):
        if day == "2566-06-30":
            sizes["ลำพูน"] = ("ลี้", 8)
        rows = [
            member(f"{province}{number}", province=province, amphoe=amphoe)
            for province, (amphoe, size) in sizes.items()
            for number in range(size)
        ]
        party.members(day, *rows)
    party.publish(looks_ahead=True)
    with party.opened() as con:
        yield con


def test_an_area_of_a_few_tells_neither_pace_nor_forecast(con: Con) -> None:
    exact = projections.decisions(con, on=TODAY).iloc[SMALL]
    assert exact["now"] == 3
    told = targets.decisions(con, on=TODAY).iloc[SMALL]
    assert told["is_hidden"]
    numbers = ("now", "short_of", "needed_per_week", "actual_1w", "actual_4w", "actual_8w")
    assert told[[*numbers, "days_ahead", "chance", "made_on", "reached_median"]].isna().all()
    assert told["value"] == 100


def test_a_forecast_is_not_told_where_it_rests_on_weeks_of_a_few(con: Con) -> None:
    exact = projections.decisions(con, on=TODAY).iloc[GREW]
    assert exact["made_on"].date() == TODAY
    told = targets.decisions(con, on=TODAY).iloc[GREW]
    assert not told["is_hidden"]
    assert (told["now"], told["short_of"]) == (8, 92)
    assert told[["made_on", "method", "chance", "reached_median", "horizon"]].isna().all()
    for code, is_told in (("51", False), ("40", True)):
        of: dict[str, Any] = {"metric": "members", "area_kind": "province", "area_code": code}
        assert len(projections.fan(con, on=TODAY, **of)) > 0
        assert (len(targets.fan(con, on=TODAY, **of)) > 0) == is_told


def test_where_there_are_many_everything_is_told(con: Con) -> None:
    exact = projections.decisions(con, on=TODAY).iloc[LARGE]
    told = targets.decisions(con, on=TODAY).iloc[LARGE]
    assert not told["is_hidden"]
    for name in exact.index:
        assert told[name] == exact[name] or (told[name] != told[name]), name
    assert told["made_on"].date() == TODAY
