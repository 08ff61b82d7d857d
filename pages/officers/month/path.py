"""Works out the steps of the month's path: what is done, what is next, and what is left of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from etl.uploads.check_result import CheckResult
from etl.uploads.progress import Progress
from etl.uploads.store import Upload
from i18n.dates import today
from metrics import health
from pages.access import viewer
from pages.officers.month.load import headings, publish, state
from pages.ui.data import ask, edition_name
from pages.ui.text import t

STEPS = ("load", "questions", "doubts", "changes", "publish", "report")
_WITHOUT_LOADING = ("questions", "doubts", "report")
"""What is left of the path for an officer of some provinces."""
State = Literal["done", "now", "open", "ahead"]
"""Open is what waits for somebody and holds nothing up."""


@dataclass(frozen=True)
class Step:
    """A step: its name in the address, how it stands, and what is left of it in few words."""

    name: str
    state: State
    note: str


@dataclass(frozen=True)
class Files:
    """Files that were handed in, how far they are, and what the last check found of them."""

    upload: Upload
    progress: Progress | None
    found: CheckResult | None

    @property
    def is_checked(self) -> bool:
        """Whether a check of them has ended, and well."""
        told = self.progress
        is_over = told is not None and not told.is_running and told.ending != "published"
        is_well = told is not None and (told.run != "check" or told.ending == "checked")
        return self.found is not None and is_over and is_well

    @property
    def is_publishing(self) -> bool:
        """Whether they are being published, or were, or could not be."""
        return self.progress is not None and self.progress.run == "publish"

    @property
    def is_published(self) -> bool:
        """Whether they were published."""
        return self.progress is not None and self.progress.ending == "published"

    @property
    def questions(self) -> int:
        """How many questions of the check have no yes yet, and headings no meaning."""
        if self.found is None or not self.is_checked:
            return 0
        unread = sum(map(len, headings.unread_of(self.found).values()))
        return publish.left(self.upload, self.found) + unread


def files() -> Files | None:
    """Return the files this session works on; none for who loads nothing."""
    if not viewer.viewer().is_national_officer:
        return None
    state.tend()
    upload = state.current()
    if upload is None:
        return None
    return Files(upload, state.progress(upload), state.found(upload))


def shown() -> Sequence[str]:
    """Return the names of the steps that are the viewer's."""
    return STEPS if viewer.viewer().is_national_officer else _WITHOUT_LOADING


def steps(handed: Files | None, *, needs: int, doubts: int, is_reported: bool) -> list[Step]:
    """Return the viewer's steps, given what the edition needs, whom it doubts, and its report.

    One of them is where the work is: `now`.
    """
    open_ = {"doubts": t("reviews.people", n=doubts) if doubts else ""}
    if handed is None:
        open_["questions"] = t("month.items", n=needs) if needs else ""
    elif handed.questions:
        open_["questions"] = t("month.items", n=handed.questions)
    now = _now(handed, open_)
    at = STEPS.index(now)
    done = set(STEPS[:at]) if handed else {"load", "questions", "doubts"}
    done |= {"report"} if is_reported and not handed else set()

    def state_of(name: str) -> State:
        if name == now:
            return "now"
        if open_.get(name):
            return "open"
        return "done" if name in done else "ahead"

    return [Step(name, state_of(name), open_.get(name) or _note(name, handed)) for name in shown()]


def _note(name: str, handed: Files | None) -> str:
    if name == "load" and handed:
        return t("month.files", n=len(handed.upload.files))
    return ""


def _now(handed: Files | None, left: dict[str, str]) -> str:
    if handed is None:
        return _now_of_edition(left)
    if handed.is_publishing:
        return "publish"
    if not handed.is_checked:
        return "load"
    is_asking = handed.questions or not (handed.found and handed.found.is_publishable)
    return "questions" if is_asking else "changes"


def _now_of_edition(left: dict[str, str]) -> str:
    """Return where the work is with no new files: to load some that are overdue, at first."""
    if viewer.viewer().is_national_officer and (_is_old() or state.others()):
        return "load"
    return next((name for name in _WITHOUT_LOADING if left.get(name)), "report")


def _is_old() -> bool:
    return not edition_name() or bool(ask(health.rhythms, on=today())["is_old"].any())
