"""`python -m etl intake`: checks or publishes an upload, in a process beside the page's."""

import os
import sys
from typing import Literal

from etl import build
from etl.build_result import BuildResult, NotPublished
from etl.commands import build_summary
from etl.commands.build import forecast_tables
from etl.commands.terminal import Terminal
from etl.faults import sentence_of
from etl.ingest import stage
from etl.ingest.reader.order import be_ended_before_others
from etl.questions.kinds import kinds
from etl.questions.wording import asked
from etl.settings import Settings
from etl.uploads import check_report, check_result, landing, overlay
from etl.uploads.apart import Handed
from etl.uploads.overlay import Overlay
from etl.uploads.progress import append, last_line
from etl.uploads.reporter import GivenUp, UploadReporter
from etl.uploads.service import Order, order_of
from etl.uploads.store import Upload, find_upload, replaces
from etl.warehouse import editions
from i18n.messages import Message, UserError, message

PATIENCE = 1800.0
"""Seconds that a publication waits for the build lock before it gives up."""


class ChangedMeanwhile(UserError):
    """What somebody confirmed is no longer what would happen."""


_SCORE = 500
"""Where no memory is left a run goes before the dashboard, and its reader before it."""


def take(settings: Settings, terminal: Terminal) -> int:
    """Run what comes over the connection that systemd gives as standard input."""
    handed = Handed.over(os.dup(sys.stdin.fileno()))
    return run(settings, terminal, handed.run, handed.upload)


def run(settings: Settings, _: Terminal, of: Literal["check", "publish"], name: str) -> int:
    """Check or publish an upload and report it in its folder. Returns the exit code."""
    be_ended_before_others(_SCORE)
    upload = find_upload(settings, name)
    append(upload, {"process": os.getpid()})
    work = _check if of == "check" else _publish
    try:
        line = work(settings, upload)
    except GivenUp:
        line = last_line("given_up")
    except NotPublished as error:
        line = last_line("refused", _questions(error) or [error.message])
    except Exception as error:  # noqa: BLE001 - the page waits for a last line, whatever went wrong
        line = last_line("refused", [sentence_of(error, settings)])
    if upload.folder.exists():
        append(upload, line)
    return 0 if line["ended"] in ("checked", "published") else 1


def _questions(error: NotPublished) -> list[Message]:
    """Return the build's questions, in words that name no option of a command."""
    return [each.whole for each in asked(error.result.questions)] if error.result else []


def _check(settings: Settings, upload: Upload) -> dict[str, object]:
    reporter = UploadReporter(upload, 0, "check")
    # One check at a time: each may take as much memory as a build.
    with editions.build_lock(
        landing.folder_of(settings), patience=PATIENCE, on_wait=reporter.wait
    ) as lock:
        stamp = check_result.stamp(settings)
        exports = overlay.exports_after(settings, upload)
        folder = upload.folder / "check"
        trial = Overlay.over(settings, folder, folder / "warehouse")
        overlay.link(settings, exports, trial.exports)
        overlay.link_staged(settings, trial.staged)
        overlay.link_edition(settings, trial.warehouse)
        reporter = UploadReporter(upload, len(stage.find_exports(trial, None)), "check")
        build_result, refusal = None, None
        try:
            # Every question is answered with yes, to hear all of them at once.
            build_result = build.build(
                trial, reporter, accept=kinds(), skip_refused=True, publish=False, lock=lock
            )
        except NotPublished as error:
            build_result, refusal = error.result, error.message
        check_report.write_report(
            settings, upload, exports, reporter.loads, build_result, refusal, stamp
        )
    return last_line("checked")


def _publish(settings: Settings, upload: Upload) -> dict[str, object]:
    order, check = order_of(upload), check_result.read(upload)
    if check is None or not check.is_publishable or (check.refused and not order.skip_refused):
        raise ChangedMeanwhile(message("intake.not_checked"))
    reporter = UploadReporter(upload, 0, "publish")
    with editions.build_lock(
        settings.warehouse, actor=upload.owner, patience=PATIENCE, on_wait=reporter.wait
    ) as lock:
        landing.tidy(settings)
        # What was confirmed was confirmed for the exports and the edition of that moment.
        if order != Order() and check.stamp != check_result.stamp(settings):
            raise ChangedMeanwhile(message("intake.changed"))
        without = _refused_paths(settings, upload, check.refused)
        exports = overlay.exports_after(settings, upload, without=without)
        _refuse_unasked(exports, order)
        over = Overlay.over(settings, upload.folder / "check", settings.warehouse)
        overlay.link(settings, exports, over.exports)
        overlay.link_staged(settings, over.staged)
        reporter = UploadReporter(upload, len(stage.find_exports(over, None)), "publish")
        landing.begin(settings, upload.folder, exports.files, exports.gone)
        build_result = _build(settings, upload, order, over, reporter, lock)
        overlay.adopt_staged(over, settings)
        landing.land(settings, upload.folder)
        if build_result.is_published:
            stage.forget_unused(settings, build_result.loads)
    return last_line("published", [build_summary.ending(build_result)], build_result.edition or "")


def _build(
    settings: Settings,
    upload: Upload,
    order: Order,
    over: Overlay,
    reporter: UploadReporter,
    lock: editions.BuildLock,
) -> BuildResult:
    """Build and publish; whatever stops it, what was to land does only if its edition serves."""
    try:
        return build.build(
            over,
            reporter,
            accept=order.accept,
            skip_refused=order.skip_refused,
            forecaster=forecast_tables,
            actor=upload.owner,
            lock=lock,
        )
    except BaseException as error:
        landing.settle(settings, upload.folder)
        is_refused = any(load.problem for load in reporter.loads) and not order.skip_refused
        if is_refused and isinstance(error, NotPublished):
            raise ChangedMeanwhile(message("intake.changed")) from error
        raise


def _refused_paths(settings: Settings, upload: Upload, refused: list[str]) -> list[str]:
    """Return the upload's own paths of the files refused, which were told by where they land."""
    old = replaces(settings, upload)
    return [file.path for file in upload.files if old.get(file.path, file.path) in refused]


def _refuse_unasked(exports: overlay.ExportsAfter, order: Order) -> None:
    unasked = sorted(set(exports.replaced) - set(order.replace))
    if unasked:
        raise ChangedMeanwhile(message("intake.there_now", file=unasked[0]))
