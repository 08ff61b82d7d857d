"""The month: how far is it on its way from the party's exports to its report, and what is next?"""

from metrics.safe import health
from pages.officers.month import bar, parts, path
from pages.officers.month.report import past
from pages.ui.data import as_of, ask, edition_name
from pages.ui.data_health import needs as needs_of_edition
from pages.ui.reviews import sections as reviews

handed = path.files()
has_edition = bool(edition_name())
doubts = reviews.findings() if has_edition else None
needs = needs_of_edition.found(as_of(), ask(health.unplaced, on=as_of())) if has_edition else []
steps = path.steps(
    handed,
    needs=len(needs),
    doubts=0 if doubts is None else reviews.undecided(doubts),
    is_reported=has_edition and past.is_written(as_of()),
)
asked = bar.asked()
chosen = bar.choose(steps)
match asked if asked in path.STEPS and asked not in path.shown() else chosen:
    case "load":
        parts.load(handed)
    case "questions":
        parts.questions(handed, needs)
    case "doubts":
        parts.doubts(doubts)
    case "changes":
        parts.changes(handed)
    case "publish":
        parts.to_publish(handed)
    case "report":
        parts.report()
