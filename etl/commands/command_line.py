"""Help and misuse of the command line, in Thai and in English.

A command's `help` and an option's are keys of the catalogue. Nothing that a command works with is
imported here, so that `--help` and the shell's Tab key are answered at once.
"""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from typer import TyperException, core
from typer._click import Command as AnyCommand
from typer._click import Context, HelpFormatter, exceptions

from i18n.messages import Message, UserError, message

PROGRAM, COMPLETE = "python -m etl", "_PAKTHONG_COMPLETE"
_APART = (("month", "week", "as_of"), ("region", "province"))
"""Options of which one at most is given."""
_BETWEEN = " · "


class Misused(UserError):
    """The command line is not what the command takes; `usage` is what it does take."""

    def __init__(self, what: Message, ctx: Context) -> None:
        super().__init__(what)
        self.usage = ctx.get_usage()


class _Bilingual(AnyCommand):
    """What a command and the group of all commands have in common."""

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **named)
        self.help = _both(self.help)
        for param in self.params:
            assert isinstance(param, core.TyperOption | core.TyperArgument)
            param.help = _both(param.help)

    def get_short_help_str(self, limit: int = 0) -> str:
        return self.help or ""

    def get_help_option(self, ctx: Context) -> core.TyperOption | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = _both("commands.help")
            option.default = False  # else typer loads pydantic to make one of nothing
        return option

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        usage = " ".join([ctx.command_path, *self.collect_usage_pieces(ctx)])
        formatter.write(f"{_both('commands.usage')}: {usage}\n")

    def format_help_text(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write("\n" + _lines(self.help, "  "))

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        params = self.get_params(ctx)
        arguments = [each for each in params if isinstance(each, core.TyperArgument)]
        options = [each for each in params if isinstance(each, core.TyperOption)]
        rows = [(each.display_name_raw, each.help) for each in arguments]
        _write(formatter, "commands.arguments", rows)
        rows = [(record[0], each.help) for each in options if (record := each.get_help_record(ctx))]
        _write(formatter, "commands.options", rows)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Raise Misused where typer would say it in English alone."""
        if ctx.resilient_parsing:
            return super().parse_args(ctx, args)
        try:
            return super().parse_args(ctx, self._spelt_out(ctx, args))
        except TyperException as error:
            raise Misused(_sentence(error), ctx) from error

    def _spelt_out(self, ctx: Context, args: list[str]) -> list[str]:
        """Return the arguments with every option in full; an option is never another's value."""
        takes_value = {
            name: not each.is_flag
            for each in self.get_params(ctx)
            if isinstance(each, core.TyperOption)
            for name in each.opts
        }
        end = args.index("--") if "--" in args else len(args)
        words = [_full(word, takes_value) for word in args[:end]] + args[end:]
        for word in words[:end]:
            option, equals, _ = word.partition("=")
            if equals and takes_value.get(option) is False:
                raise Misused(message("commands.needless_value", option=option), ctx)
        for option, value in pairwise(words):
            if takes_value.get(option) and value.startswith("--"):
                raise Misused(message("commands.no_value", option=option), ctx)
        return words


class Command(_Bilingual, core.TyperCommand):
    """A command whose help and misuse are said in both languages."""

    allow_extra_args = True  # to say which are too many

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        if ctx.resilient_parsing:
            return rest
        if rest:
            raise Misused(message("commands.too_many", text=" ".join(rest)), ctx)
        for group in _APART:
            given = [
                f"--{name}".replace("_", "-") for name in group if ctx.params.get(name) is not None
            ]
            if len(given) > 1:
                raise Misused(message("commands.not_together", names=", ".join(given)), ctx)
        return rest


class Group(_Bilingual, core.TyperGroup):
    """All commands: their list is in both languages, and so is that one is missing."""

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        rows = [(name, self.commands[name].help) for name in self._visible()]
        _write(formatter, "commands.commands", rows)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        if not ctx._protected_args and not ctx.resilient_parsing:
            raise Misused(message("commands.no_command", known=", ".join(self._visible())), ctx)
        return rest

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, AnyCommand | None, list[str]]:
        if args[0] not in self.commands and not ctx.resilient_parsing:
            known = ", ".join(self._visible())
            raise Misused(message("commands.no_such_command", name=args[0], known=known), ctx)
        return super().resolve_command(ctx, args)

    def _visible(self) -> Iterator[str]:
        return (name for name, command in self.commands.items() if not command.hidden)


def _full(word: str, options: Iterable[str]) -> str:
    """Return an option that was cut short, `--dry` say, in full if only one begins so."""
    name, equals, value = word.partition("=")
    fitting = [each for each in options if each.startswith(name)]
    is_short = name.startswith("--") and name not in fitting and len(fitting) == 1
    return fitting[0] + equals + value if is_short else word


def _sentence(error: TyperException) -> Message:
    if isinstance(error, exceptions.NoSuchOption):
        return message("commands.no_such_option", option=error.option_name)
    if isinstance(error, exceptions.BadOptionUsage):
        return message("commands.no_value", option=error.option_name)
    if not isinstance(error, exceptions.BadParameter) or error.param is None:
        return message("commands.too_many", text=error.message)
    param = error.param
    name = param.opts[0] if isinstance(param, core.TyperOption) else param.display_name_raw
    if isinstance(error, exceptions.MissingParameter):
        return message("commands.missing", name=name)
    if param.type_descriptor.choices:
        return message(
            "commands.bad_choice", name=name, choices=", ".join(param.type_descriptor.choices)
        )
    is_number = param.type_descriptor.annotation is int
    return message("commands.bad_number" if is_number else "commands.bad_value", name=name)


def _both(key: str | None) -> str:
    return "" if key is None else str(message(key)).replace("\n", _BETWEEN)


def _write(formatter: HelpFormatter, heading: str, rows: Iterable[tuple[str, str | None]]) -> None:
    body = "".join(f"  {name}\n{_lines(help, ' ' * 6)}" for name, help in rows)
    if body:
        formatter.write(f"\n{_both(heading)}:\n{body}")


def _lines(text: str | None, indent: str) -> str:
    """Return both languages, each from a line of its own; Thai has no spaces between words."""
    wrapped = (
        textwrap.fill(
            line, 78, initial_indent=indent, subsequent_indent=indent, break_long_words=False
        )
        for line in (text or "").split(_BETWEEN)
    )
    return "\n".join(wrapped) + "\n"
