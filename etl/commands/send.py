"""`python -m etl send`: the pack's digest to everybody it is for, and never the same one twice."""

import argparse
import os
from collections.abc import Callable, Iterator, Mapping

from etl.audit import log
from etl.commands import report, send_preview
from etl.commands.report import Short
from etl.commands.send_preview import Channel, Letter
from etl.commands.terminal import Terminal
from etl.settings import Settings
from etl.warehouse import editions
from i18n.messages import Message, UserError, message
from metrics import places
from reports.delivery import config, email, line
from reports.delivery import outbox as delivery_outbox
from reports.delivery.config import Delivery, Recipient
from reports.delivery.outbox import Known, NotSent, Outbox

_CHANNELS: tuple[Channel, ...] = ("mail", "line")


def run(settings: Settings, terminal: Terminal, chosen: argparse.Namespace) -> int:
    """Send what was asked for; returns 0 when everything has arrived at a server, else 1.

    Raises BadDelivery, OutboxError and what `report` does, before anything is sent.
    """
    told = _chosen(config.read(settings.data / "delivery.toml", _areas(settings)), chosen.only)
    secrets = {} if chosen.dry_run else _secrets(told)
    on_progress = terminal.step(message("delivery.step_packs"))
    letters = list(_letters(settings, told, chosen, on_progress))
    if chosen.dry_run:
        send_preview.show(terminal, letters, delivery_outbox.read(settings))
        return 0
    with delivery_outbox.opened(settings) as outbox:
        on_progress = terminal.step(message("delivery.step_sending"))
        sending = _Sending(
            settings, told, secrets, terminal, outbox, again_unsure=chosen.again_unsure
        )
        return sending.all(letters, on_progress)


class _Sending:
    """One run: what became of each message, and which channel is of no use any more."""

    def __init__(
        self,
        settings: Settings,
        told: Delivery,
        secrets: Mapping[str, str],
        terminal: Terminal,
        outbox: Outbox,
        *,
        again_unsure: bool,
    ) -> None:
        self._settings = settings
        self._told = told
        self._secrets = secrets
        self._terminal = terminal
        self._outbox = outbox
        self._again_unsure = again_unsure
        self._shut: dict[Channel, Message] = {}
        self._counts = dict.fromkeys(("sent", "before", "unsent", "unsure"), 0)

    def all(self, letters: list[Letter], on_progress: Callable[[float], None]) -> int:
        for n, letter in enumerate(letters, start=1):
            self._counts[self._one(letter)] += 1
            on_progress(n / len(letters))
        self._terminal.say(message("delivery.done", **self._counts))
        return 1 if self._counts["unsent"] or self._counts["unsure"] else 0

    def _one(self, letter: Letter) -> str:
        known = self._outbox.known(letter.key)
        if known and known.state == "sent":
            return "before"
        if not letter.may_go(known, again_unsure=self._again_unsure):
            self._tell("delivery.unsure", letter, message("delivery.stopped_before"))
            return "unsure"
        if letter.channel in self._shut:
            why = message("delivery.skipped", why=self._shut[letter.channel])
            self._tell("delivery.failed", letter, why)
            return "unsure" if known and known.state == "sending" else "unsent"
        return self._leave(letter, known)

    def _leave(self, letter: Letter, known: Known | None) -> str:
        step = (letter.channel, letter.recipient.name)
        is_asked_again = letter.channel == "line" and known and line.is_remembered(known)
        if known and known.state == "sending" and not is_asked_again:
            # What LINE no longer remembers needs a key of its own, which its moment gives it.
            self._outbox.write(letter.key, "unsent", *step)
        self._outbox.write(letter.key, "sending", *step)
        try:
            self._hand_over(letter)
        except NotSent as error:
            if error.is_everyones:
                self._shut[letter.channel] = error.message
            if error.is_unsure:
                self._tell("delivery.unsure", letter, error.message)
                return "unsure"
            self._outbox.write(letter.key, "unsent", *step)
            self._tell("delivery.failed", letter, error.message)
            return "unsent"
        self._outbox.write(letter.key, "sent", *step)
        self._record(letter)
        return "sent"

    def _record(self, letter: Letter) -> None:
        short = letter.short
        log.append(
            self._settings,
            "report_sent",
            who=log.this_user(),
            what=f"{short.name} · {letter.channel} · {letter.recipient.name}",
            scope=short.where,
            edition=short.edition,
        )

    def _hand_over(self, letter: Letter) -> None:
        short, key = letter.short, letter.key
        known = self._outbox.known(key)
        smtp = self._told.smtp
        assert known
        if letter.channel == "line":
            token = self._secrets[config.TOKEN]
            line.send(self._told.line, token, letter.address, letter.text, key, known)
            return
        assert smtp
        pdf = (short.name, short.pdf)
        told = email.compose(smtp, letter.address, short.digest, pdf, key, known)
        password = self._secrets.get(config.PASSWORD)
        email.send(smtp, password, letter.address, told)

    def _tell(self, key: str, letter: Letter, why: Message) -> None:
        # The address itself is nothing for a log that a timer writes.
        self._terminal.say(
            message(
                key,
                channel=message(f"delivery.{letter.channel}"),
                name=letter.recipient.name,
                nth=letter.nth,
                of=letter.of,
                why=why,
            )
        )


def _areas(settings: Settings) -> dict[str, frozenset[str]]:
    edition = editions.current_edition(settings)
    if edition is None:
        raise editions.NoEdition(message("build.no_edition_yet"))
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        names = places.names(con)
    return {
        "province": frozenset(names["province_code"]),
        "region": frozenset(names["region_code"].dropna()),
    }


def _chosen(told: Delivery, only: list[str]) -> Delivery:
    names = [recipient.name for recipient in told.recipients]
    for name in only:
        if name not in names:
            raise UserError(message("delivery.no_such_name", name=name, known=", ".join(names)))
    kept = tuple(each for each in told.recipients if not only or each.name in only)
    return Delivery(told.smtp, told.line, kept)


def _secrets(told: Delivery) -> dict[str, str]:
    needed = []
    if told.smtp and told.smtp.user and any(each.email for each in told.recipients):
        needed.append(config.PASSWORD)
    if any(each.line for each in told.recipients):
        needed.append(config.TOKEN)
    return {name: config.secret(os.environ, name) for name in needed}


def _letters(
    settings: Settings,
    told: Delivery,
    chosen: argparse.Namespace,
    on_progress: Callable[[float], None],
) -> Iterator[Letter]:
    """Yield every message, all of them made before the first is sent."""
    made: dict[tuple[tuple[str, str], str], Short] = {}
    for n, recipient in enumerate(told.recipients, start=1):
        asked = (recipient.area, recipient.language)
        # Those who get the same report get the same bytes: it is made once.
        is_mailed = any(
            each.email for each in told.recipients if (each.area, each.language) == asked
        )
        if asked not in made:
            made[asked] = _short(settings, recipient, chosen, with_pdf=is_mailed)
        for channel, addresses in zip(_CHANNELS, (recipient.email, recipient.line), strict=True):
            for nth, address in enumerate(addresses, start=1):
                yield Letter(recipient, channel, address, nth, len(addresses), made[asked])
        on_progress(n / len(told.recipients))


def _short(
    settings: Settings, recipient: Recipient, chosen: argparse.Namespace, *, with_pdf: bool
) -> Short:
    kind, code = recipient.area
    asked = {
        **report.WHOLE,
        "month": chosen.month,
        "week": chosen.week,
        "as_of": chosen.as_of,
        "lang": recipient.language,
    }
    if kind != "country":
        asked[kind] = code
    return report.short(settings, argparse.Namespace(**asked), with_pdf=with_pdf)
