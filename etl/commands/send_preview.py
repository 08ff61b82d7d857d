"""A letter of the report, and what `python -m etl send` would do with each."""

from collections.abc import Mapping
from dataclasses import dataclass

from etl.commands.report import Summary
from etl.commands.terminal import Terminal
from i18n.messages import message
from reports.delivery import line, outbox
from reports.delivery.config import Recipient
from reports.delivery.handing import Channel, Parcel
from reports.delivery.outbox import LastWord


@dataclass(frozen=True)
class Letter:
    """One digest to one address of a recipient, the `nth` of its `of` in that channel."""

    recipient: Recipient
    channel: Channel
    address: str
    nth: int
    of: int
    summary: Summary

    @property
    def key(self) -> str:
        """What the log of what was sent knows it by."""
        return outbox.key(self.channel, self.address, self.summary.digest, self.summary.until)

    @property
    def text(self) -> str:
        """What is read: the digest, as long as its channel takes it."""
        if self.channel == "mail":
            return self.summary.digest
        return line.fit(self.summary.digest, self.recipient.language)

    @property
    def parcel(self) -> Parcel:
        """What its server is handed."""
        pdf = (self.summary.name, self.summary.pdf) if self.channel == "mail" else None
        return Parcel(self.channel, self.address, self.text, self.key, pdf)

    def may_go(self, known: LastWord | None, *, again_unsure: bool) -> bool:
        """Whether sending it now cannot make it arrive twice, or was asked for all the same."""
        if known is None or known.state == "unsent":
            return True
        is_asked_again = self.channel == "line" and line.is_remembered(known)
        return known.state == "sending" and (again_unsure or is_asked_again)


_SENTENCES = {
    "new": "delivery.would_send",
    "sent": "delivery.was_sent_before",
    "sending": "delivery.is_unsure",
}


def show(terminal: Terminal, letters: list[Letter], known: Mapping[str, LastWord]) -> None:
    """Print every text, to whom it would go, and to whom it has gone already."""
    alike: dict[tuple[str, Channel], list[Letter]] = {}
    for letter in letters:
        alike.setdefault((letter.recipient.name, letter.channel), []).append(letter)
    for group in alike.values():
        _show(terminal, group, known)
    terminal.say(message("delivery.dry"))


def _show(terminal: Terminal, alike: list[Letter], known: Mapping[str, LastWord]) -> None:
    first = alike[0]
    names = {"channel": message(f"delivery.{first.channel}"), "name": first.recipient.name}
    for state, sentence in _SENTENCES.items():
        found = [each.address for each in alike if _state(known.get(each.key)) == state]
        if found:
            terminal.say(message(sentence, addresses=", ".join(found), **names))
    if first.channel == "mail":
        summary = first.summary
        terminal.say(message("delivery.attached", file=summary.name, bytes=len(summary.pdf)))
    terminal.console.print(first.text, markup=False)
    terminal.console.print()


def _state(known: LastWord | None) -> str:
    return known.state if known and known.state != "unsent" else "new"
