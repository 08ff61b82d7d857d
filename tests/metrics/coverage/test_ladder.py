"""Does every page get the same step of an amphoe, since when, and what moves it up?"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from etl.warehouse import editions, older_editions
from metrics.coverage import coverage, ladder, representatives, rules
from metrics.elections import elections
from metrics.members import coverage as exact_coverage
from metrics.members import gaps as readiness
from metrics.members import ladder as exact_ladder
from tests.party import Con, Party, election, member, representative

ON = date(2023, 10, 22)
AMPHOE = {
    "แม่ริม": "serving",
    "ฝาง": "ending",
    "สะเมิง": "vacant",
    "พร้าว": "held",
    "แม่แจ่ม": "announced",
    "เชียงดาว": "threshold",
    "แม่แตง": "members",
    "ฮอด": "no_members",
}
"""The eight amphoe of the party of these tests, and the step each stands on."""


@pytest.fixture(scope="module")
def party(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A party with an amphoe on every step, one representative lapsed and one without a number."""
    settings = Party(tmp_path_factory.mktemp("party"), threshold=3, drop_pct=1000)
    people = {"แม่แตง": 2, "ฮอด": 0}
    members = [
        member(f"{name}{n}", amphoe=name) for name in AMPHOE for n in range(people.get(name, 3))
    ]
    settings.members("2566-09-30", *members)
    lapsed = {"ประเภทสมาชิก": "รายปี", "วันหมดอายุ": "15/10/2566"}
    settings.members(
        "2566-10-22", *[row | lapsed if row["เลขที่สมาชิก"] == "แม่ริม0" else row for row in members]
    )
    settings.elections(
        "2566-10-22",
        election("E1", amphoe="พร้าว", held="21/10/2566", status="ปิด"),
        election(
            "E2", amphoe="แม่แจ่ม", held="29/10/2566", status="ประกาศแล้ว", announced="20/10/2566"
        ),
        election("E3", amphoe="แม่ริม", held="01/10/2566"),
    )
    settings.representatives(
        "2566-10-22",
        representative("แม่ริม0", name="มานะ สมมติวงศ์"),
        representative("ฝาง0", name="ปิติ ตัวอย่างดี", amphoe="ฝาง", term_to="30/11/2566"),
        representative("", name="ชูใจ จำลองสุข", amphoe="สะเมิง", ended="18/10/2566", reason="ลาออก"),
    )
    settings.publish()
    yield settings.public


@pytest.fixture(scope="module")
def con(party: Path) -> Iterator[Con]:
    with editions.open_edition(party) as opened:
        yield opened


@pytest.fixture(scope="module")
def private(party: Path) -> Iterator[Con]:
    with editions.open_private(party) as opened:
        yield opened


def one(frame: pd.DataFrame, amphoe: str) -> pd.Series:
    (row,) = frame[frame["amphoe_th"] == amphoe].iloc
    return row


def test_every_amphoe_stands_on_one_step_with_what_moves_it_up(con: Con) -> None:
    frame = exact_ladder.by_amphoe(con, on=ON)
    assert len(frame) == frame["amphoe_code"].nunique() == 928
    assert {name: one(frame, name)["step"] for name in AMPHOE} == AMPHOE
    up = {name: one(frame, name)["up"] for name in AMPHOE}
    assert up == {
        "แม่ริม": "nothing",
        "ฝาง": "renew",
        "สะเมิง": "elect_again",
        "พร้าว": "give_result",
        "แม่แจ่ม": "hold",
        "เชียงดาว": "announce",
        "แม่แตง": "recruit",
        "ฮอด": "recruit_first",
    }
    short = one(frame, "แม่แตง")
    assert (short["members"], short["threshold"], short["short_of"]) == (2, 3, 1)
    assert one(frame, "แม่แจ่ม")["next_election_on"] == pd.Timestamp(2023, 10, 29)
    assert one(frame, "ฝาง")["covered_to"] == pd.Timestamp(2023, 11, 30)


def test_an_election_that_tells_no_day_of_announcement_is_not_coming_before_it_is_held(
    con: Con,
) -> None:
    for name, before in (("แม่ริม", date(2023, 9, 30)), ("พร้าว", date(2023, 10, 20))):
        row = one(exact_ladder.by_amphoe(con, on=before), name)
        assert row["step"] == "threshold"
        assert pd.isna(row["next_election_on"]), name


@pytest.fixture(scope="module")
def undated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    """Elections of which only one tells the day of its announcement, in an export of one day."""
    settings = Party(tmp_path_factory.mktemp("undated"), drop_pct=1000)
    settings.members("2566-09-01", member("1"))
    settings.members("2566-10-22", member("1"))
    said, shut = "ประกาศแล้ว", "ปิด"
    rows = [
        election("told", held="15/10/2566", status=shut, announced="01/10/2566"),
        election("held", amphoe="ฝาง", held="15/10/2566", status=shut),
        election("coming", amphoe="พร้าว", held="29/10/2566", status=said),
        election("open", amphoe="สะเมิง", held="29/10/2566", status=said, registration="10/10/2566"),
        election("later", amphoe="ฮอด", held="29/11/2566", status=said, registration="01/11/2566"),
        election("off", amphoe="แม่แตง", held="29/10/2566", status="ยกเลิก"),
    ]
    settings.elections("2566-10-22", *rows)
    settings.publish()
    with settings.opened() as opened:
        yield opened


@pytest.mark.parametrize(
    ("on", "coming"),
    [
        (date(2023, 9, 30), ""),
        (date(2023, 10, 9), "told"),
        (date(2023, 10, 14), "told open"),
        (date(2023, 10, 15), "open"),
        (ON, "open coming later"),
        (date(2023, 10, 29), "open coming later"),
        (date(2023, 10, 30), "later"),
    ],
    ids=lambda value: str(value) if isinstance(value, date) else "-".join(sorted(value)) or "none",
)
def test_every_question_takes_the_same_elections_for_coming(
    undated: Con, on: date, coming: str
) -> None:
    listed = elections.listed(undated, on=on)
    assert set(listed.loc[listed["phase"] == "coming", "election_id"]) == set(coming.split())
    places = set(listed.loc[listed["phase"] == "coming", "amphoe_th"])
    steps = exact_ladder.by_amphoe(undated, on=on)
    assert set(steps.loc[steps["next_election_on"].notna(), "amphoe_th"]) == places
    assert set(steps.loc[steps["step"] == "announced", "amphoe_th"]) == places
    gaps = readiness.gaps(undated, on=on)
    assert set(gaps.loc[gaps["next_election_on"].notna(), "amphoe_th"]) == places


def test_an_edition_without_the_days_of_elections_is_still_answered(undated: Con) -> None:
    tables = ("edition", "rules", "amphoe", "provinces", "amphoe_neighbours", "elections")
    with duckdb.connect() as old:
        for name in (*tables, "gap_weights", "membership_daily", "coverage_spans", "ladder"):
            old.register("copied", undated.execute(f"from {name}").to_arrow_table())
            old.execute(f"create table {name} as from copied")
            old.unregister("copied")
        for name in ("known_from", "coming_from", "coming_to"):
            old.execute(f"alter table elections drop column {name}")
        older_editions.complete(old)
        for on, coming in ((date(2023, 10, 9), 4), (ON, 3), (date(2023, 10, 30), 1)):
            listed = elections.listed(old, on=on)
            assert (listed["phase"] == "coming").sum() == coming
            assert exact_ladder.by_amphoe(old, on=on)["next_election_on"].notna().sum() == coming
            assert readiness.gaps(old, on=on)["next_election_on"].notna().sum() == coming
        early = elections.listed(old, on=date(2023, 9, 30)).set_index("election_id")
        assert "held" not in early.index and "told" not in early.index


def test_it_tells_since_when_and_how_long(con: Con) -> None:
    frame = exact_ladder.by_amphoe(con, on=ON)
    assert one(frame, "แม่ริม")["from_on"] == pd.Timestamp(2023, 10, 1)
    assert one(frame, "แม่ริม")["days_on_step"] == 21
    assert one(frame, "สะเมิง")["days_on_step"] == 4
    assert pd.isna(one(frame, "ฮอด")["days_on_step"])
    code = one(frame, "สะเมิง")["amphoe_code"]
    told = ladder.of_amphoe(con, amphoe_code=code, until=ON)
    assert told["step"].tolist() == ["no_members", "threshold", "serving", "vacant"]
    assert told["days"].tolist()[2:] == [17, 4]
    assert pd.isna(told["to_on"].iloc[-1])
    before = ladder.of_amphoe(con, amphoe_code=code, until=date(2023, 10, 10))
    assert before["step"].iloc[-1] == "serving" and before["days"].iloc[-1] == 9


def test_counts_lists_and_coverage_agree_on_both_bases(con: Con) -> None:
    for on in (date(2023, 9, 30), date(2023, 10, 1), date(2023, 10, 17), ON):
        verified = coverage.verified(con, on=on).iloc[0]
        for basis in ladder.BASES:
            counts = ladder.counts(con, on=on, basis=basis).set_index("step")["amphoe"]
            frame = exact_ladder.by_amphoe(con, on=on, basis=basis)
            assert counts.sum() == 928
            assert counts[counts > 0].to_dict() == frame["step"].value_counts().to_dict()
            assert counts[list(ladder.COVERED)].sum() == verified[f"amphoe_{basis}"]
        total = coverage.total(con, on=on).iloc[0]["amphoe_covered"]
        assert total == verified["amphoe_registered"]
        assert total == exact_coverage.by_amphoe(con, on=on)["is_covered"].sum()
    narrow = ladder.counts(con, on=ON, provinces=("50",))
    assert narrow["amphoe"].sum() == 25
    assert narrow["step"].tolist() == list(ladder.STEPS)


def test_as_verified_the_lapsed_representative_is_a_vacancy(con: Con) -> None:
    assert one(exact_ladder.by_amphoe(con, on=ON, basis="verified"), "แม่ริม")["step"] == "vacant"
    row = coverage.verified(con, on=ON).iloc[0]
    assert (row["amphoe_registered"], row["amphoe_verified"]) == (2, 1)
    assert row["verified_on"] == pd.Timestamp(2023, 10, 22)
    assert exact_coverage.doubts(con, on=ON).to_numpy().tolist() == [["lapsed", "provisional", 1]]
    # The membership ended the day after it expired, and the list of a week later says so.
    assert coverage.verified(con, on=date(2023, 10, 16)).iloc[0]["amphoe_verified"] == 2
    assert coverage.verified(con, on=date(2023, 10, 15)).iloc[0]["amphoe_verified"] == 3


def test_who_is_in_doubt_and_why_is_told_with_the_private_tables(private: Con) -> None:
    (found,) = representatives.to_review(private, on=ON).iloc
    assert (found["name"], found["reason"], found["amphoe_th"]) == (
        "มานะ สมมติวงศ์",
        "lapsed",
        "แม่ริม",
    )
    assert found["since_on"] == pd.Timestamp(2023, 10, 16)
    terms = representatives.of_amphoe(private, amphoe_code=found["amphoe_code"], on=ON)
    assert terms["reasons"].iloc[0] == ["lapsed"] and terms["status"].iloc[0] == "provisional"
    assert representatives.unchecked(private, on=date(2023, 10, 17)).to_numpy().tolist() == [[3, 1]]
    assert representatives.to_review(private, on=ON, provinces=("83",)).empty


def test_the_public_file_has_no_table_with_a_name(con: Con) -> None:
    with pytest.raises(duckdb.CatalogException):
        representatives.to_review(con, on=ON)


def test_what_is_private_cannot_be_written_nor_lead_elsewhere(private: Con, tmp_path: Path) -> None:
    with pytest.raises(duckdb.Error):
        private.execute("delete from terms")
    with pytest.raises(duckdb.Error):
        private.execute(f"copy terms to '{tmp_path / 'names.csv'}'")
    with pytest.raises(duckdb.Error):
        private.execute("set enable_external_access = true")


def test_a_rule_in_force_is_told_with_whether_anybody_verified_it(con: Con) -> None:
    told = rules.in_force(con, on=ON).set_index("name")
    assert told.loc["election_threshold", "number"] == 3
    assert told.loc["agm_on", "day"] == pd.Timestamp(2024, 4, 6)
    assert told.loc["agm_on", "is_verified"] and not told.loc["seats", "is_verified"]
