"""What is sent to a chat: ten lines at most, in the reader's language, without names of people?"""

from i18n.phrases import Text
from reports.monthly import participation
from reports.monthly import sentences as said
from reports.monthly.report import Pack

LINES = 10


def digest(pack: Pack, text: Text) -> str:
    """Return the pack in ten lines at most, the last one its two dates. Ends with a line break."""
    lines = [f"{said.title(pack, text)} · {said.scope(pack, text)}"]
    optional = [
        # Never dropped: the numbers after it are of an earlier day than the last line says.
        said.stale(pack, text),
        said.members(pack, text),
        said.covered(pack, text),
        *(
            f"{said.target_name(row, text)}: {' · '.join(told)}"
            for row, told in zip(
                pack.frames["decisions"].head(2).to_dict("records"),
                said.targets(pack, text)[:2],
                strict=True,
            )
        ),
        said.first_in_province(pack, text),
        said.verified(pack, text),
        said.empty(pack, text),
        said.ready(pack, text),
        *participation.sentences(pack, text),
    ]
    lines += [line for line in optional if line][: LINES - 2]
    lines.append(said.dates(pack, text))
    return "\n".join(lines) + "\n"
