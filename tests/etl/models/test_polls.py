"""Do polls and their answers become counts, and is nobody's answer anywhere but in the export?"""

import json
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from etl.ingest import stage, word_lists
from tests.etl.ingest.reading import is_refused_naming, rejects_of, rows_of
from tests.party import DAY, Party, Row, count, member, person, poll
from tests.slow import these, unless

ANSWERS = "select choice_no, sum(answers)::bigint from poll_answers group by all order by all"
PEOPLE = "select sum(respondents)::bigint from poll_respondents"
FLAGS = "from poll_flags order by all"


@pytest.fixture
def asking(party: Party) -> Party:
    party.members(DAY, member("1"))
    party.polls(DAY, poll("P1"), poll("P2", mode="หลายข้อ", closed=""))
    return party


def answer(asking: Party, told: list[Row]) -> None:
    asking.poll_answers(DAY, *told)
    asking.publish()


def test_a_poll_has_its_choices_scope_and_the_key_of_its_question(asking: Party) -> None:
    columns = poll("P7", scope="ภาคเหนือ", question=" ควรประชุม  วันใด?")
    del columns["ตัวเลือก"]
    told = [
        poll("P3", choices="1. ใช่\n2. ไม่ใช่\n3. 1.5 วัน", scope=""),
        poll("P4", choices="ใช่, ไม่ใช่", scope="เชียงใหม่"),
        poll("P5", choices="ใช่", scope="ดวงจันทร์", closed="01/09/2566"),
        poll("P6", choices="ใช่; ไม่; ใช่ ", scope="North"),
    ]
    asking.polls("2566-10-21", *told)
    asking.polls(DAY, columns | {"ตัวเลือก 1": "ก", "ตัวเลือก 2": "", "ตัวเลือกที่ 3": "ค"})
    asking.publish()
    assert asking.rows(
        "select poll_id, scope_kind, scope_code, question_key, is_several from polls order by 1"
    ) == [
        ("P3", "country", None, "ควรประชุมวันใด", False),
        ("P4", "province", "50", "ควรประชุมวันใด", False),
        ("P5", None, None, "ควรประชุมวันใด", False),
        ("P6", "region", "ect:north", "ควรประชุมวันใด", False),
        ("P7", "region", "ect:north", "ควรประชุมวันใด", False),
    ]
    assert asking.rows("select choice_no, choice from poll_choices where poll_id = 'P3'") == [
        (1, "ใช่"),
        (2, "ไม่ใช่"),
        (3, "1.5 วัน"),
    ]
    assert asking.rows("select choice_no, choice from poll_choices where poll_id = 'P7'") == [
        (1, "ก"),
        (3, "ค"),
    ]
    assert asking.rows(FLAGS) == [
        ("P5", "closes_before_opening", 0),
        ("P5", "one_choice", 0),
        ("P5", "unknown_scope", 0),
        ("P6", "same_choice_twice", 0),
    ]


def test_choices_on_lines_of_their_own_in_a_workbook_are_choices(asking: Party) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    told = poll("P1", choices="เสาร์\nอาทิตย์")
    book.active.append(list(told))
    book.active.append(list(told.values()))
    (asking.exports / "polls").joinpath(f"polls_{DAY}.csv").unlink()
    book.save(asking.exports / "polls" / "polls_2566-10-22.xlsx")
    asking.publish()
    assert asking.rows("select choice_no, choice from poll_choices") == [
        (1, "เสาร์"),
        (2, "อาทิตย์"),
    ]


def test_counts_are_told_by_the_choice_s_text_or_number(asking: Party) -> None:
    answer(
        asking,
        [
            count("เสาร์", "7"),
            count("  อาทิตย์ ", "1,002"),
            count("3", "5"),
            count("ข้อ ๑", "2", amphoe="ฝาง"),
            count("2.0", "1", amphoe="ฝาง"),
            count("เสาร์", "4", amphoe="", on="03/10/2566"),
            count("เสาร์", "6", amphoe="", province="", on="03/10/2566"),
        ],
    )
    assert asking.rows(ANSWERS) == [(1, 19), (2, 1003), (3, 5)]
    assert asking.rows("from poll_respondents order by all") == [
        ("P1", date(2023, 10, 2), "50", "5007", 1014),
        ("P1", date(2023, 10, 2), "50", "5009", 3),
        ("P1", date(2023, 10, 3), "50", None, 4),
        ("P1", date(2023, 10, 3), None, None, 6),
    ]


def test_choices_that_differ_only_in_signs_are_different_choices(asking: Party) -> None:
    polls = [
        poll("P1", choices="< 5 กม. | > 5 กม. | ไม่ไป"),
        poll("P3", choices="👍 | 👎"),
        poll("P4", choices="C | C++ | c"),
    ]
    asking.polls(DAY, *polls)
    answer(
        asking,
        [
            count("> 5 กม.", "7"),
            count("<5กม.", "2"),
            count("5 กม.", "4", amphoe="ฝาง"),
            count("ไม่ไป!", "1"),
            count("👎", "3", poll="P3"),
            count("c", "5", poll="P4"),
            count("c++", "6", poll="P4"),
        ],
    )
    found = "select poll_id, choice_no, sum(answers)::bigint from poll_answers group by all"
    assert asking.rows(f"{found} order by all") == [
        ("P1", 1, 2),
        ("P1", 2, 7),
        ("P1", 3, 1),
        ("P3", 2, 3),
        ("P4", 1, 5),
        ("P4", 2, 6),
    ]
    assert asking.rows(FLAGS) == [("P1", "unknown_choice", 1), ("P4", "same_choice_twice", 0)]


TOLD_BY_NUMBER = (
    *("2", "ข้อ 2", "ข้อที่ 2.", "ตัวเลือก ๒", "ตัวเลือกที่2", "ค\u0e4d\u0e32ตอบที่ 2", "หมายเลข 2", "(2)"),
    *("Choice 2", "OPTION 2", "answer: 2", "No. 2", "#2", "[2]"),
)
TOLD_OTHERWISE = ("ไม่ใช่ 1", "-1", "ไม่ใช่ข้อ 1", "not 1", "ยกเว้น 1", "> 1", "0.1")


def test_words_before_a_number_are_those_of_a_choice_and_other_words_mean_none(
    asking: Party,
) -> None:
    """Each text is the answer to a poll of its own."""
    told = {f"T{n:02}": text for n, text in enumerate((*TOLD_BY_NUMBER, *TOLD_OTHERWISE))}
    asking.polls(DAY, *[poll(number) for number in told])
    answers = [count(text, "7", poll=number) for number, text in told.items()]
    answer(asking, answers + [count("อาทิตย์", "1", poll=number) for number in told])
    found = asking.rows(
        "select poll_id, choice_no, sum(answers)::bigint from poll_answers group by all"
    )
    numbers, others = list(told)[: len(TOLD_BY_NUMBER)], list(told)[len(TOLD_BY_NUMBER) :]
    assert len(others) == len(TOLD_OTHERWISE)
    expected = [(number, 2, 8) for number in numbers] + [(number, 2, 1) for number in others]
    assert sorted(found) == expected
    assert asking.rows(FLAGS) == [(number, "unknown_choice", 1) for number in others]


def test_answers_that_cannot_count_are_kept_out_flagged_and_told_by_line(asking: Party) -> None:
    answer(
        asking,
        [
            count("เสาร์", "7"),
            count("เสาร์", "3", on="16/10/2566"),
            count("เสาร์", "2", on="30/09/2566"),
            count("วันพระ", "4"),
            count("เสาร์", "5", poll="P9"),
            count("อาทิตย์", "2000000"),
            count("เสาร์", "-2", amphoe="ฝาง"),
            count("เสาร์", "1", on="25/10/2566", amphoe="ฝาง"),
        ],
    )
    assert asking.rows(ANSWERS) == [(1, 7)]
    assert asking.rows(FLAGS) == [
        ("P1", "answer_after_close", 1),
        ("P1", "answer_before_open", 1),
        ("P1", "implausible_count", 1),
        ("P1", "unknown_choice", 1),
        ("P9", "unknown_poll", 1),
    ]
    assert asking.rows("select line, reason from rejects order by line") == [
        (3, "answer_after_close"),
        (4, "answer_before_open"),
        (5, "unknown_choice"),
        (6, "unknown_poll"),
        (7, "implausible_count"),
        (8, "not_a_number"),
        (9, "date_out_of_range"),
    ]
    found = "select detail from checks where name = 'every_answer_is_to_an_open_poll'"
    assert asking.rows(found) == [("P1: answer_after_close",)]


def test_people_are_counted_and_the_last_answer_in_time_is_theirs(asking: Party) -> None:
    answer(
        asking,
        [
            person("1", "เสาร์"),
            person("2", "เสาร์", on="02/10/2566 09:00"),
            person("2", "อาทิตย์", on="02/10/2566 21:30"),
            # Later in the file, but earlier on the day.
            person("2", "วันธรรมดา", on="02/10/2566 08:00"),
            # Changed their mind when the poll had closed: what they said in time stands.
            person("3", "เสาร์", on="15/10/2566"),
            person("3", "อาทิตย์", on="16/10/2566"),
            # The same twice: a duplicate.
            person("4", "อาทิตย์"),
            person("4", "อาทิตย์"),
            # No number: each row is somebody.
            person("", "เสาร์"),
            person("-", "เสาร์"),
        ],
    )
    assert asking.rows(ANSWERS) == [(1, 4), (2, 2)]
    assert asking.rows(PEOPLE) == [(6,)]
    assert asking.rows(FLAGS) == [
        ("P1", "answer_after_close", 1),
        ("P1", "answered_again", 2),
    ]
    found = "select rows_in, staged, duplicates, rejected from loads where kind = 'poll_answers'"
    assert asking.rows(found) == [(10, 9, 1, 0)]
    assert asking.rows("from rejects") == []


def test_of_several_choices_each_counts_once_and_people_are_distinct(asking: Party) -> None:
    answer(
        asking,
        [
            person("1", "เสาร์", poll="P2"),
            person("1", "อาทิตย์", poll="P2"),
            person("1", "เสาร์", poll="P2", on="05/10/2566"),
            person("2", "เสาร์; อาทิตย์", poll="P2", amphoe="ฝาง"),
            person("3", "เสาร์; วันพระ", poll="P2", amphoe="ฝาง"),
        ],
    )
    assert asking.rows(ANSWERS) == [(1, 2), (2, 2)]
    assert asking.rows("from poll_respondents where respondents > 0 order by all") == [
        ("P2", date(2023, 10, 2), "50", "5009", 2),
        ("P2", date(2023, 10, 5), "50", "5007", 1),
    ]
    assert asking.rows(FLAGS) == [
        ("P2", "answered_again", 1),
        ("P2", "unknown_choice", 1),
    ]


def test_who_ends_with_a_choice_there_is_not_has_answered_all_the_same(asking: Party) -> None:
    asking.polls(DAY, poll("P2", mode="หลายข้อ"))
    told = [person(str(n), "เสาร์", poll="P2") for n in range(10)]
    told += [person(str(n), "อื่น ๆ", poll="P2", on="03/10/2566") for n in range(4)]
    # Not while the poll was open: these people said nothing else in time.
    told += [person("20", "อื่น ๆ", poll="P2", on="16/10/2566")]
    told += [person("21", "อื่น ๆ", poll="P2", on="30/09/2566")]
    # What they said in time stands.
    told += [person("9", "อื่น ๆ", poll="P2", on="16/10/2566")]
    answer(asking, told)
    assert asking.rows(ANSWERS) == [(1, 10)]
    assert asking.rows(PEOPLE) == [(10,)]


def test_an_older_export_of_a_day_has_no_respondents_of_its_own(asking: Party) -> None:
    old = [person(str(n), "อื่น ๆ", poll="P2") for n in range(5)]
    asking.poll_answers("2566-10-05", *old)
    answer(asking, [person("1", "เสาร์", poll="P2")])
    assert asking.rows(PEOPLE) == [(1,)]


def test_respondents_of_several_choices_are_as_told_or_unknown(asking: Party) -> None:
    several = {"poll": "P2"}
    answer(
        asking,
        [
            count("เสาร์", "7", **several, respondents="9"),
            count("อาทิตย์", "5", **several, respondents="9"),
            count("เสาร์", "2", **several, respondents="", amphoe="ฝาง"),
        ],
    )
    assert asking.rows("select amphoe_code, respondents from poll_respondents order by 1") == [
        ("5007", 9),
        ("5009", None),
    ]


def test_people_without_any_number_are_unknown_where_several_may_be_chosen(asking: Party) -> None:
    told = [person("", "เสาร์", poll="P2"), person("", "อาทิตย์", poll="P2"), person("", "เสาร์")]
    for row in told:
        del row["เลขที่สมาชิก"]
    answer(asking, told)
    assert asking.rows("select poll_id, respondents from poll_respondents order by 1") == [
        ("P1", 1),
        ("P2", None),
    ]


def test_exports_of_a_week_each_add_up_and_a_whole_one_replaces_them(asking: Party) -> None:
    asking.poll_answers("2566-10-05", count("เสาร์", "3"), count("เสาร์", "1", on="5/10/2566"))
    asking.poll_answers(
        "2566-10-09", count("เสาร์", "2", on="5/10/2566"), count("เสาร์", "4", on="6/10/2566")
    )
    asking.publish()
    assert asking.rows(ANSWERS) == [(1, 9)]
    whole = [
        count("เสาร์", number, on=f"{day}/10/2566") for day, number in ((2, "5"), (5, "5"), (6, "5"))
    ]
    asking.poll_answers(DAY, *whole)
    asking.publish()
    assert asking.rows(ANSWERS) == [(1, 15)]
    assert asking.rows(FLAGS) == []


def test_people_told_by_exports_of_several_days_are_flagged(asking: Party) -> None:
    asking.poll_answers("2566-10-05", person("1", "เสาร์"))
    asking.poll_answers("2566-10-09", person("1", "อาทิตย์", on="06/10/2566"))
    asking.publish()
    assert asking.rows(ANSWERS) == [(1, 1), (2, 1)]
    assert asking.rows(FLAGS) == [("P1", "several_exports", 0)]
    assert asking.rows("from checks where not passed") == []
    # The whole poll, told again: the last answer is the one.
    asking.poll_answers(DAY, person("1", "เสาร์"), person("1", "อาทิตย์", on="06/10/2566"))
    asking.publish()
    assert asking.rows(ANSWERS) == [(2, 1)]
    assert asking.rows(FLAGS) == [("P1", "answered_again", 1)]


def test_two_files_of_one_day_part_the_country_and_never_count_twice(asking: Party) -> None:
    north = [count("เสาร์", "3"), count("อาทิตย์", "1")]
    folder = asking.exports / "poll_answers"
    asking.poll_answers(DAY, *north)
    (folder / f"poll_answers_{DAY}.csv").rename(folder / f"north_{DAY}.csv")
    asking.poll_answers(DAY, count("เสาร์", "9", amphoe="ฝาง"), count("อาทิตย์", "2"))
    asking.publish()
    assert asking.rows(ANSWERS) == [(1, 12), (2, 2)]
    found = "select detail from checks where name = 'no_answers_told_by_two_files_of_one_day'"
    assert asking.rows(found) == [("P1 2023-10-02",)]


@pytest.mark.parametrize(
    "form", unless(lambda form: form == "xlsx", ["utf-8", "cp874", "xlsx", "parquet"])
)
def test_nothing_of_a_person_is_written_anywhere(
    asking: Party, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes of everything a build writes are searched, temporary files while they are there too."""
    told = [
        person(f"SECRET{n:07d}", ("เสาร์", "อาทิตย์")[n % 2], on=f"{2 + n % 3}/10/2566")
        | {"ชื่อ-สกุล": f"ลับเฉพาะ นามสกุล{n}", "เบอร์โทร": f"081-000-{n:04d}"}
        for n in range(60)
    ]
    told += [told[0] | {"คำตอบ": "วันธรรมดา", "วันที่ตอบ": "9/10/2566"}, told[1]]
    told += [person("SECRET8888888", "เสาร์", on="31/02/2566"), person("SECRET9999999", "วันพระ")]
    write_as(asking, form, told)
    seen: list[bytes] = []
    folders: list[Path] = []
    rmtree = shutil.rmtree

    def look_first(folder: Path, ignore_errors: bool = False) -> None:
        folders.append(folder)
        seen.extend(path.read_bytes() for path in Path(folder).rglob("*") if path.is_file())
        rmtree(folder, ignore_errors=ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", look_first)
    asking.publish()
    written = [
        path
        for path in asking.data.rglob("*")
        if path.is_file() and asking.exports not in path.parents
    ]
    assert {path.suffix for path in written} >= {".duckdb", ".parquet", ".json"}
    assert folders
    for content in [*seen, *(path.read_bytes() for path in written)]:
        for secret in ("SECRET", "ลับเฉพาะ", "081-000"):
            for encoding in ("utf-8", "utf-16-le", "cp874"):
                assert secret.encode(encoding) not in content
    parts = [load for load in asking.staged.glob("*.json") if "poll_answers" in load.read_text()]
    assert parts
    counts = asking.rows("select count(*), sum(answers)::bigint from poll_answers")
    # 60 people and one who chose again; one row cannot be typed, one has no such choice.
    assert counts == [(7, 60)]


def write_as(asking: Party, form: str, told: list[Row]) -> None:
    """Write answers of persons in a form."""
    headings = list(told[0])
    grid = [headings, *([row.get(name, "") for name in headings] for row in told)]
    folder = asking.exports / "poll_answers"
    folder.mkdir()
    path = folder / f"answers_{DAY}.{form if form in ('xlsx', 'parquet') else 'csv'}"
    if form == "xlsx":
        book = openpyxl.Workbook()
        assert book.active is not None
        for line in grid:
            book.active.append(line)
        book.save(path)
    elif form == "parquet":
        pd.DataFrame(grid[1:], columns=pd.Index(headings)).to_parquet(path)
    else:
        text = "\r\n".join(",".join(line) for line in grid)
        path.write_bytes(text.encode(form))


def test_no_key_and_no_line_of_a_person_is_staged(party: Party) -> None:
    party.poll_answers(DAY, person("0000001", "เสาร์"), person("2", "เสาร์"), person("3", "x"))
    load = party.load()
    told = rows_of(load)
    assert " ".join(told[0]) == (
        "listed_on line poll_id choice answered_on province amphoe evidence answers respondents"
        " is_counted is_numbered next_answer_on next_same_on stands_for"
    )
    assert [(row["choice"], row["answers"], row["stands_for"], row["line"]) for row in told] == [
        ("x", 1, 1, None),
        ("เสาร์", 2, 2, None),
    ]
    assert load.staged == 3
    assert rejects_of(load) == []


def test_answers_of_people_never_spill_to_a_disk(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [person(f"{n:07d}", "เสาร์") for n in range(50_000)]
    party.poll_answers(DAY, *told)
    monkeypatch.setattr(stage, "MEMORY_LIMIT_WITHOUT_DISK", "3MB")
    load = party.load()
    assert is_refused_naming(load)
    assert "in memory" in str(load.problem)
    assert not list(party.staged.rglob("*.tmp"))


@pytest.mark.slow
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "1", "2", "3"]),
            st.sampled_from(["เสาร์", "อาทิตย์", "วันพระ"]),
            st.integers(1, 6),
            st.sampled_from(["แม่ริม", "ฝาง", ""]),
        ),
        min_size=1,
        max_size=25,
    )
)
@hypothesis_settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_answered_the_counts_add_up(
    tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, str, int, str]]
) -> None:
    """Worked out a second time, person by person, in Python."""
    asking = Party(tmp_path_factory.mktemp("party"))
    asking.members(DAY, member("1"))
    asking.polls(DAY, poll("P1", opened="02/10/2566", closed="05/10/2566"))
    asking.poll_answers(
        DAY,
        *[person(who, what, on=f"{day}/10/2566", amphoe=where) for who, what, day, where in told],
    )
    asking.publish()
    last: dict[object, tuple[int, int, str]] = {}
    for line, (who, what, day, _) in enumerate(told):
        if day <= 5:
            key = who or line
            last[key] = max(last.get(key, (0, 0, "")), (day, line, what))
    expected = Counter(what for day, _, what in last.values() if day >= 2 and what != "วันพระ")
    found = dict(asking.rows(ANSWERS))
    assert found == {n: expected[what] for n, what in ((1, "เสาร์"), (2, "อาทิตย์")) if expected[what]}
    assert (asking.rows(PEOPLE)[0][0] or 0) == expected.total()
    kept_out = asking.rows("select coalesce(sum(rows), 0)::bigint from poll_flags")[0][0]
    (load,) = asking.rows(
        "select rows_in, staged, duplicates from loads where kind = 'poll_answers'"
    )
    assert load[0] == len(told) == load[1] + load[2]
    assert load[1] == kept_out + expected.total()


def test_words_of_new_kinds_leave_the_lists_that_were_read_as_they_are(
    party: Party, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    party.members(DAY, member("1"))
    party.poll_answers(DAY, person("1", "เสาร์"))
    first = {load.kind: load.staged_path for load in party.load_all()}
    changed = tmp_path / "sources_taking_part.toml"
    changed.write_text(
        word_lists._TAKING_PART.read_text(encoding="utf-8") + "\n# another word\n", encoding="utf-8"
    )
    monkeypatch.setattr(word_lists, "_TAKING_PART", changed)
    word_lists.fingerprint.cache_clear()
    second = {load.kind: load for load in party.load_all()}
    word_lists.fingerprint.cache_clear()
    assert second["members"].status == "unchanged"
    assert second["members"].staged_path == first["members"]
    assert second["poll_answers"].status == "loaded"
    assert second["poll_answers"].staged_path != first["poll_answers"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("events_2566-10-22.csv", "events"),
        ("กิจกรรมสมาชิกสัมพันธ์.csv", "events"),
        ("กิจกรรมเลือกตั้ง ตทอ.csv", "events"),
        ("คณะทำงานจังหวัด.csv", "committees"),
        ("กรรมการจังหวัด_2566-10-22.csv", "committees"),
        ("polls.csv", "polls"),
        ("คำถามถึงสมาชิก.csv", "polls"),
        ("โพล.csv", "polls"),
        ("poll_answers_2566-10-22.csv", "poll_answers"),
        ("คำตอบโพลสมาชิก.csv", "poll_answers"),
        ("ค\u0e4d\u0e32ตอบ.csv", "poll_answers"),
        ("ข้อเสนอสมาชิก.csv", "proposals"),
        ("proposals/x.csv", "proposals"),
        ("members/กิจกรรม_2566-10-22.csv", "members"),
    ],
)
def test_the_name_says_the_kind(party: Party, name: str, kind: str) -> None:
    party.drop(name, "x")
    (export,) = stage.find_exports(party, None)
    assert (export.kind, export.problem) == (kind, None)


def test_an_export_of_one_kind_in_the_folder_of_another_is_refused(party: Party) -> None:
    party.poll_answers(DAY, poll("P1"))
    assert is_refused_naming(party.load(), "วันที่ตอบ")


def test_a_telephone_written_as_an_answer_is_not_kept(party: Party) -> None:
    told = [
        person("1", "อื่น ๆ โทร 081-234-5678"),
        person("2", "a@example.invalid"),
        person("3", "เสาร์"),
    ]
    party.poll_answers(DAY, *told)
    load = party.load()
    assert [(row["choice"], row["answers"]) for row in rows_of(load)] in (
        [("•", 2), ("เสาร์", 1)],
        [("เสาร์", 1), ("•", 2)],
    )


def test_moments_of_every_shape_fall_on_thailand_s_day(party: Party) -> None:
    moments = {
        "2023-10-05 23:59:59": date(2023, 10, 5),
        "05/10/2566 00:00:01": date(2023, 10, 5),
        "2023-10-05T16:59:59Z": date(2023, 10, 5),
        "2023-10-05T17:00:00Z": date(2023, 10, 6),
        "2023-10-05T23:30:00+07:00": date(2023, 10, 5),
        "2023-10-05T18:45:00+05:30": date(2023, 10, 5),
        "2023-10-05T23:15:00+05:30": date(2023, 10, 6),
        "5 ต.ค. 2566 09:00:00 น.": date(2023, 10, 5),
    }
    told = [person(str(n), str(n), on=text) for n, text in enumerate(moments)]
    party.poll_answers(DAY, *told)
    found = {int(row["choice"]): row["answered_on"] for row in rows_of(party.load())}
    assert [found[n] for n in range(len(moments))] == list(moments.values())


def test_the_account_of_answers_is_kept_with_them(asking: Party) -> None:
    answer(asking, [person("1", "เสาร์"), person("1", "เสาร์")])
    accounts = [json.loads(path.read_text()) for path in asking.staged.glob("*.json")]
    (kept,) = [each for each in accounts if str(each.get("file", "")).startswith("poll_answers")]
    assert (kept["rows_in"], kept["staged"], kept["duplicates"]) == (2, 1, 1)


@pytest.mark.parametrize(
    "rows", these((1,), [[count("เสาร์", "1")] * 2, [person("1", "เสาร์"), person("2", "เสาร์")]])
)
def test_a_postcode_chooses_the_place_of_an_answer(asking: Party, rows: list[Row]) -> None:
    told = [
        row | {"จังหวัด": "", "อำเภอ": "จอมทอง", "รหัสไปรษณีย์": postcode}
        for row, postcode in zip(rows, ("50160", "10150"), strict=True)
    ]
    answer(asking, told)
    placed = "select amphoe_code, count(*) from poll_answers group by all order by all"
    assert asking.rows(placed) == [("1035", 1), ("5002", 1)]
