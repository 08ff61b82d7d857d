"""`python -m etl send`: the report's digest to everybody it is for, never the same one twice."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from etl.audit import log
from etl.commands import report, send_preview
from etl.commands.report_request import ReportRequest
from etl.commands.send_preview import Letter
from etl.commands.terminal import Terminal
from etl.settings import Settings
from etl.warehouse import editions
from i18n.messages import Message, UserError, message
from metrics import places
from reports.delivery import config, line
from reports.delivery import outbox as delivery_outbox
from reports.delivery.config import Delivery
from reports.delivery.handing import Channel, hand_over
from reports.delivery.outbox import LastWord, NotSent, Outbox

_CHANNELS: tuple[Channel, ...] = ("mail", "line")


def run(
    settings: Settings,
    terminal: Terminal,
    request: ReportRequest,
    only: Sequence[str],
    *,
    dry_run: bool,
    again_unsure: bool,
) -> int:
    """Send the days that were asked for, to each recipient in their language and of their place.

    Returns 0 when everything has arrived at a server, else 1. Raises BadDelivery, OutboxError and
    what `report` does, before anything is sent.
    """
    delivery = _of(config.read(settings.data / "delivery.toml", _areas(settings)), only)
    secrets = {} if dry_run else _secrets(delivery)
    on_progress = terminal.step(message("delivery.step_packs"))
    letters = list(_letters(settings, delivery, request, on_progress))
    path = delivery_outbox.path_in(settings.data)
    if dry_run:
        send_preview.show(terminal, letters, delivery_outbox.read(path))
        return 0
    with delivery_outbox.opened(path) as outbox:
        on_progress = terminal.step(message("delivery.step_sending"))
        sending = _Sending(settings, delivery, secrets, terminal, outbox, again_unsure)
        return sending.all(letters, on_progress)


@dataclass
class _Sending:
    """One run: what became of each letter, and which channel is of no use any more, and why."""

    _settings: Settings
    _delivery: Delivery
    _secrets: Mapping[str, str]
    _terminal: Terminal
    _outbox: Outbox
    _again_unsure: bool
    _closed: dict[Channel, Message] = field(default_factory=dict)

    def all(self, letters: list[Letter], on_progress: Callable[[float], None]) -> int:
        counts = dict.fromkeys(("sent", "before", "unsent", "unsure"), 0)
        for n, letter in enumerate(letters, start=1):
            counts[self._one(letter)] += 1
            on_progress(n / len(letters))
        self._terminal.say(message("delivery.done", **counts))
        return 1 if counts["unsent"] or counts["unsure"] else 0

    def _one(self, letter: Letter) -> str:
        known = self._outbox.known(letter.key)
        if known and known.state == "sent":
            return "before"
        if not letter.may_go(known, again_unsure=self._again_unsure):
            self._say("delivery.unsure", letter, message("delivery.stopped_before"))
            return "unsure"
        if letter.channel in self._closed:
            why = message("delivery.skipped", why=self._closed[letter.channel])
            self._say("delivery.failed", letter, why)
            return "unsure" if known and known.state == "sending" else "unsent"
        return self._leave(letter, known)

    def _leave(self, letter: Letter, known: LastWord | None) -> str:
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
                self._closed[letter.channel] = error.message
            if error.is_unsure:
                self._say("delivery.unsure", letter, error.message)
                return "unsure"
            self._outbox.write(letter.key, "unsent", *step)
            self._say("delivery.failed", letter, error.message)
            return "unsent"
        self._outbox.write(letter.key, "sent", *step)
        self._record(letter)
        return "sent"

    def _record(self, letter: Letter) -> None:
        summary = letter.summary
        log.append(
            self._settings,
            "report_sent",
            actor=log.this_user(),
            what=f"{summary.name} · {letter.channel} · {letter.recipient.name}",
            scope=summary.where,
            edition=summary.edition,
        )

    def _hand_over(self, letter: Letter) -> None:
        known = self._outbox.known(letter.key)
        assert known
        hand_over(self._delivery, self._secrets, letter.parcel, known)

    def _say(self, key: str, letter: Letter, why: Message) -> None:
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
    edition = editions.serving_edition(settings)
    with editions.open_edition(editions.public_path(settings, edition)) as con:
        names = places.names(con)
    return {
        "province": frozenset(names["province_code"]),
        "region": frozenset(names["region_code"].dropna()),
    }


def _of(delivery: Delivery, only: Sequence[str]) -> Delivery:
    """Return the delivery to those named alone; to all if nobody is."""
    names = [recipient.name for recipient in delivery.recipients]
    for name in only:
        if name not in names:
            raise UserError(message("delivery.no_such_name", name=name, known=", ".join(names)))
    recipients = tuple(each for each in delivery.recipients if not only or each.name in only)
    return replace(delivery, recipients=recipients)


def _secrets(delivery: Delivery) -> dict[str, str]:
    needed = []
    if delivery.smtp and delivery.smtp.user and any(each.email for each in delivery.recipients):
        needed.append(config.PASSWORD)
    if any(each.line for each in delivery.recipients):
        needed.append(config.TOKEN)
    return {name: config.secret(os.environ, name) for name in needed}


def _letters(
    settings: Settings,
    delivery: Delivery,
    request: ReportRequest,
    on_progress: Callable[[float], None],
) -> Iterator[Letter]:
    """Yield every letter, all of them written before the first is sent."""
    summaries: dict[ReportRequest, report.Summary] = {}
    requests = []
    for recipient in delivery.recipients:
        kind, code = recipient.area
        area = {} if kind == "country" else {kind: code}
        requests.append(replace(request, language=recipient.language, **area))
    mailed = {
        request_of
        for request_of, each in zip(requests, delivery.recipients, strict=True)
        if each.email
    }
    for n, (request_of, recipient) in enumerate(
        zip(requests, delivery.recipients, strict=True), start=1
    ):
        # Those who get the same report get the same bytes: it is written once.
        if request_of not in summaries:
            summaries[request_of] = report.summarise(
                settings, request_of, with_pdf=request_of in mailed
            )
        for channel, addresses in zip(_CHANNELS, (recipient.email, recipient.line), strict=True):
            for nth, address in enumerate(addresses, start=1):
                yield Letter(
                    recipient, channel, address, nth, len(addresses), summaries[request_of]
                )
        on_progress(n / len(delivery.recipients))
