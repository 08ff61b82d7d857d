"""Writes what a check found of an upload's files, for the page to read."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from etl import safe_files
from etl.build_result import FIGURES, BuildResult
from etl.ingest.stage import Load
from etl.questions.wording import asked
from etl.settings import Settings
from etl.uploads.check_result import REJECTS, RESULT, CheckResult, Figures
from etl.uploads.overlay import ExportsAfter
from etl.uploads.store import Upload
from etl.warehouse import editions
from i18n.messages import Message


def write_report(
    settings: Settings,
    upload: Upload,
    exports: ExportsAfter,
    loads: Sequence[Load],
    build_result: BuildResult | None,
    refusal: Message | None,
    stamp: str,
) -> None:
    """Write what a check found of the upload's files, and their rejected rows."""
    files = exports.files
    own = [load for load in loads if load.file in files]
    others = [load for load in loads if load.file not in files and load.status == "refused"]
    findings = build_result or BuildResult(loads=[])
    result = CheckResult(
        loads=[_load_facts(load) | {"does": _effect(load, loads, exports)} for load in own],
        others=[_load_facts(load) for load in others],
        checks=[asdict(check) for check in findings.checks],
        reasons=[list(row) for row in findings.rejects if row[0] in files],
        unplaced=_newly_unplaced(settings, upload, findings),
        questions=asked(findings.questions),
        refusal=refusal,
        before=_serving_figures(settings),
        after=Figures(findings.newest_on, findings.members, findings.covered)
        if build_result
        else None,
        stamp=stamp,
    )
    _write_rejects(upload.folder / REJECTS, own)
    facts = asdict(result)
    facts["seen"] = facts.pop("stamp")
    safe_files.write_whole(
        upload.folder / RESULT, json.dumps(facts, ensure_ascii=False, default=str)
    )


def _effect(load: Load, loads: Sequence[Load], exports: ExportsAfter) -> str | None:
    """Return what publishing a file would do, None where it cannot be used."""
    if load.status == "refused":
        return None
    if load.status in ("same_file", "archived"):
        return "nothing"
    if load.file in exports.replaced:
        return "replaces"
    same_day = [
        each.file
        for each in loads
        if (each.kind, each.list_on) == (load.kind, load.list_on)
        and each.file != load.file
        and each.status in ("loaded", "unchanged")
    ]
    return "joins" if same_day and load.kind == "members" else "adds"


def _load_facts(load: Load) -> dict[str, Any]:
    facts = asdict(load)
    del facts["staged_path"], facts["rejects_path"]
    return facts


def _serving_figures(settings: Settings) -> Figures | None:
    edition = editions.current_edition(settings)
    if edition is None:
        return None
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        row = con.execute(f"with newest as (from edition) {FIGURES}").fetchone()
    return Figures(*row) if row else None


def _newly_unplaced(
    settings: Settings, upload: Upload, build_result: BuildResult
) -> list[list[Any]]:
    """Return the places not found that are new, or more frequent, with the upload."""
    before: dict[tuple[Any, ...], int] = {}
    edition = editions.current_edition(settings)
    if edition and not upload.without_sample:
        with editions.open_edition(editions.public_path(settings, edition)) as con:
            rows = con.execute(
                "select province_text, amphoe_text, reason, sum(rows)::bigint from unplaced"
                " group by all"
            ).fetchall()
        before = {row[:3]: row[3] for row in rows}
    return [
        [*row, before.get(row[:3], 0)]
        for row in build_result.unplaced
        if row[3] > before.get(row[:3], 0)
    ]


def _write_rejects(path: Path, loads: Sequence[Load]) -> None:
    files = [str(load.rejects_path) for load in loads if load.rejects_path]
    with safe_files.replacing(path) as draft, duckdb.connect() as con:
        con.execute(
            "create table rejects (file text, kind text, line bigint, column_name text,"
            " reason text, value text)"
        )
        if files:
            con.execute(
                "insert into rejects by name select file, kind, line, column_name, reason, value"
                " from read_parquet($files)",
                {"files": files},
            )
        con.execute("copy rejects to $path (format parquet)", {"path": str(draft)})
