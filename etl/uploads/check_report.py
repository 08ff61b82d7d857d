"""What of a check is told to the page: what concerns the files that were handed in."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from etl import safe_files
from etl.build_result import FIGURES, Outcome
from etl.ingest.stage import Load
from etl.models.check_questions import question
from etl.settings import Settings
from etl.uploads.check_result import FOUND, REJECTS, Figures, Found
from etl.uploads.overlay import Union
from etl.uploads.store import Upload
from etl.warehouse import editions
from i18n.messages import Message


def tell(
    settings: Settings,
    upload: Upload,
    made: Union,
    loads: Sequence[Load],
    outcome: Outcome | None,
    refusal: Message | None,
    stamp: str,
) -> None:
    """Write down what a check found of the upload's files, and their rejected rows."""
    files = made.files
    own = [load for load in loads if load.file in files]
    others = [load for load in loads if load.file not in files and load.status == "refused"]
    asked = [question(check, area="intake") for check in outcome.checks] if outcome else []
    figures = (outcome.newest_on, outcome.members, outcome.covered) if outcome else None
    fatal = [c for c in outcome.checks if c.is_fatal and not c.passed] if outcome else []
    found = Found(
        loads=[_load(load) | {"does": _does(load, loads, made)} for load in own],
        others=[_load(load) for load in others],
        checks=[asdict(check) for check in outcome.checks] if outcome else [],
        reasons=[list(row) for row in outcome.rejects if row[0] in files] if outcome else [],
        unplaced=_added(settings, upload, outcome) if outcome else [],
        questions=[each for each in asked if each],
        refusal=refusal if refusal or not fatal else None,
        before=_serving(settings),
        after=Figures(*figures) if figures else None,
        seen=stamp,
    )
    _write_rejects(upload.folder / REJECTS, own)
    safe_files.write_whole(
        upload.folder / FOUND, json.dumps(asdict(found), ensure_ascii=False, default=str)
    )


def _does(load: Load, loads: Sequence[Load], made: Union) -> str | None:
    """Return what publishing a file would do, None where it cannot be used."""
    if load.status == "refused":
        return None
    if load.status in ("same_file", "archived"):
        return "nothing"
    if load.file in made.replaced:
        return "replaces"
    same_day = [
        each.file
        for each in loads
        if (each.kind, each.list_on) == (load.kind, load.list_on)
        and each.file != load.file
        and each.status in ("loaded", "unchanged")
    ]
    return "joins" if same_day and load.kind == "members" else "adds"


def _load(load: Load) -> dict[str, Any]:
    told = asdict(load)
    del told["staged_path"], told["rejects_path"]
    return told


def _serving(settings: Settings) -> Figures | None:
    edition = editions.current_edition(settings)
    if edition is None:
        return None
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        row = con.execute(f"with newest as (from edition) {FIGURES}").fetchone()
    return Figures(*row) if row else None


def _added(settings: Settings, upload: Upload, outcome: Outcome) -> list[list[Any]]:
    """Return what could not be placed and was not there, or not as often, before the upload."""
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
        for row in outcome.unplaced
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
