"""The sample's October as a monthly report, gathered as the command does."""

from datetime import date
from functools import cache
from pathlib import Path

from etl.commands import report
from reports.figures.map import Geometry
from reports.monthly import gather
from reports.monthly.report import COUNTRY, Pack, Period, Scope
from tests.party import Party

OCTOBER = Period(
    "month", date(2023, 10, 1), date(2023, 10, 31), date(2023, 9, 30), date(2023, 10, 22)
)
CHIANG_MAI = Scope("province", "50", ("50",), "เชียงใหม่", "Chiang Mai")


@cache
def october(published: Path, scope: Scope = COUNTRY) -> Pack:
    """Return the monthly report of the sample's October, gathered once; nobody may change it."""
    with Party(published).opened() as con:
        return gather.gather(con, period=OCTOBER, scope=scope)


def shapes(published: Path) -> Geometry:
    """Return the shapes in use."""
    return report.geometry(Party(published))
