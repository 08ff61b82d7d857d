"""Is the list of exceptions read strictly, and does each row do what it says?"""

import csv
from datetime import date
from pathlib import Path

import pytest

from etl.places.aliases import COLUMNS, Alias, AliasesError, read_aliases
from etl.places.gazetteer import gazetteer
from etl.places.matcher import Matcher
from etl.settings import SHIPPED

LIST = SHIPPED / "data" / "place_aliases.csv"
GOOD = "นนทบุรี,บางกรวยย,12,1202,,,ทีมข้อมูล,สะกดเกิน\n"


def _list(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path = folder / "place_aliases.csv"
    path.write_bytes((",".join(COLUMNS) + "\n" + "".join(rows)).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
def test_a_row_places_what_it_says_however_the_file_was_saved(
    tmp_path: Path, encoding: str
) -> None:
    matcher = Matcher(read_aliases(_list(tmp_path, GOOD, encoding=encoding)))
    assert matcher.place("นนทบุรี", "อ.บางกรวยย").amphoe_code == "1202"
    assert matcher.place("จังหวัดนนทบุรี", "บางกรวยย").how == "alias"
    assert matcher.place("เชียงใหม่", "บางกรวยย").reason == "unknown_amphoe"


def test_a_row_without_a_province_never_carries_a_row_out_of_its_province(tmp_path: Path) -> None:
    path = _list(tmp_path, ",บางกรวยย,,1202,,,ทีมข้อมูล,สะกดเกิน\n")
    matcher = Matcher(read_aliases(path))
    assert matcher.place("", "บางกรวยย").amphoe_code == "1202"
    assert matcher.place("นนทบุรี", "บางกรวยย").amphoe_code == "1202"
    assert matcher.place("เชียงใหม่", "บางกรวยย").amphoe_code is None


def test_a_row_without_an_amphoe_is_another_name_of_a_province(tmp_path: Path) -> None:
    rows = ("นนท์,,12,,,,ทีมข้อมูล,ชื่อเล่น\n", "นนท์,บางกรวยย,,1202,,,ทีมข้อมูล,สะกดเกิน\n")
    matcher = Matcher(read_aliases(_list(tmp_path, *rows)))
    assert matcher.place("จ.นนท์", "บางกรวย").amphoe_code == "1202"
    assert matcher.place("นนทบุรี", "บางกรวยย").amphoe_code == "1202"


def test_an_alias_holds_on_its_days_only() -> None:
    alias = Alias("", "ก", "12", "1202", date(1939, 4, 17), date(1971, 9, 14))
    assert [alias.holds(day) for day in (date(1939, 4, 16), date(1939, 4, 17))] == [False, True]
    assert [alias.holds(day) for day in (date(1971, 9, 14), date(1971, 9, 15))] == [True, False]
    assert not alias.holds(None)
    assert Alias("", "ก", "12", "1202").holds(None)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("นนทบุรี,ก,12,1202,,,,เหตุผล\n", "reviewed"),
        ("นนทบุรี,ก,12,1202,,,ทีมข้อมูล,\n", "reason"),
        ("นนทบุรี,ก,12,9999,,,ทีมข้อมูล,เหตุผล\n", "9999"),
        ("นนทบุรี,ก,13,1202,,,ทีมข้อมูล,เหตุผล\n", "not in the province"),
        ("นนทบุรี,,,,,,ทีมข้อมูล,เหตุผล\n", "has the code"),
        ("นนทบุรี,ก,12,,,,ทีมข้อมูล,เหตุผล\n", "amphoe text with an amphoe code"),
        ("นนทบุรี,,12,1202,,,ทีมข้อมูล,เหตุผล\n", "amphoe text with an amphoe code"),
        ("นนทบุรี,ก,12,1202,22/10/2566,,ทีมข้อมูล,เหตุผล\n", "22/10/2566"),
        ("นนทบุรี,ก,12,1202,2023-02-01,2023-01-01,ทีมข้อมูล,เหตุผล\n", "after the last"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_its_line(
    tmp_path: Path, row: str, said: str
) -> None:
    with pytest.raises(AliasesError, match=f"line 3.*{said}"):
        read_aliases(_list(tmp_path, GOOD, row))


def test_two_rows_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    other = "จ.นนทบุรี,อ.บางกรวยย,12,1203,,,ทีมข้อมูล,สะกดเกิน\n"
    with pytest.raises(AliasesError, match="two different places"):
        read_aliases(_list(tmp_path, GOOD, other))
    before = "นนทบุรี,ก,12,1203,,2020-12-31,ทีมข้อมูล,เดิม\n"
    after = "นนทบุรี,ก,12,1202,2021-01-01,,ทีมข้อมูล,ใหม่\n"
    matcher = Matcher(read_aliases(_list(tmp_path, before, after)))
    assert matcher.place("นนทบุรี", "ก", on=date(2020, 12, 31)).amphoe_code == "1203"
    assert matcher.place("นนทบุรี", "ก", on=date(2021, 1, 1)).amphoe_code == "1202"


def test_a_row_for_a_province_nobody_knows_is_refused(tmp_path: Path) -> None:
    path = _list(tmp_path, "ลาว,ก,,1202,,,ทีมข้อมูล,เหตุผล\n")
    with pytest.raises(AliasesError, match="ลาว"):
        Matcher(read_aliases(path))


def test_a_list_without_its_columns_or_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "place_aliases.csv"
    path.write_text("province_text,amphoe_text\n", encoding="utf-8")
    with pytest.raises(AliasesError, match="reviewed_by, why"):
        read_aliases(path)
    path.write_bytes(b"\x89PNG\xff\xfe\x00\x01")
    with pytest.raises(AliasesError, match="UTF-8"):
        read_aliases(path)


def test_every_row_that_is_shipped_is_needed_and_does_what_it_says() -> None:
    aliases = read_aliases(LIST)
    matcher, without = Matcher(aliases), Matcher()
    names = {amphoe.amphoe_code: amphoe for amphoe in gazetteer()}
    for alias in aliases:
        on = alias.valid_to or alias.valid_from
        if alias.amphoe_code is None:
            assert matcher.find_province(alias.province_text) == alias.province_code
            assert without.find_province(alias.province_text) is None, alias
            continue
        placed = matcher.place(alias.province_text, alias.amphoe_text, on=on)
        assert placed.amphoe_code == alias.amphoe_code
        rules = without.place(alias.province_text, alias.amphoe_text)
        assert rules.amphoe_code != alias.amphoe_code, alias
        # Where the rules place it elsewhere, the row is an old name and bound to its days.
        assert rules.amphoe_code is None or alias.valid_to is not None, alias
        old = {a.amphoe_code for a in names.values() if a.amphoe_th == alias.amphoe_text}
        assert alias.valid_to is None or old - {alias.amphoe_code}


def test_the_shipped_list_is_short_reviewed_and_has_no_row_twice() -> None:
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = [tuple(row.values()) for row in csv.DictReader(file)]
    assert len(rows) == len(set(rows)) < 200
    assert {row[6] for row in rows} == {"โครงการ (รอพรรคตรวจทาน)"}
