"""Prints what a build found and how it ended."""

from etl.build_result import BuildResult
from etl.commands.reading_cards import print_cards
from etl.commands.terminal import Terminal
from etl.questions.wording import asked
from i18n.messages import Message, either, message

_SHOWN_PLACES = 12


def print_summary(terminal: Terminal, result: BuildResult, key: str = "") -> None:
    """Print what a build found, then how it ended, in the message of that key if one is given."""
    if key or not result.is_unchanged:
        print_cards(terminal, result.loads, every=bool(key))
        print_findings(terminal, result)
    for question in asked(result.questions):
        terminal.say(message("build.accepted", question=question.whole))
    if result.damaged is not None:
        terminal.say(message("build.was_damaged", edition=result.damaged))
    terminal.say(ending(result, key))


def ending(result: BuildResult, key: str = "") -> Message:
    """Return how a build ended: what is published now, or the message of that key."""
    if result.is_unchanged and not key:
        return message("build.unchanged", edition=result.edition)
    return message(
        key or "build.published",
        edition=result.edition,
        newest_on=result.newest_on,
        members=result.members,
        covered=result.covered,
    )


def print_findings(terminal: Terminal, result: BuildResult) -> None:
    """Say which rows were not used, which places not found, which checks failed."""
    if result.rejects:
        terminal.say(message("build.summary_rejects"))
    for file, reason, column, rows, line in result.rejects:
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
    if result.unplaced:
        terminal.say(message("build.summary_places"))
    for province, amphoe, reason, rows in result.unplaced[:_SHOWN_PLACES]:
        terminal.say(
            message(
                "build.not_placed",
                rows=rows,
                province=province or "",
                amphoe=amphoe or "",
                reason=either(f"reason.{reason}", reason),
            )
        )
    rest = result.unplaced[_SHOWN_PLACES:]
    if rest:
        terminal.say(
            message("build.not_placed_more", texts=len(rest), rows=sum(row[3] for row in rest))
        )
    open_names = {case.name for case in result.questions}
    for check in result.checks:
        if not check.passed and check.name not in open_names:
            check_words = either(f"check.{check.name}", check.name)
            terminal.say(
                message("build.check_failed", name=check_words, detail=check.detail or check.found)
            )
