"""Makes a report of the edition looked at, and keeps it in the session.

Within what the viewer may see. What is made stays in the session, under its own choice.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import streamlit as st

from etl.settings import SHIPPED
from etl.warehouse import closed_months, editions
from i18n.messages import message
from i18n.phrases import LANGUAGES
from metrics import places
from pages.access import viewer
from pages.ui import audit
from pages.ui.bar.place import Place
from pages.ui.data import NotAllowed, OlderEdition, ask, days, edition_path, settings
from reports.figures.map import Geometry
from reports.monthly import documents, gather, pdf, periods, restatement, sentences
from reports.monthly.report import Pack, Period, Scope
from reports.text import Text

_KEPT = "monthly_reports"
_KEEPS = 2
"""How many reports a session holds, some 3 MB each: enough to lay two beside each other."""
_PPI = 72.0
_GATHERED, _WRITTEN = 0.3, 0.8  # how much of the making is done by then


@dataclass(frozen=True)
class Choice:
    """Which report: of which edition, which month (its first day), where, in which language."""

    edition: Path
    month: date
    scope: Scope
    language: str


@dataclass(frozen=True)
class Report:
    """A report: its title, its name on disk, its files by name, its digest, its pages as PNG.

    `where` is the codes of the provinces it tells of, parted by commas; empty for the country.
    """

    title: str
    name: str
    files: Mapping[str, bytes]
    digest: str
    pages: tuple[bytes, ...]
    where: str

    def zipped(self) -> bytes:
        """Return every file in one archive; the same report gives the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, content in self.files.items():
                entry = zipfile.ZipInfo(f"{self.name}/{name}", (1980, 1, 1, 0, 0, 0))
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
                entry.external_attr = 0o600 << 16
                archive.writestr(entry, content)
        return out.getvalue()


def months() -> list[date]:
    """Return the first day of every month that the edition describes, newest first."""
    return list(dict.fromkeys(day.replace(day=1) for day in days()))


def period(month: date) -> Period:
    """Return the days of a month that begins on `month`, up to where the data ends."""
    with editions.open_edition(edition_path()) as con:
        return periods.month(con, month)


def choice(month: date, where: Place, language: str) -> Choice:
    """Return what was chosen; of an amphoe there is no report, but of its province."""
    return Choice(edition_path(), month, _scope(where), language)


def _scope(where: Place) -> Scope:
    """Return where a report looks, as far as the viewer may see.

    For a viewer of a few provinces that is never called the country or a region: it is those.
    """
    visible = viewer.visible_provinces(where.provinces)
    if visible is None:
        return Scope()
    if not visible:
        raise NotAllowed(message("build.not_allowed"))
    names = ask(places.names, provinces=visible)
    if where.kind == "region":
        region = names.iloc[0]
        return Scope("region", region.region_code, visible, region.region_th, region.region_en)
    th, en = (
        sentences.join_first(list(names[f"province_{lang}"]), Text(lang)) for lang in LANGUAGES
    )
    return Scope("province" if len(visible) == 1 else "region", "-".join(visible), visible, th, en)


def session_reports() -> dict[Choice, Report]:
    """Return what this session has made, the newest last. Raises NotAllowed unless an officer's."""
    viewer.require_officer()
    reports: dict[Choice, Report] = st.session_state.get(_KEPT, {})
    return reports


def make(chosen: Choice, on_progress: Callable[[float], None]) -> Report:
    """Make a report and keep it for the session; `on_progress` takes the fraction done.

    Who made which is in the record first. Raises NotAllowed, OlderEdition, AuditError, and
    pdf.FontMissing.
    """
    before = session_reports()
    pack = _gather_pack(chosen)
    text, shapes = Text(chosen.language), _geometry()
    audit.record_action("report_made", documents.name(pack, text), scope=_where(chosen.scope))
    on_progress(_GATHERED)
    share = _WRITTEN - _GATHERED
    files = documents.documents(
        pack, text, shapes, lambda done: on_progress(_GATHERED + share * done)
    )
    pages = pdf.pictures(pack, text, shapes, _PPI)
    on_progress(1.0)
    report = Report(
        title=sentences.heading(pack, text),
        name=documents.name(pack, text),
        files=files,
        digest=next(body for name, body in files.items() if name.endswith("_digest.txt")).decode(),
        pages=tuple(pages),
        where=_where(chosen.scope),
    )
    st.session_state[_KEPT] = dict([*before.items(), (chosen, report)][-_KEEPS:])
    return report


def _where(scope: Scope) -> str:
    return ",".join(scope.provinces or ())


def _gather_pack(chosen: Choice) -> Pack:
    """Return the report's pack; a month that was closed is compared with what was closed."""
    pack = _gather(chosen, chosen.edition)
    before = closed_months.edition_before(settings(), chosen.month, chosen.edition.parent.name)
    if before is None:
        return pack
    return restatement.compare(pack, _gather(chosen, editions.public_path(settings(), before)))


def _gather(chosen: Choice, edition: Path) -> Pack:
    # A connection of its own: the questions of a report need not wait for those of pages.
    with editions.open_edition(edition) as con:
        try:
            return gather.gather(
                con,
                period=periods.month(con, chosen.month),
                scope=chosen.scope,
                viewer_provinces=viewer.viewer().provinces,
            )
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise OlderEdition(message("build.older_edition")) from error


def _geometry() -> Geometry:
    own = settings().boundaries / "index.json"
    index = own if own.is_file() else SHIPPED / "static" / "map" / "index.json"
    content = json.loads(index.read_text(encoding="utf-8"))
    return Geometry(
        *((index.parent / content[kind]).read_bytes() for kind in ("amphoe", "provinces"))
    )
