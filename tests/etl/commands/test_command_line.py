"""Is the command line said in both languages, right or wrong, and at once?"""

import os
import signal
import subprocess
import sys

import pytest
from typer.core import TyperArgument, TyperGroup, TyperOption
from typer.main import get_command

from etl.__main__ import commands, main
from tests.conftest import ROOT, Say
from tests.discovery import enough

GROUP = get_command(commands)
assert isinstance(GROUP, TyperGroup)
SHOWN = {name: command for name, command in GROUP.commands.items() if not command.hidden}
enough(SHOWN, 13, "commands")


def has_both(help: str | None, text: str) -> bool:
    """Whether the Thai and the English of a help are in the text, however it is wrapped."""
    thai, english = (help or "").split(" · ")
    assert not thai.isascii()
    flat = " ".join(text.split())
    return thai in flat and english in flat


@pytest.mark.parametrize("name", SHOWN)
def test_a_command_s_help_shows_every_option_in_both_languages(name: str, say: Say) -> None:
    output, command = say(name, "--help"), SHOWN[name]
    assert has_both(command.help, output)
    assert "--help" in output
    for param in command.params:
        assert isinstance(param, TyperOption | TyperArgument)
        assert has_both(param.help, output)
        names = param.opts if isinstance(param, TyperOption) else [param.display_name_raw]
        assert all(each in output for each in names)


def test_the_list_of_commands_is_in_both_languages_without_what_a_page_starts(say: Say) -> None:
    output = say("-h")
    assert all(
        f"  {name}\n" in output and has_both(each.help, output) for name, each in SHOWN.items()
    )
    assert "intake" not in output


def test_help_loads_nothing_that_a_command_works_with() -> None:
    program = "\n".join(
        [
            "import sys",
            "from etl.__main__ import main",
            f"for name in {list(SHOWN)}: main([name, '--help'])",
            "main(['--help'])",
            "heavy = {'duckdb', 'pandas', 'numpy', 'pyarrow', 'metrics', 'reports', 'pydantic'}",
            "sys.exit(' '.join(heavy & set(sys.modules)) or 0)",
        ]
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "--accept-drop" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "thai", "english"),
    [
        ([], "บอกคำสั่งด้วย", "A command is needed: sample, build"),
        (["--"], "บอกคำสั่งด้วย", "A command is needed"),
        (["--foo"], "ไม่มีตัวเลือก “--foo”", "has no option “--foo”"),
        (["rebuild"], "ไม่มีคำสั่ง “rebuild”", "There is no command “rebuild”"),
        (["build", "--force"], "ไม่มีตัวเลือก “--force”", "has no option “--force”"),
        (["build", "--accept-drop=yes"], "--accept-drop ไม่รับค่า", "--accept-drop takes no value"),
        (["build", "[bold]x[/bold]"], "ไม่เข้าใจ “[bold]x[/bold]”", "“[bold]x[/bold]” at the end"),
        (["report", "--month"], "ต้องมีค่าตามหลัง --month", "--month needs a value"),
        (["send", "--only", "--dry-run"], "ต้องมีค่าตามหลัง --only", "--only needs a value"),
        (
            ["report", "--lang", "xx"],
            "ค่าของ --lang",
            "of --lang cannot be used. It is one of th, en",
        ),
        (["report", "--week", "", "--as-of", "x"], "ใช้พร้อมกันไม่ได้", "--week, --as-of cannot be"),
        (["report", "--region", "a", "--province", "b"], "พร้อมกันไม่ได้", "--region, --province"),
        (["send", "--month", "a", "--week", "b"], "ใช้พร้อมกันไม่ได้", "--month, --week cannot be"),
        (["close"], "ต้องบอก --month", "--month is needed"),
        (["record", "--last", "some"], "--last ต้องเป็นจำนวนเต็ม", "--last must be a whole number"),
        (["forget"], "ต้องบอก MEMBER_ID", "MEMBER_ID is needed"),
        (["intake", "publish"], "ต้องบอก upload", "upload is needed"),
        (["completion", "tcsh"], "ค่าของ SHELL ใช้ไม่ได้", "It is one of bash, zsh, fish"),
    ],
)
def test_misuse_is_said_in_both_languages_on_the_other_stream(
    arguments: list[str], thai: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert thai in output.err
    assert english in output.err
    assert "Usage: python -m etl" in output.err


def test_an_option_may_be_cut_short_while_only_one_begins_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["build", "--skip", "--he"]) == 0
    assert "--skip-refused" in capsys.readouterr().out
    assert main(["report", "--reg=a", "--prov", "b"]) == 2
    assert "--region, --province cannot be used together" in capsys.readouterr().err
    assert main(["send", "--a"]) == 2
    assert "has no option “--a”" in capsys.readouterr().err


def test_ctrl_c_ends_a_command_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted:
        def readline(self) -> str:
            os.kill(os.getpid(), signal.SIGINT)
            return ""

    monkeypatch.setattr(sys, "stdin", Interrupted())
    # A run that was started in the background ignores the signal, and so would the command.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        assert main(["forget", "-"]) == 130
    finally:
        signal.signal(signal.SIGINT, before)
    output = capsys.readouterr()
    assert "Traceback" not in output.out + output.err


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("rep", "report"),
        ("report --mo", "--month"),
        ("report --lang t", "th"),
        ("completion b", "bash"),
    ],
)
def test_the_tab_key_of_bash_finishes_commands_options_and_choices(
    typed: str, completed: str
) -> None:
    words = typed.split()
    program = (
        f'eval "$({sys.executable} -m etl completion bash)"\n'
        f"COMP_WORDS=(pakthong {typed}); COMP_CWORD={len(words)}\n"
        'cd /; _pakthong_completion; echo "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", program], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.split() == [completed], done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_calls_this_program(shell: str, say: Say) -> None:
    output = say("completion", shell)
    assert output.startswith("alias pakthong=")
    assert f"complete_{shell}" in output
    assert f"PYTHONPATH={ROOT} {sys.executable} -m etl" in output.replace("'", "")
