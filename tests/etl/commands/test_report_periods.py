"""Is a month understood as people type it, and refused when it could be two?"""

from datetime import date, datetime, tzinfo

import pytest

from etl.commands import periods
from i18n import dates


@pytest.mark.parametrize(
    "text",
    ["2566-10", "2023-10", "10/2566", "ต.ค. 2566", "Oct 2023", "oct 2023", "๒๕๖๖-๑๐", " 2566-10 "],
)
def test_a_month_is_understood_in_either_era(text: str) -> None:
    assert periods.month(text) == (date(2023, 10, 1), date(2023, 10, 31))


@pytest.mark.parametrize(
    ("now", "first", "last"),
    [
        ("2023-11-01T02:00+07:00", date(2023, 10, 1), date(2023, 10, 31)),
        ("2023-10-31T18:00+00:00", date(2023, 10, 1), date(2023, 10, 31)),  # November in Bangkok
        ("2024-03-31T23:00+07:00", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-01-15T12:00+07:00", date(2023, 12, 1), date(2023, 12, 31)),
    ],
)
def test_the_last_month_is_the_one_that_has_ended_in_thailand(
    now: str, first: date, last: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Then(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Then":
            return cls.fromisoformat(now).astimezone(tz)

    monkeypatch.setattr(dates, "datetime", Then)
    assert periods.month("last") == (first, last)


def test_february_ends_where_its_year_says() -> None:
    assert periods.month("2567-02")[1] == date(2024, 2, 29)
    assert periods.month("2566-02")[1] == date(2023, 2, 28)


@pytest.mark.parametrize(
    "text", ["66-10", "2566-13", "2566-0", "ตุลา", "", "2566", "10/66", "xyz 2566", "0001-01-01"]
)
def test_what_is_no_month_is_refused_by_name(text: str) -> None:
    with pytest.raises(periods.NotADay) as refused:
        periods.month(text)
    assert f"“{text}”" in refused.value.message.en


@pytest.mark.parametrize("text", ["2566-10-22", "2023-10-22", "๒๕๖๖-๑๐-๒๒"])
def test_a_day_is_understood_in_either_era(text: str) -> None:
    assert periods.day(text) == date(2023, 10, 22)


@pytest.mark.parametrize("text", ["2566-10-32", "yesterday", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(periods.NotADay):
        periods.day(text)
