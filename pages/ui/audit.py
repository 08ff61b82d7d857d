"""Puts what a viewer does in the party's record, and reads that record."""

from collections.abc import Callable
from functools import lru_cache, partial

from etl.audit import log
from etl.audit.log import Action, Entry, Record
from etl.settings import Settings
from i18n.messages import message
from pages.access import viewer as access
from pages.ui.data import NotAllowed, edition_name, settings


def append(action: Action, actor: str, *, what: str = "", scope: str = "") -> None:
    """Record an action of somebody who is not, or not yet, the viewer. Raises AuditError."""
    log.append(settings(), action, actor=actor, what=what, scope=scope)


def record_action(action: Action, what: str, *, scope: str | None = None) -> None:
    """Put what the viewer does on disk before it happens. Raises AuditError."""
    prepare_entry(action, what, scope=scope)()


def prepare_entry(action: Action, what: str, *, scope: str | None = None) -> Callable[[], None]:
    """Return what records an action when called: later, and where no session is at hand.

    Who it is, what they may see and which edition they look at is settled now.
    """
    viewer = access.viewer()
    return partial(
        log.append,
        settings(),
        action,
        actor=viewer.actor,
        what=what,
        scope=",".join(viewer.provinces or ()) if scope is None else scope,
        edition=edition_name(),
    )


def read_record() -> Record:
    """Return the record, for an officer of the whole country. Raises NotAllowed, AuditError."""
    viewer = access.viewer()
    if not viewer.is_national_officer:
        raise NotAllowed(message("build.not_allowed"))
    return _read(settings(), log.stamp(settings()))


def read_entries() -> list[Entry]:
    """Return every line of the record, for a page that shows the viewer's part of it."""
    return _read(settings(), log.stamp(settings())).entries


@lru_cache(maxsize=4)
def _read(party: Settings, _: object) -> Record:
    return log.read(party)
