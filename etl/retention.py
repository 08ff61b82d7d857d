"""Removes what is past the time that the party keeps it, without a total changing.

`keep_raw_days` counts from the later of the day an export describes and the day it was put there;
its rows stay staged. `keep_staged_days` counts from the day a members' list describes: the days up
to the newest list that is older go to the archive as totals (etl.archive), and the rows of the
lists before it go, with their exports. Of registers of representatives the two newest stay.
A file that no build can read is in no number, and may hold anything: it goes after `keep_raw_days`
as well, whether or not an edition serves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

from etl import build, safe_files
from etl.audit import log
from etl.ingest import stage
from etl.ingest.staging_store import note_removed
from etl.personal_data import forgotten
from etl.sample import write
from etl.settings import Settings
from etl.warehouse import archive, editions
from i18n.dates import day_of
from i18n.messages import UserError, message

_USED = ("loaded", "unchanged")


class RetentionError(UserError):
    """Nothing was removed: there is something to do before."""


@dataclass(frozen=True)
class RemovedCounts:
    """What was removed: exports, and the staged rows of exports."""

    exports: int
    staged: int


def apply(settings: Settings, reporter: build.Reporter, today: date) -> RemovedCounts:
    """Remove what is past its time on the day `today`, once its totals are safe.

    Only of what the serving edition was made of. Raises RetentionError and what a build raises.
    """
    if write.is_sample(settings.exports):
        raise RetentionError(message("forget.retain_sample"))
    removals: list[RemovedCounts] = []

    def remove(con: duckdb.DuckDBPyConnection, loads: list[stage.Load]) -> None:
        removals.append(_remove(con, settings, loads, today))

    is_served = not _is_due(settings, today) or build.work_out(settings, reporter, remove)
    # Last: without them a build would make another edition, so what is above would have to wait.
    refused = remove_refused(settings, reporter, today)
    if not is_served and not refused:
        raise RetentionError(message("forget.retain_build_first"))
    return RemovedCounts(
        refused + sum(each.exports for each in removals), sum(each.staged for each in removals)
    )


def remove_refused(settings: Settings, reporter: build.Reporter, today: date) -> int:
    """Remove the files that cannot be read and are past their time; returns how many."""
    if write.is_sample(settings.exports):
        return 0
    exports = stage.find_exports(settings, None)
    over = [each for each in exports if _is_raw_over(settings, each.path, None, today)]
    if not over:
        return 0
    with safe_files.private_umask(), editions.new_edition(settings):
        refused = [each for each in over if _is_refused(settings, reporter, each)]
        if refused:
            what = f"exports: {len(refused)}, staged: 0"
            log.append(settings, "retained", actor=log.this_user(), what=what)
        for each in refused:
            each.path.unlink()
    return len(refused)


def _is_refused(settings: Settings, reporter: build.Reporter, export: stage.Export) -> bool:
    kept_from = archive.ends_on(settings)
    if export.problem is not None:
        return True
    if export.kind == "members" and export.list_on and kept_from and export.list_on < kept_from:
        return False
    secret = stage.read_secret(settings)
    on_progress = reporter.step(message("build.step_read", file=export.file))
    gone = forgotten.read_keys(settings, secret)
    return stage.stage(export, settings, secret, on_progress, gone).status == "refused"


def _is_due(settings: Settings, today: date) -> bool:
    """Whether anything can be past its time: asked each night, so without reading an export."""
    exports = stage.find_exports(settings, None)
    if any(_is_raw_over(settings, each.path, each.list_on, today) for each in exports):
        return True
    staged = stage.without_export(settings, exports, stage.read_secret(settings))
    lists = {(each.kind, each.list_on) for each in exports}
    lists |= {(each.kind, each.list_on) for each in staged}
    cut = _first_day(settings, today)
    older = [kind for kind, day in lists if day and day < cut]
    # The newest that is older stays, of registers the two newest.
    return older.count("members") > 1 or older.count("representatives") > 1


def _remove(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    loads: Sequence[stage.Load],
    today: date,
) -> RemovedCounts:
    until = _last_of(
        (load.list_on for load in loads if load.kind == "members" and load.status in _USED),
        _first_day(settings, today),
    )
    before = archive.ends_on(settings)
    rows_over = [load for load in loads if _are_rows_over(settings, load, loads, until, today)]
    raw_over = [
        load
        for load in loads
        if load not in rows_over
        and _is_raw_over(settings, settings.exports / load.file, load.list_on, today)
        and load.status in (*_USED, "same_file")
    ]
    exports = [load for load in (*rows_over, *raw_over) if (settings.exports / load.file).is_file()]
    staged = [load for load in rows_over if load.staged_path]
    if exports or staged:
        what = f"exports: {len(exports)}, staged: {len(staged)}"
        log.append(settings, "retained", actor=log.this_user(), what=what)
    if until and (before is None or until > before):
        archive.write_archive(con, settings, until)
    secret = stage.read_secret(settings)
    for load in raw_over:
        if load.staged_path:
            note_removed(settings, load, secret)
    for load in exports:
        (settings.exports / load.file).unlink()
    stage.forget_unused(settings, [load for load in loads if load not in rows_over])
    return RemovedCounts(len(exports), len(staged))


def _are_rows_over(
    settings: Settings,
    load: stage.Load,
    loads: Iterable[stage.Load],
    until: date | None,
    today: date,
) -> bool:
    if load.status == "archived":
        return True
    if load.list_on is None or load.status not in (*_USED, "same_file"):
        return False
    if load.kind == "representatives":
        days = sorted({each.list_on for each in loads if each.kind == load.kind and each.list_on})
        return load.list_on < _first_day(settings, today) and load.list_on not in days[-2:]
    return load.kind == "members" and until is not None and load.list_on < until


def _is_raw_over(settings: Settings, path: Path, list_on: date | None, today: date) -> bool:
    if settings.keep_raw_days is None or not path.is_file():
        return False
    put_there = day_of(datetime.fromtimestamp(path.stat().st_mtime, UTC))
    return max(list_on or put_there, put_there) < today - timedelta(days=settings.keep_raw_days)


def _first_day(settings: Settings, today: date) -> date:
    """Return the first day whose rows are still within their time."""
    if settings.keep_staged_days is None:
        return date.min
    return today - timedelta(days=settings.keep_staged_days)


def _last_of(days: Iterable[date | None], cut: date) -> date | None:
    return max((day for day in days if day and day < cut), default=None)
