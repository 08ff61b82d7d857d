"""`python -m etl report`: the monthly report, from the same metrics as the pages."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from etl.audit import log
from etl.commands import report_folders
from etl.commands.report_request import NoReport, ReportRequest
from etl.settings import SHIPPED, Settings
from etl.warehouse import editions
from i18n.messages import message
from reports.figures.map import Geometry
from reports.monthly import digest, documents, gather, pdf, restatement
from reports.monthly.report import Pack, Scope
from reports.text import Text

if TYPE_CHECKING:
    from etl.commands.terminal import Terminal


@dataclass(frozen=True)
class Report:
    """A report's files by name, its own name, its edition, and how far the data goes.

    `where` is the codes of its provinces, parted by commas; empty for the country. `known_to` is
    that of `Period`.
    """

    files: dict[str, bytes]
    name: str
    where: str
    edition: str
    known_to: date


@dataclass(frozen=True)
class Summary:
    """A report's digest, its PDF (empty if none was asked for) with its name, and its last day.

    `where` and `edition` are those of `Report`.
    """

    digest: str
    name: str
    pdf: bytes
    until: date
    where: str
    edition: str


def run(settings: Settings, terminal: "Terminal", request: ReportRequest, out: Path | None) -> int:
    """Write the report below `out`, without it the party's own folder; returns the exit code."""
    report = make(settings, request, terminal.step(message("report.step")))
    folder = (out or settings.data / "reports").expanduser().resolve() / report.name
    log.append(
        settings,
        "report_made",
        actor=log.this_user(),
        what=report.name,
        scope=report.where,
        edition=report.edition,
    )
    report_folders.write(folder, report.files)
    terminal.say(message("report.written", files=len(report.files), folder=folder))
    ten_lines = next(body for file, body in report.files.items() if file.endswith("_digest.txt"))
    terminal.console.print(ten_lines.decode("utf-8"), markup=False, end="")
    return 0


def make(
    settings: Settings,
    request: ReportRequest,
    on_progress: Callable[[float], None] = lambda _: None,
    *,
    edition: str | None = None,
) -> Report:
    """Return the report that was asked for. Raises NoReport, NotADay or NoEdition.

    A month that was closed is compared with what was closed, unless another comparison is named.
    An `edition` named is reported instead of the one that knew it then.
    """
    edition, pack = _pack(settings, request, edition)
    on_progress(0.2)
    text = Text(request.language)
    try:
        files = documents.documents(
            pack, text, geometry(settings), lambda done: on_progress(0.2 + 0.8 * done)
        )
    except pdf.FontMissing as error:
        raise NoReport(message("report.no_font", folder=error)) from error
    known_to = pack.period.known_to
    return Report(files, documents.name(pack, text), _where(pack.scope), edition, known_to)


def summarise(settings: Settings, request: ReportRequest, *, with_pdf: bool = True) -> Summary:
    """Return what a report is sent as. Raises what `make` does."""
    edition, pack = _pack(settings, request)
    text = Text(request.language)
    try:
        content = pdf.pdf(pack, text, geometry(settings)) if with_pdf else b""
    except pdf.FontMissing as error:
        raise NoReport(message("report.no_font", folder=error)) from error
    name = f"{documents.name(pack, text)}.pdf"
    ten_lines, where = digest.digest(pack, text), _where(pack.scope)
    return Summary(ten_lines, name, content, pack.period.until, where, edition)


def geometry(settings: Settings) -> Geometry:
    """Return the shapes in use: the party's own, else the shipped."""
    own = settings.boundaries / "index.json"
    index = own if own.is_file() else SHIPPED / "static" / "map" / "index.json"
    files = json.loads(index.read_text(encoding="utf-8"))
    return Geometry(
        *((index.parent / files[kind]).read_bytes() for kind in ("amphoe", "provinces"))
    )


def _where(scope: Scope) -> str:
    return ",".join(scope.provinces or ())


def _pack(
    settings: Settings, request: ReportRequest, edition: str | None = None
) -> tuple[str, Pack]:
    """Return the edition and the pack that were asked for, with what it restates."""
    edition = edition or request.edition(settings)
    pack = _gather(settings, edition, request)
    before = request.edition_before(settings, edition)
    if before:
        pack = restatement.compare(pack, _gather(settings, before, request))
    return edition, pack


def _gather(settings: Settings, edition: str, request: ReportRequest) -> Pack:
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        try:
            return gather.gather(con, period=request.period(con), scope=request.scope(con))
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise NoReport(message("report.older_edition", edition=edition)) from error
