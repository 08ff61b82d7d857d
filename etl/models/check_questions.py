"""Words the questions of those checks that a person may answer with yes."""

from collections.abc import Callable
from datetime import date

from etl.models.run import Check
from i18n.messages import Message, message

_QUESTIONS: dict[str, tuple[str, dict[str, Callable[[str], object]]]] = {
    "no_sudden_drop": (
        "dropped",
        {
            "list_on": date.fromisoformat,
            "members": int,
            "previous": int,
            "previous_on": date.fromisoformat,
            "drop_pct": str,
        },
    ),
    "no_sudden_turnover": (
        "turnover",
        {
            "list_on": date.fromisoformat,
            "previous_on": date.fromisoformat,
            "previous": int,
            "come": int,
            "gone": int,
        },
    ),
    "most_rows_of_every_file_usable": (
        "many_rejects",
        {"file": str, "rejected": int, "rows_in": int},
    ),
}
"""By check: the sentence of each area, and what the parts of the check's detail are in it."""


def question(check: Check, *, area: str) -> Message | None:
    """Return what a check that failed asks; None when nobody can answer it with yes."""
    name, parts = _QUESTIONS.get(check.name, ("", {}))
    if not name or check.passed or not check.detail:
        return None
    # A file's name comes first and may hold the sign between the parts.
    texts = check.detail.rsplit("|", len(parts) - 1)
    values = {part: read(text) for (part, read), text in zip(parts.items(), texts, strict=True)}
    return message(f"{area}.{name}", **values)
