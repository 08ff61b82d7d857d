"""Chooses the roll to show: the edition's at a cut-off day, or one that was frozen.

Either way the page draws a record (`reports.agm_roll.roll`), so that what is seen is what is
frozen.
"""

from datetime import date, datetime
from functools import partial

import streamlit as st

from etl.warehouse import frozen_rolls
from etl.warehouse.frozen_rolls import FrozenRoll
from i18n import dates
from i18n.dates import BANGKOK
from i18n.messages import UserError, message
from metrics import health
from metrics.agm_roll import roll
from metrics.coverage import rules
from pages.access import viewer
from pages.ui import audit, controls
from pages.ui.data import NotAllowed, as_of, ask, ask_private, days, edition_path, settings
from pages.ui.text import day_text, language, plain, t
from reports.agm_roll import roll as agm_roll

_NOW = "now"
_RECORD, _ROLL = "roll_made", "roll_opened"


def choose() -> tuple[bytes | None, FrozenRoll | None]:
    """Draw the choice of a roll and return its record, and which frozen roll it is, if it is one.

    The record is missing for an edition that has no terms of office. Raises NotAllowed for a
    viewer who is no officer, and UserError for a frozen roll whose file is damaged.
    """
    rolls = {each.name: each for each in frozen()}
    requested = st.query_params.get("roll", _NOW)
    if requested != _NOW and requested not in rolls:
        st.error(error_text(frozen_rolls.NoRoll(message("rolls.no_roll", name=requested))))
    name = _NOW
    if rolls:
        name = controls.choose(
            t("agm_roll.which"),
            [_NOW, *rolls],
            "roll",
            lambda option: t("agm_roll.now") if option == _NOW else _name(rolls[option]),
        )
    if name != _NOW:
        return frozen_rolls.reopen(settings(), name), rolls[name]
    st.query_params.pop("roll", None)
    return of_edition(_choose_cutoff()), None


def frozen() -> list[FrozenRoll]:
    """Return the frozen rolls, newest first; none for a viewer of a few provinces only."""
    return [] if viewer.require_officer().provinces else frozen_rolls.rolls(settings())


def freeze(record: bytes, cutoff: date) -> FrozenRoll:
    """Freeze a record, which is in the party's record before it is done.

    Raises what `rolls.freeze` does, AuditError, and NotAllowed for who may not.
    """
    if viewer.require_officer().provinces:
        raise NotAllowed(message("build.not_allowed"))
    note = partial(audit.record_action, "roll_frozen")
    return frozen_rolls.freeze(settings(), record, cutoff, datetime.now(BANGKOK), note=note)


def of_edition(cutoff: date) -> bytes | None:
    """Return the record of the edition looked at, at a cut-off day; None if it has no terms.

    The session keeps the one it made last: another choice on the page does not change the roll.
    """
    key = (edition_path(), viewer.require_officer().provinces, cutoff)
    cached: tuple[object, bytes | None] | None = st.session_state.get(_RECORD)
    if cached is None or cached[0] != key:
        cached = key, _make_record(cutoff)
        st.session_state[_RECORD] = cached
    return cached[1]


def _make_record(cutoff: date) -> bytes | None:
    rows = ask_private(roll.roll, on=cutoff)
    if rows.empty:
        return None
    return agm_roll.content(
        rows,
        cutoff=cutoff,
        edition=ask(health.edition).iloc[0].to_dict(),
        rules=ask(rules.in_force, on=cutoff),
        regions=ask(roll.regions),
    )


def open_record(record: bytes) -> agm_roll.Roll:
    """Return a record, opened; the session keeps the last one. Raises agm_roll.NotARoll."""
    cached: tuple[bytes, agm_roll.Roll] | None = st.session_state.get(_ROLL)
    if cached is None or cached[0] != record:
        cached = record, agm_roll.read(record)
        st.session_state[_ROLL] = cached
    return cached[1]


def moment(each: FrozenRoll) -> dict[str, str]:
    """Return the day and time at which a roll was frozen, in Thailand, in the reader's words."""
    if each.frozen_at is None:
        return {"day": "–", "time": "–"}
    return dates.moment_parts(each.frozen_at, language())


def _name(each: FrozenRoll) -> str:
    cutoff = day_text(each.cutoff)
    if not each.is_intact:
        return t("agm_roll.frozen_broken", cutoff=cutoff, name=each.name)
    return t("agm_roll.frozen_name", cutoff=cutoff, **moment(each))


def _choose_cutoff() -> date:
    """Draw the choice of the cut-off day: any day of the data, and those the rules name."""
    in_force = ask(rules.in_force, on=as_of()).set_index("name")["day"]
    named = {
        name: in_force[name].date()
        for name in ("agm_cutoff_on", "agm_on")
        if name in in_force.index and in_force[name] == in_force[name]
    }
    known = days()
    ahead = sorted(set(named.values()) - set(known), reverse=True)
    ruled = named.get("agm_cutoff_on")
    default = ruled if ruled in known else as_of()
    labels = {day.isoformat(): [day_text(day)] for day in (*ahead, *known)}
    for name, day in named.items():
        labels[day.isoformat()].append(t(f"agm_roll.rule.{name}"))
    chosen = controls.choose(
        t("agm_roll.cutoff"),
        list(labels),
        "cutoff",
        lambda day: " · ".join(labels[day]),
        default=default.isoformat(),
    )
    if ruled is None and chosen == default.isoformat():
        st.caption(t("agm_roll.no_cutoff"))
    elif ruled and ruled not in known and chosen != ruled.isoformat():
        st.caption(t("agm_roll.cutoff_ahead", day=day_text(ruled)))
    return date.fromisoformat(chosen)


def error_text(error: UserError) -> str:
    """Return a refusal's sentence in the reader's language, for Markdown."""
    return plain(error.message[language()])
