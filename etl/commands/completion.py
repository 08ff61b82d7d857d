"""`python -m etl completion`: the shell's Tab key finishes commands and options."""

import re
import shlex
import sys

from typer._completion_shared import get_completion_script

from etl.commands.command_line import COMPLETE
from etl.settings import SHIPPED

_NAME = "pakthong"


def script(shell: str) -> str:
    """Return a script for bash, zsh or fish: the command `pakthong`, completed.

    `python -m etl` itself cannot be: to a shell its program is Python.
    """
    program = shlex.join(["env", f"PYTHONPATH={SHIPPED}", sys.executable, "-m", "etl"])
    completed = get_completion_script(prog_name=_NAME, complete_var=COMPLETE, shell=shell)
    # Typer's scripts ask the program by its name, and a function or alias is none.
    called = rf"(complete_{shell} |\(commandline -cp\) )(\$1|{_NAME})"
    completed, changed = re.subn(called, lambda found: found[1] + program, completed)
    assert changed
    return f"alias {_NAME}={shlex.quote(program)}\n{completed}"
