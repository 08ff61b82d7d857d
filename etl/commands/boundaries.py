"""`python -m etl boundaries`: the party's own boundary file in the place of the shapes shipped."""

from pathlib import Path

from etl.boundaries import replace
from etl.commands.terminal import Terminal
from etl.settings import Settings
from i18n.messages import message


def run(settings: Settings, terminal: Terminal, file: Path) -> int:
    """Use the file's shapes; returns the exit code. Raises what `replace_shapes` does."""
    on_progress = terminal.step(message("build.step_boundaries", file=file.name))
    for each in replace.replace_shapes(file, settings, on_progress).sentences:
        terminal.say(each)
    return 0
