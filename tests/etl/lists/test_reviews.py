"""Are decisions about representatives in doubt read, and refused when they mean nothing?"""

from datetime import date
from pathlib import Path

import pytest

from etl.lists.reading import BadList
from etl.lists.reviews import read_reviews

HEAD = "term_id,decision,decided_by,decided_on,note"


def write(folder: Path, *lines: str) -> Path:
    path = folder / "representative_reviews.csv"
    path.write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
    return path


def test_a_decision_is_read_and_a_row_nobody_filled_in_says_nothing(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "5001-2023-10-01-1,confirmed,ฝ่ายจัดตั้ง,2566-10-25,โทรถามแล้ว",
        "5002-2023-10-01-1,,,,",
        "5003-2023-10-01-1,still_serving,ฝ่ายจัดตั้ง,2023-10-26,",
    )
    assert read_reviews(path) == [
        ("5001-2023-10-01-1", "confirmed", "ฝ่ายจัดตั้ง", date(2023, 10, 25), "โทรถามแล้ว"),
        ("5003-2023-10-01-1", "still_serving", "ฝ่ายจัดตั้ง", date(2023, 10, 26), ""),
    ]
    assert read_reviews(tmp_path / "none.csv") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("5001-2023-10-01-1,yes,ก,2566-10-25,", "yes"),
        ("5001-2023-10-01-1,confirmed,ก,25/10/2566,", "25/10/2566"),
        ("5001-2023-10-01-1,confirmed,,2566-10-25,", "decided_by"),
        ("5001-2023-10-01-1,confirmed,ก,,", "decided_on"),
    ],
)
def test_a_decision_that_means_nothing_is_refused_with_its_line(
    tmp_path: Path, line: str, said: str
) -> None:
    good = "5002-2023-10-01-1,confirmed,ก,2566-10-25,"
    with pytest.raises(BadList) as refused:
        read_reviews(write(tmp_path, good, line))
    assert said in refused.value.message.th and "3" in refused.value.message.en


def test_two_decisions_of_one_day_must_agree(tmp_path: Path) -> None:
    with pytest.raises(BadList, match="5001-2023-10-01-1"):
        read_reviews(
            write(
                tmp_path,
                "5001-2023-10-01-1,confirmed,ก,2566-10-25,",
                "5001-2023-10-01-1,still_serving,ข,2566-10-25,",
            )
        )
