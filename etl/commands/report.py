"""`python -m etl report`: the monthly pack, from the same metrics as the pages."""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Literal

import duckdb

from etl.audit import log
from etl.commands import periods, report_folders
from etl.settings import SHIPPED, Settings
from etl.warehouse import closed_months, editions
from i18n.messages import UserError, message, words
from i18n.phrases import Text
from i18n.thai import compose
from metrics import health, places
from reports.monthly import digest, documents, gather, restatement
from reports.monthly import pdf as pack_pdf
from reports.monthly import periods as pack_periods
from reports.monthly.gather import Pack, Period, Scope
from reports.monthly.map import Geometry

if TYPE_CHECKING:
    from etl.commands.terminal import Terminal

_BANGKOK = timezone(timedelta(hours=7))
_EXAMPLES = 4


class NoReport(UserError):
    """What was asked for cannot be reported."""


WHOLE: Mapping[str, str | None] = {
    "month": None,
    "week": None,
    "as_of": None,
    "region": None,
    "province": None,
    "lang": "th",
    "known": "now",
    "compare": None,
    "out": None,
}
"""What the command takes when nothing is said."""


@dataclass(frozen=True)
class Made:
    """A pack's files by name, what the pack is called, its edition, and how far the data goes.

    `where` is the codes of its provinces, parted by commas; empty for the country. `known_to` is
    that of `Period`.
    """

    files: dict[str, bytes]
    name: str
    where: str
    edition: str
    known_to: date


@dataclass(frozen=True)
class Short:
    """A pack's digest, its PDF (empty if none was asked for) with its name, and its last day.

    `where` and `edition` are those of `Made`.
    """

    digest: str
    name: str
    pdf: bytes
    until: date
    where: str
    edition: str


def run(settings: Settings, terminal: "Terminal", chosen: argparse.Namespace) -> int:
    """Write the pack that was asked for; returns the exit code."""
    made = make(settings, chosen, terminal.step(message("report.step")))
    folder = (chosen.out or settings.data / "reports").expanduser().resolve() / made.name
    told = {"who": log.this_user(), "what": made.name, "scope": made.where}
    log.append(settings, "report_made", edition=made.edition, **told)
    report_folders.write(folder, made.files)
    terminal.say(message("report.written", files=len(made.files), folder=folder))
    ten_lines = next(body for file, body in made.files.items() if file.endswith("_digest.txt"))
    terminal.console.print(ten_lines.decode("utf-8"), markup=False, end="")
    return 0


def make(
    settings: Settings,
    chosen: argparse.Namespace,
    on_progress: Callable[[float], None] = lambda _: None,
    *,
    edition: str | None = None,
) -> Made:
    """Return the pack that was asked for. Raises NoReport, NotADay or NoEdition.

    A month that was closed is compared with what was closed, unless another comparison is named.
    An `edition` named is told of instead of the one that knew it then.
    """
    edition, told = _told(settings, chosen, edition)
    on_progress(0.2)
    text = _text(chosen.lang)
    try:
        files = documents.documents(
            told, text, geometry(settings), lambda done: on_progress(0.2 + 0.8 * done)
        )
    except pack_pdf.FontMissing as error:
        raise NoReport(message("report.no_font", folder=error)) from error
    name, known_to = documents.name(told, text), told.period.known_to
    return Made(files, name, _where(told.scope), edition, known_to)


def short(settings: Settings, chosen: argparse.Namespace, *, with_pdf: bool = True) -> Short:
    """Return what a pack is sent as. Raises what `make` does."""
    edition, told = _told(settings, chosen)
    text = _text(chosen.lang)
    try:
        pdf = pack_pdf.pdf(told, text, geometry(settings)) if with_pdf else b""
    except pack_pdf.FontMissing as error:
        raise NoReport(message("report.no_font", folder=error)) from error
    name = f"{documents.name(told, text)}.pdf"
    ten_lines, where = digest.digest(told, text), _where(told.scope)
    return Short(ten_lines, name, pdf, told.period.until, where, edition)


def _where(scope: Scope) -> str:
    return ",".join(scope.provinces or ())


def _told(
    settings: Settings, chosen: argparse.Namespace, edition: str | None = None
) -> tuple[str, Pack]:
    """Return the edition and the pack that were asked for, with what it restates."""
    edition = edition or _edition(settings, chosen, chosen.known)
    told = _gathered(settings, edition, chosen)
    before = _compared_with(settings, chosen, edition)
    if before:
        told = restatement.compared(told, _gathered(settings, before, chosen))
    return edition, told


def _text(language: str) -> Text:
    made_sure = {
        f"made_sure.{name}": getattr(sentence, language)
        for name, sentence in words("checks").items()
    }
    return Text(language, made_sure)


def _gathered(settings: Settings, edition: str, chosen: argparse.Namespace) -> Pack:
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        try:
            return gather.gather(con, period=_period(con, chosen), scope=_scope(con, chosen))
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise NoReport(message("report.older_edition", edition=edition)) from error


def _compared_with(settings: Settings, chosen: argparse.Namespace, edition: str) -> str | None:
    """Return the edition to compare with: the one asked for, or that of the closed month."""
    if chosen.compare is not None:
        return _edition(settings, chosen, chosen.compare)
    if chosen.month is not None:
        return closed_months.edition_before(settings, periods.month(chosen.month)[0], edition)
    return None


def geometry(settings: Settings) -> Geometry:
    """Return the shapes in use: the party's own, else the shipped."""
    own = settings.boundaries / "index.json"
    index = own if own.is_file() else SHIPPED / "static" / "map" / "index.json"
    told = json.loads(index.read_text(encoding="utf-8"))
    return Geometry(*((index.parent / told[kind]).read_bytes() for kind in ("amphoe", "provinces")))


def _edition(settings: Settings, chosen: argparse.Namespace, known: str) -> str:
    """Return the edition that knew it now, then or on a day: the one that serves, or an older one.

    Of a month that was closed, then is what was closed.
    """
    current = editions.serving_edition(settings)
    if known == "now":
        return current
    oldest_first = sorted(editions.editions(settings))
    if known == "then":
        if chosen.month is not None:
            found = closed_months.of_month(settings, periods.month(chosen.month)[0])
            if found:
                return found.edition
        wanted = _wanted_end(chosen)
        full = (name for name in oldest_first if wanted and _whole_to(settings, name) >= wanted)
        return next(full, current)
    known_on = periods.day(known)
    by_then = [name for name in oldest_first if _made_on(name) <= known_on]
    if not by_then:
        oldest = _made_on(oldest_first[0])
        raise NoReport(message("report.not_known_then", day=known_on, oldest=oldest))
    return by_then[-1]


def _wanted_end(chosen: argparse.Namespace) -> date | None:
    if chosen.month is not None:
        return periods.month(chosen.month)[1]
    typed = _typed_day(chosen)
    return None if typed is None else periods.day(typed)


def _typed_day(chosen: argparse.Namespace) -> str | None:
    """Return the day that was typed; an empty one is a day not understood, never "all"."""
    typed: str | None = chosen.as_of if chosen.week is None else chosen.week
    return typed


def _whole_to(settings: Settings, edition: str) -> date:
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        told = health.whole_to(con)["whole_to"].dropna()
    return told.iloc[0].date() if len(told) else date.min


def _made_on(edition: str) -> date:
    made = datetime.strptime(edition, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)
    return made.astimezone(_BANGKOK).date()


def _period(con: duckdb.DuckDBPyConnection, chosen: argparse.Namespace) -> Period:
    days = health.days(con)["day"]
    if days.empty or days.isna().all():
        raise NoReport(message("report.no_day"))
    newest_on, first_on = days.iloc[0].date(), days.iloc[-1].date()
    a_day = timedelta(days=1)
    typed_day = _typed_day(chosen)
    if typed_day is not None:
        ends_on = periods.day(typed_day)
        starts_on = ends_on - 6 * a_day
    else:
        typed = f"{newest_on:%Y-%m}" if chosen.month is None else chosen.month
        starts_on, ends_on = periods.month(typed)
    told_from = ends_on if chosen.as_of is not None else starts_on
    if told_from > newest_on:
        raise NoReport(message("report.not_yet", starts_on=told_from, newest_on=newest_on))
    if ends_on < first_on:
        raise NoReport(message("report.too_early", ends_on=ends_on, first_on=first_on))
    return pack_periods.period(
        "month" if typed_day is None else "day" if chosen.week is None else "week",
        starts_on,
        ends_on,
        newest_on=newest_on,
        whole_to=health.whole_to(con)["whole_to"].iloc[0].date(),
    )


def _scope(con: duckdb.DuckDBPyConnection, chosen: argparse.Namespace) -> Scope:
    typed = chosen.region if chosen.province is None else chosen.province
    if typed is None:
        return Scope()
    kind: Literal["province", "region"] = "region" if chosen.province is None else "province"
    names = places.names(con)
    wanted = compose(typed).casefold()
    wanted = wanted.removeprefix("จังหวัด") if kind == "province" else wanted
    columns = [f"{kind}_code", f"{kind}_th", f"{kind}_en"]
    for row in names[columns].drop_duplicates().dropna().itertuples(index=False):
        if wanted in (str(cell).casefold() for cell in row):
            code, name_th, name_en = row
            provinces = names.loc[names[f"{kind}_code"] == code, "province_code"]
            return Scope(kind, code, tuple(provinces), name_th, name_en)
    examples = ", ".join(names[f"{kind}_th"].dropna().drop_duplicates().head(_EXAMPLES))
    raise NoReport(message("report.no_area", text=typed, names=examples))
