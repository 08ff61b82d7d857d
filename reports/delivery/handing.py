"""Hand one message to the server of its channel, with the secret that this server wants."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from reports.delivery import config, email, line
from reports.delivery.config import Delivery
from reports.delivery.outbox import LastWord

Channel = Literal["mail", "line"]


@dataclass(frozen=True)
class Parcel:
    """A text to one address, known by its key; its first line is a mail's subject. A PDF, its name
    and its bytes, goes by mail alone."""

    channel: Channel
    address: str
    text: str
    key: str
    pdf: tuple[str, bytes] | None = None


def hand_over(
    delivery: Delivery, secrets: Mapping[str, str], parcel: Parcel, known: LastWord
) -> None:
    """Send a parcel; `known` is the last word on it. Raises NotSent."""
    if parcel.channel == "line":
        token = secrets[config.TOKEN]
        line.send(delivery.line, token, parcel.address, parcel.text, parcel.key, known)
        return
    smtp = delivery.smtp
    assert smtp
    mail = email.compose(smtp, parcel.address, parcel.text, parcel.pdf, parcel.key, known)
    email.send(smtp, secrets.get(config.PASSWORD), parcel.address, mail)
