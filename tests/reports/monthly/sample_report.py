"""The sample's October as a monthly report, gathered as the command does."""

from datetime import date
from pathlib import Path

from etl.commands import report
from etl.settings import Settings
from etl.warehouse import editions
from reports.monthly import gather
from reports.monthly.map import Geometry
from reports.monthly.report import Pack, Period, Scope

OCTOBER = Period(
    "month", date(2023, 10, 1), date(2023, 10, 31), date(2023, 9, 30), date(2023, 10, 22)
)
CHIANG_MAI = Scope("province", "50", ("50",), "เชียงใหม่", "Chiang Mai")


def october(published: Path, scope: Scope = Scope()) -> Pack:  # noqa: B008
    """Return the monthly report of the sample's October."""
    settings = Settings(data=published)
    edition = editions.current_edition(settings)
    assert edition
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        return gather.gather(con, period=OCTOBER, scope=scope)


def shapes(published: Path) -> Geometry:
    """Return the shapes in use."""
    return report.geometry(Settings(data=published))
