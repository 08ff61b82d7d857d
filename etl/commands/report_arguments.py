"""What does `python -m etl report` take?"""

import argparse
from pathlib import Path

_LANGUAGES = ("th", "en")


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    days = command.add_mutually_exclusive_group()
    days.add_argument(
        "--month", metavar="2566-10", help="a month, or last; that of the newest day if none"
    )
    days.add_argument("--week", metavar="DATE", help="the seven days that end on a day")
    days.add_argument("--as-of", metavar="DATE", help="one day, compared with a week before")
    places = command.add_mutually_exclusive_group()
    places.add_argument("--region", metavar="NAME", help="only one region, by name or code")
    places.add_argument("--province", metavar="NAME", help="only one province, by name or code")
    command.add_argument(
        "--lang", choices=_LANGUAGES, default="th", help="the language of the pack"
    )
    command.add_argument(
        "--known",
        metavar="WHEN",
        default="now",
        help="as known now, then (when the period had ended), or on a DATE",
    )
    command.add_argument(
        "--compare",
        metavar="WHEN",
        help="say what differs from what was known then, or on a DATE; a closed month always does",
    )
    command.add_argument("--out", type=Path, metavar="FOLDER", help="where the pack's folder goes")


def add_close_arguments(command: argparse.ArgumentParser) -> None:
    """Add what `close` takes."""
    command.add_argument(
        "--month", metavar="2566-10", required=True, help="the month to close, or last"
    )


def add_send_arguments(command: argparse.ArgumentParser) -> None:
    """Add what `send` takes."""
    days = command.add_mutually_exclusive_group()
    days.add_argument(
        "--month", metavar="2566-10", help="a month, or last; that of the newest day if none"
    )
    days.add_argument("--week", metavar="DATE", help="the seven days that end on a day")
    days.add_argument("--as-of", metavar="DATE", help="one day, compared with a week before")
    command.add_argument(
        "--dry-run", action="store_true", help="show what would go to whom, and send nothing"
    )
    command.add_argument(
        "--only", metavar="NAME", action="append", default=[], help="only this recipient"
    )
    command.add_argument(
        "--again-unsure",
        action="store_true",
        help="send again what may have arrived; ask the recipients first",
    )
