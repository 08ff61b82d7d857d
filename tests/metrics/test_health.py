"""Does an edition say how old it is, what was not used and what could not be placed, in words?"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from etl import build
from etl.ingest import sources
from etl.lists.rules import NAMES
from etl.places.placement import REASONS
from etl.questions.kinds import kinds
from i18n.dates import today
from i18n.phrases import phrases
from metrics import health
from metrics.members import health as exact_health
from metrics.safe import health as safe_health
from tests import discovery
from tests.party import Con, Party, Silent, election, event, member

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Party:
    """Two lists with dirt in the second: a bad date, a two-digit year, two unknown places."""
    party = Party(tmp_path_factory.mktemp("party"))
    good = [member(str(n)) for n in range(20)]
    party.members("2566-09-30", *good)
    dirty = [
        member("x1", approved="เมื่อวาน"),
        member("x2", approved="01/01/66"),
        member("x3", amphoe="ไม่มีจริง"),
        member("x4", province="", amphoe=""),
        member("19"),
    ]
    rows = [row | {"ชื่อ": "สมมติ", "ความเห็น": "-"} for row in [*good, *dirty]]
    party.members("2566-10-22", *rows)
    party.elections("2566-10-15", election("E1", held="10/10/2566"))
    party.publish()
    return party


@pytest.fixture
def con(data: Party) -> Iterator[Con]:
    with data.opened() as opened:
        yield opened


def test_each_source_has_its_newest_day_and_its_age(con: Con) -> None:
    found = health.sources(con, on=date(2023, 10, 29)).set_index("kind")
    assert found.loc["members", "age_days"] == 7
    assert found.loc["elections", "age_days"] == 14
    assert found.loc["members", "files"] == 2


def test_a_source_is_old_once_its_rhythm_is_past_and_a_rule_tells_another(
    tmp_path: Path,
) -> None:
    party = Party(tmp_path)
    party.members("2566-10-22", member("1"))
    party.events("2566-10-22", event("G1"))

    def old_on(day: int) -> set[str]:
        with party.opened() as con:
            found = health.rhythms(con, on=date(2023, 10, day) if day < 32 else date(2023, 11, 23))
        return set(found.loc[found["is_old"], "kind"])

    party.publish()
    assert [old_on(day) for day in (29, 30, 32)] == [set(), {"members"}, {"members", "events"}]
    party.write_list(
        "rules.toml",
        '[[rules]]\nname = "rhythm_members"\nvalue = 0\nfrom = 2023-01-01',
        '[[rules]]\nname = "rhythm_events"\nvalue = 7\nfrom = 2023-10-01',
    )
    party.publish()
    assert [old_on(day) for day in (29, 30)] == [set(), {"events"}]


def test_every_kind_of_export_has_a_rhythm_and_a_rule_of_it() -> None:
    assert set(health.RHYTHM_DAYS) == set(sources.sources())
    assert {f"rhythm_{kind}" for kind in sources.sources()} <= set(NAMES)


def test_every_row_of_every_file_went_somewhere(con: Con) -> None:
    files = exact_health.files(con)
    assert len(files) == 3
    went = files["staged"] + files["duplicates"] + files["rejected"]
    assert files["rows_in"].tolist() == went.tolist()
    second = files.set_index("file").loc["members/members_2566-10-22.csv"]
    assert (second["rows_in"], second["staged"]) == (25, 22)
    assert (second["duplicates"], second["rejected"]) == (1, 2)
    assert second["personal_headings"] == "ชื่อ"
    assert second["unknown_headings"] == "ความเห็น"


def test_rejected_rows_are_listed_and_summed_up(con: Con) -> None:
    rejects, reasons = exact_health.rejects(con), exact_health.reject_reasons(con)
    assert rejects["reason"].tolist() == ["not_a_date", "two_digit_year"]
    assert rejects["line"].is_monotonic_increasing
    assert reasons["rows"].sum() == len(rejects)
    assert reasons.set_index("reason")["line"].to_dict() == dict(
        zip(rejects["reason"], rejects["line"], strict=True)
    )


def test_unknown_places_are_those_of_the_newest_list_of_the_day(con: Con) -> None:
    now = exact_health.unplaced(con, on=date(2023, 10, 22)).set_index("reason")
    assert now["rows"].to_dict() == {"blank": 1, "unknown_amphoe": 1}
    assert now.loc["unknown_amphoe", "province_code"] == "50"
    assert exact_health.unplaced(con, on=date(2023, 10, 21)).empty


def test_a_narrower_question_gets_only_what_is_known_to_be_of_its_provinces(con: Con) -> None:
    asked = exact_health.unplaced(con, on=date(2023, 10, 22), provinces=("50",))
    assert asked["amphoe_text"].tolist() == ["•••"]
    assert exact_health.rejects(con, provinces=("50",)).empty
    assert exact_health.reject_reasons(con, provinces=("50",)).empty


def test_checks_that_failed_come_first(con: Con) -> None:
    checks = exact_health.checks(con)
    assert checks["passed"].is_monotonic_increasing
    failed = checks[~checks["passed"]]
    assert "rejected_under_1_pct_of_members" in failed["name"].tolist()
    assert not failed["is_fatal"].any()


def test_a_check_tells_no_few_people_outside_officers_pages() -> None:
    told = [
        ("rejected_under_1_pct_of_members", 0, "3 / 612"),
        ("places_known_for_99_pct_of_poll_answers", 40, "40 / 900"),
        ("no_representative_is_in_doubt", 2, None),
        ("every_answer_is_to_an_open_poll", 3, "P1: answer_after_close"),
        ("every_election_has_its_event", 3, "E1"),
        ("no_member_in_two_files_of_one_date", 7, "a | b"),
    ]
    with duckdb.connect() as con:
        con.execute(
            "create table checks (name text, is_fatal bool, passed bool, found bigint, detail text)"
        )
        con.execute(
            "create table question_answers (name text, answered_by text, answered_at timestamp)"
        )
        con.executemany("insert into checks values (?, false, true, ?, ?)", told)
        rows = safe_health.checks(con).set_index("name").loc[[name for name, *_ in told]]
    assert rows["found"].astype(object).where(rows["found"].notna(), None).tolist() == [
        *(0, None, None, None, 3, 7)
    ]
    assert rows["found_mark"].tolist()[1:4] == ["hidden", "few", "few"]
    assert rows["detail"].dropna().tolist() == ["E1"]


def test_every_check_has_words(con: Con) -> None:
    files = sorted((ROOT / "etl").glob("models/checks/*.sql"))
    discovery.enough(files, 4, "files of checks")
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    written = set(re.findall(r"select\s+'(\w+)'(?! \|\|)", text)) | set(kinds())
    for names in re.findall(r"unnest\(\[([^\]]*)\]\) as name", text):
        written |= set(re.findall(r"\w+", names))
    by_kind = {
        f"{name}{kind}"
        for name in re.findall(r"'(\w+_of_)' \|\|", text)
        for kind in sources.sources()
    }
    (placeless,) = re.findall(r"staged\.kind not in \(([^)]*)\)", text)
    by_kind -= {f"places_known_for_99_pct_of_{kind}" for kind in re.findall(r"\w+", placeless)}
    names = (written - {name for name in written if name.endswith("_of_")}) | by_kind
    # Those an edition holds are proof that the words above are found as the file spells them.
    assert set(exact_health.checks(con)["name"]) <= names
    assert len(names) >= 15
    assert not {name for name in names if f"check.{name}" not in phrases()}


def test_every_reason_has_phrases() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in discovery.modules("etl"))
    in_sql = re.findall(r"(?:then|else) '([a-z]+(?:_[a-z]+)+)'", code)
    broken = "\n".join(
        (ROOT / "etl/ingest" / f"{name}.py").read_text(encoding="utf-8")
        for name in ("formats/delimited", "formats/lean_file", "formats/workbooks", "letters")
    )
    in_python = re.findall(r'(?:return|,) "([a-z]+(?:_[a-z]+)+)"', broken)
    by_column = [
        reason
        for source in sources.sources().values()
        for column in source.columns
        for reason in (column.problem, column.missing)
        if reason
    ]
    reasons = {*REASONS, *by_column, *in_sql, *in_python}
    assert {"missing_value", "two_digit_year", "unknown_state", "bad_encoding"} <= reasons
    assert not {reason for reason in reasons if f"reason.{reason}" not in phrases()}


def test_every_status_and_kind_of_a_file_has_phrases() -> None:
    for status in ("loaded", "unchanged", "same_file", "refused"):
        assert f"data_health.status.{status}" in phrases()
    for kind in (*sources.sources(), "unknown"):
        assert f"data_health.kind.{kind}" in phrases()


def test_every_part_of_the_gaps_score_has_phrases() -> None:
    for part in ("members_to_threshold", "threshold_reached", "neighbours_covered"):
        assert f"gaps.{part}" in phrases()


def test_a_file_of_which_a_sheet_was_left_is_not_whole(party: Party) -> None:
    file = party.exports / "members" / "members_2566-10-22.xlsx"
    file.parent.mkdir(parents=True)
    with xlsxwriter.Workbook(str(file)) as book:
        for month, number in (("ต.ค.", "1"), ("ก.ย.", "2")):
            sheet = book.add_worksheet(month)
            sheet.write_row(0, 0, ("เลขที่สมาชิก", "จังหวัด", "อำเภอ"))
            sheet.write_row(1, 0, (number, "เชียงใหม่", "แม่ริม"))
    party.publish()
    with party.opened() as con:
        assert exact_health.files(con)["is_whole"].tolist() == [False]


def test_a_question_that_was_answered_says_by_whom_and_when(tmp_path: Path) -> None:
    party = Party(tmp_path)
    party.members("2566-10-22", *[member(str(n), state="" if n < 3 else "อนุมัติ") for n in range(9)])
    build.build(party, Silent(), accept=["state_is_empty"], actor="มะลิ")
    with party.opened() as con:
        checks = safe_health.checks(con).set_index("name")
    answered = checks[checks["answered_at"].notna()]
    assert answered.index.tolist() == ["state_is_empty"]
    assert answered["answered_by"].tolist() == ["มะลิ"]
    assert not answered["passed"].any()
    assert answered["answered_at"].dt.date.tolist() == [today()]


def test_a_line_of_a_later_sheet_is_told_with_its_sheet(tmp_path: Path) -> None:
    party = Party(tmp_path)
    path = party.exports / "events" / "events_2566-10-22.xlsx"
    path.parent.mkdir(parents=True)
    with xlsxwriter.Workbook(path) as book:
        for sheet, amphoe in (("เชียงใหม่", "แม่ริม"), ("ลำปาง", "ไม่มีจริง")):
            rows = book.add_worksheet(sheet)
            row = event(f"G{sheet}", province=sheet, amphoe=amphoe)
            rows.write_row(0, 0, list(row))
            rows.write_row(1, 0, list(row.values()))
    party.publish()
    with party.opened() as con:
        (row,) = safe_health.unplaced(con, on=date(2023, 10, 22)).to_dict("records")
    assert (row["sheet"], row["line"]) == ("ลำปาง", 2)
