"""Finds the days, the place and the edition of the monthly report that a person asks for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import duckdb

from etl.commands import periods
from etl.settings import Settings
from etl.warehouse import closed_months, editions
from i18n.dates import day_of
from i18n.messages import UserError, message
from i18n.thai import compose
from metrics import health, places
from reports.monthly import periods as report_periods
from reports.monthly.report import Period, Scope

_EXAMPLES = 4


class NoReport(UserError):
    """What was asked for cannot be reported."""


@dataclass(frozen=True)
class ReportRequest:
    """A report as a person asks for it, in the words they typed.

    Of `month`, `week` and `as_of` one at most, of `region` and `province` too: without any it is
    the month of the newest day, of the country. `known` and `compare` are "now", "then" or a day.
    An empty word is a word not understood, never "all".
    """

    month: str | None = None
    week: str | None = None
    as_of: str | None = None
    region: str | None = None
    province: str | None = None
    language: str = "th"
    known: str = "now"
    compare: str | None = None

    def edition(self, settings: Settings) -> str:
        """Return the edition that knew it as asked. Raises NoReport, NotADay or NoEdition."""
        return self._edition_of(settings, self.known)

    def edition_before(self, settings: Settings, edition: str) -> str | None:
        """Return the edition to compare with: the one asked for, or that of the closed month."""
        if self.compare is not None:
            return self._edition_of(settings, self.compare)
        if self.month is not None:
            return closed_months.edition_before(settings, periods.month(self.month)[0], edition)
        return None

    def period(self, con: duckdb.DuckDBPyConnection) -> Period:
        """Return its days, of those the edition has. Raises NoReport or NotADay."""
        days = health.days(con)["day"]
        if days.empty or days.isna().all():
            raise NoReport(message("report.no_day"))
        newest_on, first_on = days.iloc[0].date(), days.iloc[-1].date()
        starts_on, ends_on = self._days() or periods.month(f"{newest_on:%Y-%m}")
        counted_from = starts_on if self.as_of is None else ends_on
        if counted_from > newest_on:
            raise NoReport(message("report.not_yet", starts_on=counted_from, newest_on=newest_on))
        if ends_on < first_on:
            raise NoReport(message("report.too_early", ends_on=ends_on, first_on=first_on))
        return report_periods.period(
            "week" if self.week is not None else "day" if self.as_of is not None else "month",
            starts_on,
            ends_on,
            newest_on=newest_on,
            whole_to=health.whole_to(con)["whole_to"].iloc[0].date(),
        )

    def scope(self, con: duckdb.DuckDBPyConnection) -> Scope:
        """Return its place, found by name or code. Raises NoReport with some that there are."""
        kind: Literal["province", "region"] = "region" if self.province is None else "province"
        typed = self.region if self.province is None else self.province
        if typed is None:
            return Scope()
        names = places.names(con)
        searched_name = compose(typed).casefold()
        searched_name = searched_name.removeprefix("จังหวัด") if kind == "province" else searched_name
        columns = [f"{kind}_code", f"{kind}_th", f"{kind}_en"]
        for row in names[columns].drop_duplicates().dropna().itertuples(index=False):
            if searched_name in (str(cell).casefold() for cell in row):
                code, name_th, name_en = row
                provinces = names.loc[names[f"{kind}_code"] == code, "province_code"]
                return Scope(kind, code, tuple(provinces), name_th, name_en)
        examples = ", ".join(names[f"{kind}_th"].dropna().drop_duplicates().head(_EXAMPLES))
        raise NoReport(message("report.no_area", text=typed, names=examples))

    def _days(self) -> tuple[date, date] | None:
        """Return the first and last day that were typed, None if none were."""
        if self.month is not None:
            return periods.month(self.month)
        typed = self.as_of if self.week is None else self.week
        if typed is None:
            return None
        ends_on = periods.day(typed)
        return ends_on - timedelta(days=6), ends_on

    def _edition_of(self, settings: Settings, known: str) -> str:
        """Return the edition that knew it now, then or on a day: the one that serves, or an older.

        Of a month that was closed, then is what was closed.
        """
        current = editions.serving_edition(settings)
        if known == "now":
            return current
        oldest_first = sorted(editions.editions(settings))
        if known == "then":
            closed = self.month is not None and closed_months.of_month(
                settings, periods.month(self.month)[0]
            )
            if closed:
                return closed.edition
            days = self._days()
            whole = (name for name in oldest_first if days and _whole_to(settings, name) >= days[1])
            return next(whole, current)
        known_on = periods.day(known)
        by_then = [name for name in oldest_first if _published_on(name) <= known_on]
        if not by_then:
            oldest = _published_on(oldest_first[0])
            raise NoReport(message("report.not_known_then", day=known_on, oldest=oldest))
        return by_then[-1]


def _whole_to(settings: Settings, edition: str) -> date:
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        days = health.whole_to(con)["whole_to"].dropna()
    return days.iloc[0].date() if len(days) else date.min


def _published_on(edition: str) -> date:
    moment = datetime.strptime(edition, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)
    return day_of(moment)
