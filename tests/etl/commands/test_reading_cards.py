"""Does a person who builds or checks see what each file was taken for?"""

from pathlib import Path

import pytest

from etl.__main__ import main
from tests.party import Party, member


@pytest.fixture
def party(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Party:
    monkeypatch.setenv("PAKTHONG_DATA", str(tmp_path))
    found = Party(tmp_path)
    rows = [member(f"M{n}", approved="1/8/1999") | {"สถานะสมาชิกก": ""} for n in range(5)]
    found.members("2566-09-30", *rows[:3])
    found.members("2566-10-22", *rows)
    return found


def test_a_check_tells_every_file_and_a_build_the_newest_of_each_kind(
    party: Party, capsys: pytest.CaptureFixture[str]
) -> None:
    main(("check",))
    told = capsys.readouterr().out
    for day in ("2566-09-30", "2566-10-22"):
        assert f"members_{day}.csv · headings in row 1" in told
    main(("build",))
    told = capsys.readouterr().out
    assert "members_2566-10-22.csv" in told.split("Checking")[1]
    assert "members_2566-09-30.csv" not in told.split("Checking")[1]


def test_days_words_and_headings_that_were_not_read_stand_on_the_card(
    party: Party, capsys: pytest.CaptureFixture[str]
) -> None:
    main(("check",))
    told = capsys.readouterr().out
    assert "วันที่อนุมัติ → approved at: 1 Aug 1999 wherever there is a day" in told
    assert "สถานะ → state: อนุมัติ = approved (5 rows)" in told
    assert "สถานะสมาชิกก: Not read (near “สถานะสมาชิก”)" in told
