"""How do two parties act at one moment, so that what pages tell of it can be the same bytes?"""

from datetime import datetime, tzinfo
from typing import Self

import pytest

from etl.audit import log


class Stopped(datetime):
    """A clock that always tells the same moment."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls(2024, 2, 3, 4, 5, 6, tzinfo=tz)


def stop_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the audit log write every line of this test at the same moment."""
    monkeypatch.setattr(log, "datetime", Stopped)
