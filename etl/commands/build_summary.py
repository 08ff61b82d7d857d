"""What the command line says of a build."""

from etl.build_result import Outcome
from etl.commands.terminal import Terminal
from i18n.messages import Message, either, message

_SHOWN_PLACES = 12


def print_summary(terminal: Terminal, outcome: Outcome, key: str = "") -> None:
    """Print what a build found, then how it ended, in the message of that key if one is given."""
    if key or not outcome.is_unchanged:
        print_findings(terminal, outcome)
    terminal.say(ending(outcome, key))


def ending(outcome: Outcome, key: str = "") -> Message:
    """Return how a build ended: what is published now, or the message of that key."""
    if outcome.is_unchanged and not key:
        return message("build.unchanged", edition=outcome.edition)
    return message(
        key or "build.published",
        edition=outcome.edition,
        newest_on=outcome.newest_on,
        members=outcome.members,
        covered=outcome.covered,
    )


def print_findings(terminal: Terminal, outcome: Outcome) -> None:
    """Say which rows were not used, which places not found, which checks failed."""
    if outcome.rejects:
        terminal.say(message("build.summary_rejects"))
    for file, reason, column, rows, line in outcome.rejects:
        terminal.say(
            message(
                "build.reject_reason",
                file=file,
                reason=either(f"reason.{reason}", reason),
                column=column or "–",
                rows=rows,
                line=str(line),
            )
        )
    if outcome.unplaced:
        terminal.say(message("build.summary_places"))
    for province, amphoe, reason, rows in outcome.unplaced[:_SHOWN_PLACES]:
        terminal.say(
            message(
                "build.not_placed",
                rows=rows,
                province=province or "",
                amphoe=amphoe or "",
                reason=either(f"reason.{reason}", reason),
            )
        )
    rest = outcome.unplaced[_SHOWN_PLACES:]
    if rest:
        terminal.say(
            message("build.not_placed_more", texts=len(rest), rows=sum(row[3] for row in rest))
        )
    for check in outcome.checks:
        if not check.passed:
            check_words = either(f"check.{check.name}", check.name)
            terminal.say(
                message("build.check_failed", name=check_words, detail=check.detail or check.found)
            )
