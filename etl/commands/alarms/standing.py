"""What is not well, since when, and what has been told of it: `<data>/delivery/alarms.json`.

An alarm is told once: anew only when what it is about has changed, or after some days. That all is
well again is told once too, and then nothing is kept of it. The moment of a telling is written down
before anything is sent, so that a run which is killed is followed by one that goes on with the very
same messages.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from etl import safe_files
from i18n.messages import Message


@dataclass(frozen=True)
class Alarm:
    """Something is not well: `key` is what it is about, `fact` changes when that does."""

    key: str
    fact: str
    sentence: Message


@dataclass(frozen=True)
class Standing:
    """What is to be told of one thing, and the moment (ISO, UTC) from which it is."""

    fact: str
    is_well: bool
    at: str
    th: str
    en: str

    @property
    def sentence(self) -> Message:
        """What is told."""
        return Message(self.th, self.en)


def path_in(data: Path) -> Path:
    """Return where it lies in the party's folder."""
    return data / "delivery" / "alarms.json"


def read(path: Path) -> dict[str, Standing]:
    """Return what stands, by its key; nothing where the file is missing or damaged.

    What stood is then told anew, which is better than never.
    """
    try:
        facts = json.loads(path.read_bytes())
        return {str(key): _standing(each) for key, each in facts.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _standing(facts: Mapping[str, object]) -> Standing:
    standing = Standing(**facts)  # type: ignore[arg-type]
    if datetime.fromisoformat(standing.at).tzinfo is None:
        raise ValueError(standing.at)
    return standing


def write(path: Path, standing: Mapping[str, Standing]) -> None:
    """Keep what stands. Raises OSError where the disk refuses."""
    safe_files.make_folder(path.parent)
    kept = {key: asdict(each) for key, each in sorted(standing.items())}
    safe_files.write_whole(path, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def after(
    before: Mapping[str, Standing],
    seen: Mapping[str, Alarm | Message],
    now: datetime,
    again: timedelta,
) -> dict[str, Standing]:
    """Return what stands after a look: an alarm each for what is not well, a sentence for what is.

    What was not looked at stands as it was; what stands for longer than `again` is told anew.
    """
    found = dict(before)
    for key, each in seen.items():
        known = before.get(key)
        if isinstance(each, Alarm):
            is_known = known is not None and not known.is_well and known.fact == each.fact
            if known is None or not is_known or _is_due(known, now, again):
                found[key] = _told_from(now, each.fact, each.sentence, is_well=False)
        elif known is not None and not known.is_well:
            found[key] = _told_from(now, known.fact, each, is_well=True)
    for key, known in before.items():
        if key not in seen and not known.is_well and _is_due(known, now, again):
            found[key] = _told_from(now, known.fact, known.sentence, is_well=False)
    return found


def _is_due(known: Standing, now: datetime, again: timedelta) -> bool:
    return now - datetime.fromisoformat(known.at) >= again


def _told_from(now: datetime, fact: str, sentence: Message, *, is_well: bool) -> Standing:
    return Standing(fact, is_well, now.isoformat(), sentence.th, sentence.en)
