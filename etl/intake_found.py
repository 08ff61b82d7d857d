"""What did a check of an upload find? Written by the check, read by the page."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from etl import warehouse
from etl.build import FIGURES, Outcome
from etl.intake_uploads import Upload, present, write_private
from etl.questions import question
from etl.readers import Load
from etl.sentences import Sentence
from etl.settings import Settings

_FOUND = "found.json"
_REJECTS = "rejects.parquet"


@dataclass(frozen=True)
class Figures:
    """An edition's newest day, and the members and amphoe covered on it."""

    newest_on: date | None
    members: int
    covered: int


@dataclass(frozen=True)
class Found:
    """What a check found.

    `loads` are those of the upload's files, `others` the exports beside them that cannot be read;
    `reasons` are (file, reason, column, rows, first line) of the upload's files alone; `unplaced`
    (province, amphoe, reason, rows, rows before) of what the upload adds to. `questions` need a
    yes, `refusal` cannot be helped. `seen` is what the questions are about.
    """

    loads: list[dict[str, Any]] = field(default_factory=list)
    others: list[dict[str, Any]] = field(default_factory=list)
    checks: list[dict[str, Any]] = field(default_factory=list)
    reasons: list[list[Any]] = field(default_factory=list)
    unplaced: list[list[Any]] = field(default_factory=list)
    questions: list[Sentence] = field(default_factory=list)
    refusal: Sentence | None = None
    before: Figures | None = None
    after: Figures | None = None
    seen: str = ""

    @property
    def refused(self) -> list[str]:
        """The upload's files that cannot be used."""
        return [load["file"] for load in self.loads if load["status"] == "refused"]

    @property
    def is_publishable(self) -> bool:
        """Whether a yes to every question is all that is missing."""
        return self.refusal is None and len(self.refused) < len(self.loads)


def tell(
    settings: Settings,
    upload: Upload,
    files: Sequence[str],
    loads: Sequence[Load],
    outcome: Outcome | None,
    refusal: Sentence | None,
) -> None:
    """Write down what a check found of the upload's `files`, and their rejected rows."""
    own = [load for load in loads if load.file in files]
    others = [load for load in loads if load.file not in files and load.status == "refused"]
    asked = [question(check, area="intake") for check in outcome.checks] if outcome else []
    figures = (outcome.newest_on, outcome.members, outcome.covered) if outcome else None
    fatal = [c for c in outcome.checks if c.is_fatal and not c.passed] if outcome else []
    found = Found(
        loads=[_load(load) for load in own],
        others=[_load(load) for load in others],
        checks=[asdict(check) for check in outcome.checks] if outcome else [],
        reasons=[list(row) for row in outcome.rejects if row[0] in files] if outcome else [],
        unplaced=_added(settings, upload, outcome) if outcome else [],
        questions=[each for each in asked if each],
        refusal=refusal if refusal or not fatal else None,
        before=_serving(settings),
        after=Figures(*figures) if figures else None,
        seen=seen(settings),
    )
    _write_rejects(upload.folder / _REJECTS, own)
    write_private(
        upload.folder / _FOUND, json.dumps(asdict(found), ensure_ascii=False, default=str)
    )


def read(upload: Upload) -> Found | None:
    """Return what the last check found, None before there was one."""
    path = upload.folder / _FOUND
    if not path.exists():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    for name in ("before", "after"):
        if told[name]:
            day = told[name]["newest_on"]
            told[name] = Figures(
                date.fromisoformat(day) if day else None,
                told[name]["members"],
                told[name]["covered"],
            )
    told["questions"] = [Sentence(**each) for each in told["questions"]]
    told["refusal"] = Sentence(**told["refusal"]) if told["refusal"] else None
    for load in (*told["loads"], *told["others"]):
        load["problem"] = Sentence(**load["problem"]) if load["problem"] else None
        load["list_on"] = date.fromisoformat(load["list_on"]) if load["list_on"] else None
    return Found(**told)


def rejects(upload: Upload) -> list[tuple[Any, ...]]:
    """Return (file, kind, line, column, reason, value) of every row that cannot be used.

    A value that could be personal was left out when the file was read.
    """
    with duckdb.connect() as con:
        return con.execute(
            "select file, kind, line, column_name, reason, value from read_parquet($path)"
            " order by file, line",
            {"path": str(upload.folder / _REJECTS)},
        ).fetchall()


def seen(settings: Settings) -> str:
    """Return what changes whenever an edition was published or an export came, went or changed."""
    told = [warehouse.current_edition(settings) or ""]
    for file in present(settings):
        stat = (settings.exports / file).stat()
        told.append(f"{file}|{stat.st_size}|{stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _load(load: Load) -> dict[str, Any]:
    told = asdict(load)
    del told["staged_path"], told["rejects_path"]
    return told


def _serving(settings: Settings) -> Figures | None:
    edition = warehouse.current_edition(settings)
    if edition is None:
        return None
    with warehouse.open_edition(warehouse.public_path(settings, edition)) as con:
        row = con.execute(f"with newest as (from edition) {FIGURES}").fetchone()
    return Figures(*row) if row else None


def _added(settings: Settings, upload: Upload, outcome: Outcome) -> list[list[Any]]:
    """Return what could not be placed and was not there, or not as often, before the upload."""
    before: dict[tuple[Any, ...], int] = {}
    edition = warehouse.current_edition(settings)
    if edition and not upload.without_sample:
        with warehouse.open_edition(warehouse.public_path(settings, edition)) as con:
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
    path.unlink(missing_ok=True)
    with duckdb.connect() as con:
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
        con.execute("copy rejects to $path (format parquet)", {"path": str(path)})
    path.chmod(0o600)
