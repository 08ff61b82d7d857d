"""Words what a build asks: one sentence a question, gravest first, at most a screen of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from etl.questions.cases import Case
from i18n.messages import Message, message

MOST = 5
"""Questions told at once on a terminal; the rest is told as a number."""


@dataclass(frozen=True)
class Asked:
    """A question as it is put: its first case in words, and how many more there are like it."""

    name: str
    sentence: Message
    more: int

    @property
    def whole(self) -> Message:
        """The sentence, with how many more cases there are."""
        if not self.more:
            return self.sentence
        return message("build.and_more_cases", sentence=self.sentence, n=self.more)


def asked(cases: Sequence[Case]) -> list[Asked]:
    """Return the questions that cases ask, in the order of the cases, one a name."""
    questions = []
    for name, group in groupby(cases, key=lambda case: case.name):
        first, *others = group
        questions.append(Asked(name, first.sentence, len(others)))
    return questions


def ask_all(cases: Sequence[Case]) -> Message:
    """Return everything that is asked, each with the option that answers it."""
    questions = asked(cases)
    lines = [message("build.asked", n=len(questions))]
    lines += [
        message("build.asked_one", question=each.whole, name=each.name) for each in questions[:MOST]
    ]
    if len(questions) > MOST:
        lines.append(message("build.asked_more", n=len(questions) - MOST))
    lines.append(message("build.asked_end"))
    return Message("\n".join(line.th for line in lines), "\n".join(line.en for line in lines))
