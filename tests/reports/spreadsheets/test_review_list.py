"""The list to decide on is handed back whole, with nobody named, as the build reads it."""

from datetime import date
from pathlib import Path

from etl.lists.reviews import COLUMNS, read_reviews
from reports.spreadsheets import review_list


def test_the_list_to_fill_in_names_nobody_and_keeps_what_was_decided(tmp_path: Path) -> None:
    own_list = tmp_path / "representative_reviews.csv"
    own_list.write_text(
        "term_id,decision,decided_by,decided_on,note,seen by\n"
        "a-1,confirmed,ผู้ตรวจ,2566-10-20,=โทรถาม,ฝ่ายจัดตั้ง\n"
        "a-2,,,,,\n"
        "a-3,,ผู้ตรวจ,,รอสาย,\n",
        encoding="cp874",
    )
    filled = review_list.prefill(own_list, ["a-1", "a-2", "a-3", "a-2"]).decode("utf-8-sig")
    assert filled.splitlines() == [
        "term_id,decision,decided_by,decided_on,note,seen by",
        "a-1,confirmed,ผู้ตรวจ,2566-10-20,=โทรถาม,ฝ่ายจัดตั้ง",
        "a-3,,ผู้ตรวจ,,รอสาย,",
        "a-1,,,,,",
        "a-2,,,,,",
    ]


def test_a_list_to_fill_in_is_one_that_the_build_reads(tmp_path: Path) -> None:
    path = tmp_path / "representative_reviews.csv"
    assert tuple(COLUMNS) == review_list.COLUMNS
    path.write_bytes(review_list.prefill(path, ["a-1"]))
    assert read_reviews(path) == []
    path.write_text(
        path.read_text(encoding="utf-8-sig").replace("a-1,,,", "a-1,confirmed,ก,2566-10-25"),
        encoding="utf-8",
    )
    assert read_reviews(path) == [("a-1", "confirmed", "ก", date(2023, 10, 25), "")]


def test_a_list_with_headings_missing_gets_them_and_loses_nothing(tmp_path: Path) -> None:
    own_list = tmp_path / "representative_reviews.csv"
    own_list.write_text("term_id,decision\na-1,confirmed\n\n", encoding="utf-8")
    filled = review_list.prefill(own_list, ["a-2"]).decode("utf-8-sig")
    assert filled.splitlines() == [",".join(review_list.COLUMNS), "a-1,confirmed", "a-2,,,,"]
