"""Who of one amphoe took part in polls? What they said is told of larger areas alone."""

from datetime import date

import pandas as pd

from metrics.disclosure import member_cells
from metrics.disclosure.polls import cells
from metrics.polls import polls
from metrics.query import Connection, Provinces
from metrics.told import on_told_days

_COLUMNS = ("members", "members_mark", "respondents", "respondents_mark", "share_pct")


@on_told_days
def took_part(
    con: Connection, *, on: date, amphoe_code: str, provinces: Provinces = None
) -> pd.DataFrame:
    """Return one row a poll that was put to the amphoe by the day, newest first.

    `respondents` of its `members` answered, `share_pct`; each as `polls.turnout` tells it.
    """
    rows = polls.known_polls(con, on=on, provinces=provinces)
    by_day = member_cells.partition(con, rows["counted_on"].dt.date) if len(rows) else {}
    found = []
    for poll in rows.itertuples():
        whole = cells.partition(con, poll_id=poll.poll_id, on=on)
        own = polls.by_amphoe(whole, by_day[poll.counted_on.date()]).get(amphoe_code)
        found.append((own is not None, *(own or [None] * len(_COLUMNS))))
    counts = polls.typed(pd.DataFrame(found, columns=["is_here", *_COLUMNS], index=rows.index))
    columns = ["poll_id", "question", "opened_on", "closed_on", "is_open"]
    return rows[columns].join(counts)[counts["is_here"].astype(bool)].drop(columns="is_here")
