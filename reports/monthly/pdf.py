"""Typeset a monthly report as an A4 document in proper Thai.

Typst sets the words with Sarabun alone; the fonts of the machine are never looked at. The map is a
picture without letters; the charts are those of the pages. Nothing is taken from the clock.
"""

import json
from collections.abc import Hashable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import fontpkg_sarabun
import pandas as pd
import typst

from reports.figures.map import Geometry
from reports.monthly import cards, coverage_map, figures, headline, sentences
from reports.monthly import pdf_tables as tables
from reports.monthly.report import Pack
from reports.text import Text

_TEMPLATE = Path(__file__).parent / "report.typ"
FONTS = Path(fontpkg_sarabun.__file__).parent / "files"
"""Where the Thai font lies."""
_DEFINITIONS = ("members", "covered", "verified", "pace", "chance", "few")


class FontMissing(Exception):
    """The Thai font is not where its package puts it: without it Thai would be empty boxes."""


def pdf(report: Pack, text: Text, geometry: Geometry) -> bytes:
    """Return the report as PDF; the same report gives the same bytes. Raises FontMissing."""
    return bytes(typeset(draw(report, text, geometry), {"format": "pdf", "pdf_tags": True}))


def pictures(report: Pack, text: Text, geometry: Geometry, ppi: float = 72.0) -> list[bytes]:
    """Return the report's pages as PNG. Raises FontMissing."""
    pages = typeset(draw(report, text, geometry), {"format": "png", "ppi": ppi})
    return pages if isinstance(pages, list) else [bytes(pages)]


def typeset(drawn: Mapping[str, Any], options: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Return what `draw` looks like in the template; `options` are those of typst.compile."""
    if not (FONTS / "Sarabun-Regular.ttf").is_file():
        raise FontMissing(str(FONTS))
    return typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(drawn, ensure_ascii=False)},
        **options,
    )


def draw(report: Pack, text: Text, geometry: Geometry) -> dict[str, Any]:
    """Return what the template draws, in the order it draws it."""
    return {
        "language": text.language,
        "title": sentences.title(report, text),
        "scope": sentences.scope(report, text),
        "dates": sentences.dates(report, text),
        "finding": headline.sentence(report, text),
        "partial": sentences.partial(report, text),
        "sample": text("monthly.sample") if report.edition["is_sample"] else "",
        "page": text("monthly.page", page="{page}", pages="{pages}"),
        "cards": [asdict(card) for card in cards.cards(report, text)],
        "no_targets": "" if len(report.frames["decisions"]) else text("monthly.no_targets"),
        "changed": _section(text, "changed", lines=sentences.changed(report, text)),
        "growth": list(map(asdict, figures.growth(report, text))),
        "map": asdict(coverage_map.cited(report, text, geometry)),
        "fans": list(map(asdict, figures.forecasts(report, text))),
        "changes": tables.changes(report, text),
        **tables.areas(report, text),
        "taking_part": tables.taking_part(report, text),
        "tour": list(map(asdict, figures.tour(report, text))),
        "published": tables.published(report, text),
        "restated": None if report.restatement is None else {
            "lines": sentences.restated(report, text),
            **tables.restated(report, text),
        },
        "sources": _section(text, "sources", lines=_sources(report, text)),
        "checks": _section(text, "checks", lines=[_checks(report, text)]),
        "definitions": _section(
            text, "definitions", lines=[text(f"monthly.def.{name}") for name in _DEFINITIONS]
        ),
    }  # fmt: skip


def _section(text: Text, name: str, **parts: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"title": text(f"monthly.section.{name}"), **parts}


def _sources(report: Pack, text: Text) -> list[str]:
    return [
        text(f"monthly.kind.{row['kind']}")
        + " · "
        + text.day(row["newest_on"])
        + ("" if pd.isna(row["rows_in"]) else " · " + _went(report, row, text))
        for row in report.frames["sources"].to_dict("records")
    ]


def _went(report: Pack, row: Mapping[Hashable, Any], text: Text) -> str:
    """Say what became of a kind's rows, as far as each of its files tells."""
    files = report.frames["files"]
    read = files[(files["kind"] == row["kind"]) & files["status"].isin(["loaded", "unchanged"])]
    counts = {
        name: read[name].sum(skipna=False)
        for name in ("staged", "duplicates", "rejected", "forgotten")
    }
    # Totals and notes of a file are rows of nobody: the report counts rows of somebody.
    rows_in = int(row["rows_in"]) - int(read["nobody"].fillna(0).sum())
    if any(pd.isna(count) for count in counts.values()):
        return text("monthly.sources.rows_in", rows_in=rows_in)
    phrase = "monthly.sources.rows_forgotten" if counts["forgotten"] else "monthly.sources.rows"
    return text(phrase, rows_in=rows_in, **{name: int(n) for name, n in counts.items()})


def _checks(report: Pack, text: Text) -> str:
    rows = report.frames["checks"]
    if rows.empty:
        return text("monthly.checks.of_country")
    failed = rows.loc[~rows["passed"].astype(bool), "name"]
    if failed.empty:
        return text("monthly.checks.all", n=len(rows))
    names = [text.either(f"check.{name}", name) for name in failed]
    return text("monthly.checks.failed", failed=len(failed), n=len(rows), names=" · ".join(names))
