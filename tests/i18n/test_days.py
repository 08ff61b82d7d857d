"""Is the day Thailand's, whatever zone the machine's clock is set to?"""

import time
from datetime import UTC, date, datetime, tzinfo
from typing import Self

import pytest

from i18n import dates


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Auckland"])
@pytest.mark.parametrize(
    ("now", "day"),
    [("2026-12-31T16:59:59", date(2026, 12, 31)), ("2026-12-31T17:00:00", date(2027, 1, 1))],
)
def test_today_begins_at_midnight_in_thailand(
    now: str, day: date, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls.fromtimestamp(moment.timestamp(), tz)

    monkeypatch.setattr(dates, "datetime", Stopped)
    with monkeypatch.context() as there:
        there.setenv("TZ", zone)
        time.tzset()
        assert dates.today() == day
    time.tzset()
