"""Send what stands to those who hear alarms: to each address once, and again what did not arrive.

`<data>/delivery/alarms.jsonl` is the log of it, as `outbox.jsonl` is of digests. Where the disk is
full or the log is damaged an alarm goes all the same; it may then go twice.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from etl.audit import log
from etl.commands.alarms.standing import Standing
from etl.commands.terminal import Terminal
from etl.settings import Settings
from i18n.messages import UserError, message
from i18n.phrases import LANGUAGES
from reports.delivery import config, line, outbox
from reports.delivery.config import Alarms, BadDelivery, Delivery
from reports.delivery.handing import Channel, Parcel, hand_over
from reports.delivery.outbox import LastWord, NotSent, Outbox, OutboxBroken, OutboxError, State

HEARERS = "operators"
"""What whoever hears alarms is called in the log and in the record."""
_ASIDE = ".damaged"


@contextmanager
def opened_log(data: Path) -> Iterator[Outbox | None]:
    """Open the log of alarms, waiting for whoever sends; None where the disk refuses.

    A damaged one is put aside, and what stands is told once more.
    """
    path = outbox.path_in(data).with_name("alarms.jsonl")
    with ExitStack() as stack:
        sent = None
        with suppress(OutboxError, OSError):
            try:
                sent = stack.enter_context(outbox.opened(path, wait=True))
            except OutboxBroken:
                path.replace(path.with_name(path.name + _ASIDE))
                sent = stack.enter_context(outbox.opened(path, wait=True))
        yield sent


@dataclass
class Telling:
    """One run: to whom, by what, and what became of it."""

    _settings: Settings
    _delivery: Delivery
    _alarms: Alarms
    _terminal: Terminal
    _log: Outbox | None
    sent: int = 0
    unsent: int = 0
    _secrets: dict[str, str] = field(default_factory=dict)

    def tell(self, key: str, standing: Standing) -> bool:
        """Tell one thing to every address that has not heard it; whether all have now."""
        before = self.unsent
        for channel, address in self._addresses():
            parcel = _parcel(channel, address, key, standing)
            known = self._log.known(parcel.key) if self._log else None
            if known and known.state == "sent":
                continue
            try:
                self._leave(parcel, known, standing)
            except (NotSent, BadDelivery) as error:
                self.unsent += 1
                word = message(f"delivery.{channel}")
                self._terminal.say(message("alarm.unsent", channel=word, why=error.message))
            else:
                self.sent += 1
                self._record(key, channel)
        return self.unsent == before

    def _addresses(self) -> Iterator[tuple[Channel, str]]:
        for address in self._alarms.email:
            yield "mail", address
        for address in self._alarms.line:
            yield "line", address

    def _leave(self, parcel: Parcel, known: LastWord | None, standing: Standing) -> None:
        """Hand a parcel over, once more where that a run was killed left it open.

        A mail that comes twice then has one Message-ID, LINE takes one key once: an alarm that
        nobody hears would be worse. Raises NotSent, BadDelivery.
        """
        self._use_secret(parcel.channel)
        if known and parcel.channel == "line" and not line.is_remembered(known):
            self._note(parcel, "unsent")
        self._note(parcel, "sending")
        noted = self._log.known(parcel.key) if self._log else None
        at = noted or LastWord("sending", datetime.fromisoformat(standing.at))
        try:
            hand_over(self._delivery, self._secrets, parcel, at)
        except NotSent as error:
            if not error.is_unsure:
                self._note(parcel, "unsent")
            raise
        self._note(parcel, "sent")

    def _use_secret(self, channel: Channel) -> None:
        """Read the one secret that a channel wants: without it the other channel still goes."""
        smtp = self._delivery.smtp
        wanted = {"line": config.TOKEN, "mail": config.PASSWORD if smtp and smtp.user else None}
        name = wanted[channel]
        if name is not None:
            self._secrets[name] = config.secret(os.environ, name)

    def _note(self, parcel: Parcel, state: State) -> None:
        if self._log is None:
            return
        try:
            self._log.write(parcel.key, state, parcel.channel, HEARERS)
        except OutboxError as error:
            self._terminal.say(error.message)
            self._log = None

    def _record(self, key: str, channel: Channel) -> None:
        what = f"{key} · {channel} · {HEARERS}"
        try:
            log.append(self._settings, "alarm_sent", actor=log.this_user(), what=what)
        except (UserError, OSError):
            # The record may be what the alarm is about.
            self._terminal.say(message("alarm.not_recorded"))


def tell_all(telling: Telling, standing: Mapping[str, Standing]) -> dict[str, Standing]:
    """Tell all that stands; return what still does: what is well again goes once all know it."""
    kept = {}
    for key, each in standing.items():
        is_told = telling.tell(key, each)
        if not (each.is_well and is_told):
            kept[key] = each
    return kept


def _parcel(channel: Channel, address: str, key: str, standing: Standing) -> Parcel:
    """Return the message: both languages, for whoever looks after the server reads either."""
    title = message("alarm.title_well" if standing.is_well else "alarm.title")
    words = [standing.sentence[language] for language in LANGUAGES]
    text = "\n\n".join([f"{title.th} · {title.en}", *words]) + "\n"
    told = (channel, address, key, standing.fact, str(standing.is_well), standing.at)
    identity = hashlib.sha256("\0".join(told).encode()).hexdigest()
    return Parcel(channel, address, line.fit(text, "th") if channel == "line" else text, identity)
