"""What does the command line say of a build?"""

from etl.build_result import Outcome
from etl.commands.terminal import Terminal
from i18n.messages import message, words

_SHOWN_PLACES = 12


def tell(terminal: Terminal, outcome: Outcome, sentence: str) -> None:
    """Say what a build found, then how it ended, in the sentence of that name."""
    tell_findings(terminal, outcome)
    terminal.say(
        message(
            sentence,
            edition=outcome.edition,
            newest_on=outcome.newest_on,
            members=outcome.members,
            covered=outcome.covered,
        )
    )


def tell_findings(terminal: Terminal, outcome: Outcome) -> None:
    """Say which rows were not used, which places not found, which checks failed."""
    why = words("reasons")
    if outcome.rejects:
        terminal.say(message("build.summary_rejects"))
    for file, reason, column, rows, line in outcome.rejects:
        terminal.say(
            message(
                "build.reject_reason",
                file=file,
                reason=why.get(reason, reason),
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
                reason=why.get(reason, reason),
            )
        )
    rest = outcome.unplaced[_SHOWN_PLACES:]
    if rest:
        terminal.say(
            message("build.not_placed_more", texts=len(rest), rows=sum(row[3] for row in rest))
        )
    for check in outcome.checks:
        if not check.passed:
            made_sure = words("checks").get(check.name, check.name)
            terminal.say(
                message("build.check_failed", name=made_sure, detail=check.detail or check.found)
            )
