"""Is a month understood as people type it, and refused when it could be two?"""

from datetime import date

import pytest

from etl import report_periods


@pytest.mark.parametrize(
    "text",
    ["2566-10", "2023-10", "10/2566", "ต.ค. 2566", "Oct 2023", "oct 2023", "๒๕๖๖-๑๐", " 2566-10 "],
)
def test_a_month_is_understood_in_either_era(text: str) -> None:
    assert report_periods.month(text) == (date(2023, 10, 1), date(2023, 10, 31))


def test_february_ends_where_its_year_says() -> None:
    assert report_periods.month("2567-02")[1] == date(2024, 2, 29)
    assert report_periods.month("2566-02")[1] == date(2023, 2, 28)


@pytest.mark.parametrize(
    "text", ["66-10", "2566-13", "2566-0", "ตุลา", "", "2566", "10/66", "xyz 2566", "0001-01-01"]
)
def test_what_is_no_month_is_refused_by_name(text: str) -> None:
    with pytest.raises(report_periods.NotADay) as refused:
        report_periods.month(text)
    assert f"“{text}”" in refused.value.sentence.en


@pytest.mark.parametrize("text", ["2566-10-22", "2023-10-22", "๒๕๖๖-๑๐-๒๒"])
def test_a_day_is_understood_in_either_era(text: str) -> None:
    assert report_periods.day(text) == date(2023, 10, 22)


@pytest.mark.parametrize("text", ["2566-10-32", "yesterday", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(report_periods.NotADay):
        report_periods.day(text)
