"""Which elections are known on a day, what is each, and what do its figures break?"""

from collections.abc import Iterator
from datetime import date

import duckdb
import pandas as pd
import pytest

from etl.warehouse import older_editions
from metrics.disclosure.suppression import FEW, HIDDEN
from metrics.elections import elections, results, turnout
from tests.metrics.elections.voting_party import ON, build
from tests.party import Con, Party, election

EARLIER = date(2023, 10, 9)


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    with build(tmp_path_factory.mktemp("voting")).opened() as opened:
        yield opened


def by_id(con: Con, on: date = ON) -> pd.DataFrame:
    return elections.listed(con, on=on).set_index("election_id")


def test_every_election_is_one_thing_on_the_day(con: Con) -> None:
    assert by_id(con)["phase"].to_dict() == {
        "E1": "held",
        "E10": "held",
        "E2": "held",
        "E8": "void",
        "E6": "overdue",
        "E3": "held",
        "E7": "cancelled",
        "E4": "held",
        "E5": "coming",
        "E9": "draft",
    }


def test_an_earlier_day_knows_only_what_was_announced_by_then(con: Con) -> None:
    then = by_id(con, EARLIER)
    assert "E4" not in then.index
    assert "E5" not in then.index
    assert then["phase"][["E1", "E2", "E3", "E6"]].tolist() == ["held", "held", "coming", "coming"]
    assert then["days_until"][["E3", "E6"]].tolist() == [6, 1]


def test_what_was_voted_later_is_not_told_on_an_earlier_day(con: Con) -> None:
    then = by_id(con, EARLIER)
    assert then.loc["E3", ["ballots", "ballots_mark"]].isna().all()
    assert then.loc["E2", "status"] == "closed"
    assert then.loc["E2", ["result_on", "days_in_all", "days_to_result"]].isna().all()
    assert then.loc["E2", "days_to_vote"] == 20
    assert by_id(con).loc["E2", "status"] == "result_announced"


def test_candidates_are_not_told_before_they_could_register(con: Con) -> None:
    assert pd.isna(by_id(con, date(2023, 10, 4)).loc["E6", "candidates"])
    assert by_id(con, date(2023, 10, 5)).loc["E6", "candidates"] == 2


def test_one_past_its_day_tells_how_long_ago_that_was(con: Con) -> None:
    assert by_id(con)["days_until"][["E5", "E6"]].tolist() == [7, -12]


def test_counts_under_five_leave_no_number_and_no_turnout(con: Con) -> None:
    rows = by_id(con)
    assert rows.loc["E3", "ballots_mark"] == FEW
    assert rows.loc["E3", ["ballots", "turnout_pct"]].isna().all()
    assert rows.loc["E1", ["valid", "turnout_pct"]].tolist() == [70, 40]
    assert rows.loc["E1", ["spoiled_mark", "no_vote_mark"]].tolist() == [HIDDEN, FEW]
    assert rows.loc["E10", ["ballots_online_mark", "ballots_onsite_mark"]].tolist() == [FEW, HIDDEN]
    assert rows.loc["E10", ["ballots_online", "ballots_onsite"]].isna().all()
    assert rows.loc["E10", "turnout_pct"] == 60


def test_what_does_not_add_up_is_kept_and_flagged(con: Con) -> None:
    rows = by_id(con)
    assert rows.loc["E8", ["eligible", "ballots"]].tolist() == [60, 90]
    assert rows.loc[rows["flags"] != "", "flags"].to_dict() == {"E8": "ballots_over_eligible"}


def test_flags_are_counted_and_an_unknown_election_only_for_the_country(con: Con) -> None:
    country = elections.flagged(con, on=ON)
    assert country.set_index("flag")["elections"].to_dict() == {
        "ballots_over_eligible": 1,
        "not_a_known_election": 1,
    }
    assert elections.flagged(con, on=ON, provinces=("50",))["flag"].tolist() == [
        "ballots_over_eligible"
    ]
    assert elections.flagged(con, on=ON, provinces=("83",)).empty


def test_a_flag_about_the_vote_is_not_told_before_it(con: Con) -> None:
    assert elections.flagged(con, on=date(2023, 10, 1), provinces=("50",)).empty


def test_the_calendar_counts_every_week_from_monday_by_phase(con: Con) -> None:
    weeks = elections.calendar(con, on=ON, step="week")
    assert [(start.date().isoformat(), *rest) for start, _, *rest in weeks.to_numpy().tolist()] == [
        # coming, held, overdue, postponed, cancelled, void
        ("2023-09-25", 0, 2, 0, 0, 0, 0),
        ("2023-10-02", 0, 1, 0, 0, 0, 1),
        ("2023-10-09", 0, 1, 1, 0, 1, 0),
        ("2023-10-16", 0, 1, 0, 0, 0, 0),
        ("2023-10-23", 1, 0, 0, 0, 0, 0),
    ]
    assert weeks["ends_on"].dt.strftime("%d").tolist() == ["01", "08", "15", "22", "29"]


def test_the_calendar_of_months_has_whole_months(con: Con) -> None:
    (month,) = elections.calendar(con, on=ON, step="month").itertuples(index=False)
    assert (month.starts_on.date(), month.ends_on.date()) == (date(2023, 10, 1), date(2023, 10, 31))
    assert (month.coming, month.held, month.void) == (1, 5, 1)


def test_an_area_has_only_its_own(con: Con) -> None:
    assert elections.listed(con, on=ON, provinces=("83",))["election_id"].tolist() == ["E10", "E3"]
    assert elections.listed(con, on=ON, provinces=("10",)).empty
    assert elections.calendar(con, on=ON, step="week", provinces=("10",)).empty


def test_an_edition_without_the_later_columns_says_what_it_knows(con: Con) -> None:
    with duckdb.connect() as old:
        for name in (
            "elections",
            "amphoe",
            "provinces",
            "region_names",
            "edition",
            "coverage_spans",
        ):
            old.register("copied", con.execute(f"from {name}").df())
            old.execute(f"create table {name} as from copied")
        for name in ("registration_on", "ballots_online", "ballots_onsite"):
            old.execute(f"alter table elections drop column {name}")
        for name in ("valid", "spoiled", "no_vote"):
            old.execute(f"alter table elections drop column {name}")
        older_editions.complete(old)
        rows = elections.listed(old, on=ON)
        assert len(rows) == 10
        assert (rows["flags"] == "").all()
        assert elections.flagged(old, on=ON).empty
        assert turnout.total(old, on=ON)["ballots"].tolist() == [180]


def test_days_the_wrong_way_round_are_told_and_not_averaged(party: Party) -> None:
    told = {"announced": "01/10/2566", "held": "20/10/2566"}
    rows = [
        election("1", result="19/10/2566", **told),
        election("2", amphoe="ฝาง", result="22/10/2566", **told),
        election("3", amphoe="ฝาง", **told),
    ]
    party.elections("2566-10-22", *rows)
    party.publish()
    with party.opened() as con:
        assert by_id(con)["flags"].to_dict() == {
            "1": "result_before_vote",
            "2": "same_day_twice",
            "3": "same_day_twice",
        }
        assert by_id(con).loc["1", "days_to_result"] == -1
        waits = results.waits(con, on=ON).set_index("wait")
        assert waits.loc["days_to_result"].tolist() == [1, 1, 2, 2, 2]
