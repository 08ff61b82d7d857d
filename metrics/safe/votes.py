"""How many votes may be told of each candidate, outside the officers' pages?

A question to the private tables: names are here. Votes of one to four are people, as members are
(see `suppression`); the candidates of an election are the cells.
"""

from datetime import date

import numpy as np
import pandas as pd

from metrics.disclosure.suppression import HIDDEN, blocks, is_few
from metrics.disclosure.vote_bands import FIGURES as FIGURES
from metrics.members import amphoe
from metrics.query import Connection, Provinces

CHANNELS = ["votes_online", "votes_onsite"]


def candidates(
    con: Connection, *, amphoe_code: str, on: date, provinces: Provinces = None
) -> pd.DataFrame:
    """Return rows of `amphoe.candidates`, with `votes_mark`; in order of number where any is set.

    Votes by channel are told of an election where none of its candidates' is 1 to 4: of few votes
    the one channel less the other would tell. An election whose votes cannot be hidden with each
    other tells none.
    """
    rows = amphoe.candidates(con, amphoe_code=amphoe_code, on=on, provinces=provinces)
    rows["votes_mark"] = pd.Series(None, rows.index, dtype=object)
    for name in ("votes", *CHANNELS):
        rows[name] = rows[name].astype("Int64")
    places = [_judged(rows, own) for own in rows.groupby("election_id", sort=False).groups.values()]
    order = [place for each in places for place in each]
    return rows.loc[order].reset_index(drop=True)


def _judged(rows: pd.DataFrame, own: pd.Index) -> list[int]:
    """Hide votes of the rows of one election; return the rows in the order to tell them."""
    counts = rows.loc[own, ["votes", *CHANNELS]].fillna(0).to_numpy(float)
    if not is_few(counts).any():
        return list(own)
    rows.loc[own, CHANNELS] = pd.NA
    # Who stands first in the register is hidden with another first: never by votes.
    order = rows.loc[own].sort_values(["candidate_no", "name"], kind="stable").index
    votes = rows.loc[order, "votes"].fillna(0).to_numpy(float)
    judged = blocks(votes)
    marks = judged.marks[:, 0]
    if not all(judged.safe):
        marks = np.array([HIDDEN if count > 0 else None for count in votes], dtype=object)
    rows.loc[order, "votes_mark"] = marks
    rows.loc[order, "votes"] = rows.loc[order, "votes"].mask(rows.loc[order, "votes_mark"].notna())
    return list(order)
