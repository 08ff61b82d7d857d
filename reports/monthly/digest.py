"""The digest sent to a chat: ten lines at most, in the reader's language, nobody named."""

from reports.monthly import participation, sentences
from reports.monthly.report import Pack
from reports.text import Text

LINES = 10


def digest(report: Pack, text: Text) -> str:
    """Return the report in ten lines at most, its two dates last. Ends with a line break."""
    lines = [sentences.heading(report, text)]
    optional = [
        # Never dropped: the numbers after it are of an earlier day than the last line says.
        sentences.stale(report, text),
        sentences.members(report, text),
        sentences.covered(report, text),
        *(
            f"{sentences.target_name(row, text)}: {' · '.join(words)}"
            for row, words in zip(
                report.frames["decisions"].head(2).to_dict("records"),
                sentences.targets(report, text)[:2],
                strict=True,
            )
        ),
        sentences.first_in_province(report, text),
        sentences.verified(report, text),
        sentences.empty(report, text),
        sentences.ready(report, text),
        *participation.sentences(report, text),
    ]
    lines += [line for line in optional if line][: LINES - 2]
    lines.append(sentences.dates(report, text))
    return "\n".join(lines) + "\n"
