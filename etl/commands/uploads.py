"""`python -m etl intake`: what the page for loading exports runs beside itself."""

import os
from typing import Literal

import duckdb

from etl import build
from etl.build_result import NotPublished, Outcome
from etl.commands import build_summary
from etl.commands.build import forecast_tables
from etl.commands.terminal import Terminal
from etl.ingest import stage
from etl.models import check_questions
from etl.settings import Settings
from etl.uploads import check_report, check_result, landing, overlay
from etl.uploads.overlay import Overlay
from etl.uploads.progress import append, ended
from etl.uploads.reporter import GivenUp, Told
from etl.uploads.service import Order, order_of
from etl.uploads.store import Upload, look, replaces
from etl.warehouse import editions
from i18n.messages import Message, UserError, message

PATIENCE = 1800.0
"""Seconds that a publication waits for the build lock before it gives up."""


class ChangedMeanwhile(UserError):
    """What somebody said yes to is no longer what would happen."""


def run(settings: Settings, _: Terminal, of: Literal["check", "publish"], name: str) -> int:
    """Check or publish an upload; everything is told in its folder. Returns the exit code."""
    upload = look(settings, name)
    append(upload, {"process": os.getpid()})
    work = _check if of == "check" else _publish
    try:
        told = work(settings, upload)
    except GivenUp:
        told = ended("given_up")
    except NotPublished as refused:
        told = ended("refused", _asked(refused) or [refused.message])
    except UserError as refused:
        told = ended("refused", [refused.message])
    except (OSError, duckdb.Error) as error:
        why = str(error).partition("\n")[0] or type(error).__name__
        told = ended("refused", [message("build.no_space", why=why)])
    if upload.folder.exists():
        append(upload, told)
    return 0 if told["ended"] in ("checked", "published") else 1


def _asked(refused: NotPublished) -> list[Message]:
    """Return what the build asks, in words that name no option of a command."""
    checks = refused.outcome.checks if refused.outcome else []
    broken = [check for check in checks if check.is_fatal and not check.passed]
    asked = [check_questions.question(check, area="intake") for check in broken]
    return [each for each in asked if each] if all(asked) else []


def _check(settings: Settings, upload: Upload) -> dict[str, object]:
    told = Told(upload, 0, "check")
    # One check at a time: each may take as much memory as a build.
    with editions.build_lock(
        landing.folder_of(settings), patience=PATIENCE, on_wait=told.wait
    ) as lock:
        stamp = check_result.seen(settings)
        made = overlay.union(settings, upload)
        folder = upload.folder / "check"
        checked = Overlay.over(settings, folder, folder / "warehouse")
        overlay.link(settings, made, checked.exports)
        overlay.link_staged(settings, checked.staged)
        overlay.link_edition(settings, checked.warehouse)
        told = Told(upload, len(stage.find_exports(checked, None)), "check")
        outcome, refusal = None, None
        try:
            # Every question is answered with yes, to hear all of them at once.
            outcome = build.build(
                checked, told, accept_drop=True, skip_refused=True, publish=False, lock=lock
            )
        except NotPublished as refused:
            outcome, refusal = refused.outcome, refused.message
        check_report.tell(settings, upload, made, told.loads, outcome, refusal, stamp)
    return ended("checked")


def _publish(settings: Settings, upload: Upload) -> dict[str, object]:
    order, found = order_of(upload), check_result.read(upload)
    if found is None or not found.is_publishable or (found.refused and not order.skip_refused):
        raise ChangedMeanwhile(message("intake.not_checked"))
    told = Told(upload, 0, "publish")
    with editions.build_lock(
        settings.warehouse, actor=upload.owner, patience=PATIENCE, on_wait=told.wait
    ) as lock:
        landing.tidy(settings)
        # Whatever was said yes to, it was said of what was seen then.
        if order != Order() and found.seen != check_result.seen(settings):
            raise ChangedMeanwhile(message("intake.changed"))
        without = _refused_paths(settings, upload, found.refused)
        made = overlay.union(settings, upload, without=without)
        _refuse_unasked(made, order)
        over = Overlay.over(settings, upload.folder / "check", settings.warehouse)
        overlay.link(settings, made, over.exports)
        overlay.link_staged(settings, over.staged)
        told = Told(upload, len(stage.find_exports(over, None)), "publish")
        landing.begin(settings, upload.folder, made.files, made.gone)
        outcome = _built(settings, upload, order, over, told, lock)
        overlay.adopt_staged(over, settings)
        landing.land(settings, upload.folder)
        if outcome.is_published:
            stage.forget_unused(settings, outcome.loads)
    return ended("published", [build_summary.ending(outcome)], outcome.edition or "")


def _built(
    settings: Settings,
    upload: Upload,
    order: Order,
    over: Overlay,
    told: Told,
    lock: editions.BuildLock,
) -> Outcome:
    """Build and publish; whatever stops it, what was to land does only if its edition serves."""
    try:
        return build.build(
            over,
            told,
            accept_drop=order.accept,
            skip_refused=order.skip_refused,
            outlook=forecast_tables,
            actor=upload.owner,
            lock=lock,
        )
    except BaseException as error:
        landing.settle(settings, upload.folder)
        is_refused = any(load.problem for load in told.loads) and not order.skip_refused
        if is_refused and isinstance(error, NotPublished):
            raise ChangedMeanwhile(message("intake.changed")) from error
        raise


def _refused_paths(settings: Settings, upload: Upload, refused: list[str]) -> list[str]:
    """Return the upload's own paths of the files refused, which were told by where they land."""
    old = replaces(settings, upload)
    return [file.path for file in upload.files if old.get(file.path, file.path) in refused]


def _refuse_unasked(made: overlay.Union, order: Order) -> None:
    unasked = sorted(set(made.replaced) - set(order.replace))
    if unasked:
        raise ChangedMeanwhile(message("intake.there_now", file=unasked[0]))
