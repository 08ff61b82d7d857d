"""How did what members say change since the same question was last put to them?"""

from datetime import date

import pandas as pd

from metrics.polls import polls
from metrics.polls.weighting import difference
from metrics.query import Connection, Provinces

VERDICTS = ("more", "less", "cannot_tell_yet")


def changes(
    con: Connection, *, question_key: str, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a choice and poll after the first of the same question, oldest first.

    `change` (percentage points, weighted to the membership of each time) is against the poll
    before, with its 95 % interval; missing where either may not be said, or the choice was not
    given. `verdict` is one of VERDICTS.
    """
    rows: list[dict[str, object]] = []
    same_question = polls.known_polls(con, on=on, provinces=provinces)
    same_question = same_question[same_question["question_key"] == question_key].sort_values(
        ["opened_on", "poll_id"]
    )
    # Of a choice that a poll has twice the first has the counts.
    answers = [
        polls.answers(con, poll_id=poll, on=on, provinces=provinces)
        .drop_duplicates("choice")
        .set_index("choice")
        for poll in same_question["poll_id"]
    ]
    for number in range(1, len(answers)):
        then, now = answers[number - 1], answers[number]
        for choice in now.index:
            row = {
                "poll_id": same_question["poll_id"].iloc[number],
                "before_id": same_question["poll_id"].iloc[number - 1],
                "choice_no": now.loc[choice, "choice_no"],
                "choice": choice,
            }
            rows.append(row | _change(then, now, str(choice)))
    columns = ("poll_id", "before_id", "choice_no", "choice", "pct_before", "pct")
    return pd.DataFrame(rows, columns=[*columns, "change", "lo", "hi", "verdict"])


def _change(then: pd.DataFrame, now: pd.DataFrame, choice: str) -> dict[str, object]:
    unknown: dict[str, object] = {"verdict": "cannot_tell_yet"}
    if choice not in then.index:
        return unknown
    was, present = (each.loc[choice, ["pct", "lo", "hi"]] for each in (then, now))
    if was.isna().any() or present.isna().any():
        return unknown
    first, last = (tuple(float(value) for value in each) for each in (was, present))
    change, lo, hi = difference((first[0], first[1], first[2]), (last[0], last[1], last[2]))
    word = "more" if lo > 0 else "less" if hi < 0 else "cannot_tell_yet"
    found = {"pct_before": first[0], "pct": last[0], "change": change, "lo": lo, "hi": hi}
    return found | {"verdict": word}
