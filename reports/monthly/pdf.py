"""How does a pack become an A4 document in proper Thai?

Typst sets the words with Sarabun alone; the fonts of the machine are never looked at. The map is a
picture without letters, the charts are lines that Typst draws. Nothing is taken from the clock.
"""

import json
from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import fontpkg_sarabun
import pandas as pd
import typst

from i18n.phrases import Text
from metrics.coverage.ladder import STEPS
from reports.monthly import charts as pack_charts
from reports.monthly import map
from reports.monthly import pdf_tables as tables
from reports.monthly import sentences as said
from reports.monthly.map import Geometry
from reports.monthly.report import Pack
from reports.step_colours import COLOURS

_TEMPLATE = Path(__file__).parent / "report.typ"
FONTS = Path(fontpkg_sarabun.__file__).parent / "files"
"""Where the Thai font lies."""
_DEFINITIONS = ("members", "covered", "verified", "pace", "chance", "few")
_BANGKOK = "10"


class FontMissing(Exception):
    """The Thai font is not where its package puts it: without it Thai would be empty boxes."""


def pdf(pack: Pack, text: Text, geometry: Geometry) -> bytes:
    """Return the pack as PDF; the same pack gives the same bytes. Raises FontMissing."""
    return bytes(typeset(drawn(pack, text, geometry), {"format": "pdf", "pdf_tags": True}))


def pictures(pack: Pack, text: Text, geometry: Geometry, ppi: float = 72.0) -> list[bytes]:
    """Return the pack's pages as PNG. Raises FontMissing."""
    pages = typeset(drawn(pack, text, geometry), {"format": "png", "ppi": ppi})
    return pages if isinstance(pages, list) else [bytes(pages)]


def typeset(drawn: Mapping[str, Any], options: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Return what `drawn` looks like in the template; `options` are those of typst.compile."""
    if not (FONTS / "Sarabun-Regular.ttf").is_file():
        raise FontMissing(str(FONTS))
    return typst.compile(
        str(_TEMPLATE),
        root=str(_TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(drawn, ensure_ascii=False)},
        **options,
    )


def drawn(pack: Pack, text: Text, geometry: Geometry) -> dict[str, Any]:
    """Return what the template draws, in the order it draws it."""
    return {
        "language": text.language,
        "title": said.title(pack, text),
        "scope": said.scope(pack, text),
        "dates": said.dates(pack, text),
        "partial": said.partial(pack, text),
        "sample": text("sample") if pack.edition["is_sample"] else "",
        "page": text("page", page="{page}", pages="{pages}"),
        "cards": [_members_card(pack, text), _covered_card(pack, text)],
        "no_targets": "" if len(pack.frames["decisions"]) else text("no_targets"),
        "changed": _section(text, "changed", lines=said.changed(pack, text)),
        "growth": _section(
            text,
            "growth",
            chart=pack_charts.growth(pack, text),
            none=text("no_growth"),
            legend=[[pack_charts.QUIET, "dotted", text("legend.backfilled")]]
            if pack.frames["monthly"].tail(24)["is_backfilled"].any() else [],
        ),
        "map": _map(pack, text, geometry),
        "fans": _fans(pack, text),
        "fans_title": text("section.fans"),
        "changes": tables.changes(pack, text),
        **tables.areas(pack, text),
        "taking_part": tables.taking_part(pack, text),
        "published": tables.published(pack, text),
        "restated": None if pack.restated is None else {
            "lines": said.restated(pack, text),
            **tables.restated(pack, text),
        },
        "sources": _section(text, "sources", lines=_sources(pack, text)),
        "checks": _section(text, "checks", lines=[_checks(pack, text)]),
        "definitions": _section(
            text, "definitions", lines=[text(f"def.{name}") for name in _DEFINITIONS]
        ),
    }  # fmt: skip


def _section(text: Text, name: str, **parts: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"title": text(f"section.{name}"), **parts}


def _members_card(pack: Pack, text: Text) -> dict[str, Any]:
    is_known = not bool(pack.frames["change"]["is_change_backfilled"].iloc[0])
    change = pack.figure("net_change") if is_known else None
    note = text("card.change_unknown") if change is None else text(
        "card.since", since=text.day(pack.period.since)
    )  # fmt: skip
    return {
        "label": text("card.members"),
        "value": text.people(pack.figure("members")),
        "delta": "" if change is None else text.signed(change),
        "note": note,
        "targets": _targets(pack, text, "members"),
    }


def _covered_card(pack: Pack, text: Text) -> dict[str, Any]:
    change = pack.count("amphoe_covered") - pack.count("amphoe_covered_before")
    notes = [
        text("card.since", since=text.day(pack.period.since)),
        text(
            "card.of",
            amphoe=pack.count("amphoe"),
            n=pack.count("provinces_covered"),
            provinces=pack.count("provinces"),
        ),
    ]
    counted = pack.figure("amphoe_verified")
    if counted is not None and counted != pack.count("amphoe_covered"):
        notes.append(text("card.verified", n=int(counted)))
    return {
        "label": text("card.amphoe_covered"),
        "value": text.number(pack.count("amphoe_covered")),
        "delta": text.signed(change),
        "note": " · ".join(notes),
        "targets": _targets(pack, text, "amphoe_covered"),
    }


def _targets(pack: Pack, text: Text, metric: str) -> list[dict[str, Any]]:
    rows = pack.frames["decisions"].to_dict("records")
    return [
        {
            "name": said.target_name(row, text),
            "share": said.share(row),
            "lines": lines,
        }
        for row, lines in zip(rows, said.targets(pack, text), strict=True)
        if row["metric"] == metric
    ]


def _map(pack: Pack, text: Text, geometry: Geometry) -> dict[str, Any]:
    rows = pack.frames["amphoe"]
    colours = {
        code: COLOURS[step][0] for code, step in zip(rows["amphoe_code"], rows["step"], strict=True)
    }
    scope = pack.scope
    whole = map.draw(geometry, colours, provinces=scope.provinces)
    # Bangkok's khet are too small where the whole country, or a region around it, is drawn.
    shows_bangkok = scope.kind != "province" and _BANGKOK in set(rows["province_code"])
    inset = map.inset(geometry, colours) if shows_bangkok else None
    counts = pack.frames["steps"].set_index("step")["amphoe"]
    return {
        "title": text("section.map" if scope.kind == "country" else "section.map_some"),
        "is_country": scope.kind == "country",
        "svg": whole.svg,
        "aspect": whole.aspect,
        "inset": inset.svg if inset else "",
        "inset_label": text("bangkok"),
        "legend": [
            [COLOURS[step][0], text(f"step.{step}"), text.number(int(counts.get(step, 0)))]
            for step in STEPS
        ],
    }


def _fans(pack: Pack, text: Text) -> list[dict[str, Any]]:
    """Return a chart a target; those whose forecast is not for this area are told in words only."""
    charts = []
    rows = pack.frames["decisions"].to_dict("records")
    for row, lines in zip(rows, said.targets(pack, text), strict=True):
        chart = pack_charts.fan(pack, row, text)
        legend = [
            [pack_charts.ACCENT, "solid", text("legend.past")],
            [pack_charts.QUIET, "dashed", text("legend.pace")],
            [pack_charts.TARGET, "dotted", text("legend.target")],
        ]
        if chart and chart["has_bands"]:
            legend[1:1] = [
                [pack_charts.BAND, "solid", text("legend.middle")],
                ["#B9D4EC", "band", text("legend.bands")],
            ]
        charts.append(
            {
                "title": said.target_name(row, text),
                "lines": lines,
                "chart": chart,
                "none": text("no_forecast"),
                "legend": legend if chart else [],
            }
        )
    return charts


def _sources(pack: Pack, text: Text) -> list[str]:
    return [
        text(f"kind.{row['kind']}")
        + " · "
        + text.day(row["newest_on"])
        + ("" if pd.isna(row["rows_in"]) else " · " + _went(pack, row, text))
        for row in pack.frames["sources"].to_dict("records")
    ]


def _went(pack: Pack, row: Mapping[Hashable, Any], text: Text) -> str:
    """Say what became of a kind's rows, as far as each of its files tells."""
    files = pack.frames["files"]
    read = files[(files["kind"] == row["kind"]) & files["status"].isin(["loaded", "unchanged"])]
    counts = {
        name: read[name].sum(skipna=False)
        for name in ("staged", "duplicates", "rejected", "forgotten")
    }
    rows_in = int(row["rows_in"])
    if any(pd.isna(count) for count in counts.values()):
        return text("sources.rows_in", rows_in=rows_in)
    phrase = "sources.rows_forgotten" if counts["forgotten"] else "sources.rows"
    return text(phrase, rows_in=rows_in, **{name: int(n) for name, n in counts.items()})


def _checks(pack: Pack, text: Text) -> str:
    rows = pack.frames["checks"]
    if rows.empty:
        return text("checks.of_country")
    failed = rows.loc[~rows["passed"].astype(bool), "name"]
    if failed.empty:
        return text("checks.all", n=len(rows))
    names = [text.either(f"made_sure.{name}", name) for name in failed]
    return text("checks.failed", failed=len(failed), n=len(rows), names=" · ".join(names))
