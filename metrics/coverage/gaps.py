"""What is the order of amphoe without a representative made of?"""

import pandas as pd

from metrics.query import Connection, Provinces, table

PARTS = {
    "members_to_threshold": "score_members",
    "threshold_reached": "score_threshold",
    "neighbours_covered": "score_neighbours",
    "election_announced": "score_election",
}
"""The parts a score is made of, as `gap_weights.csv` names them, and their columns in `gaps`."""

RANKS = ("score", "chance_4w", "chance_13w")
"""What `gaps` can be ranked by."""


def weights(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a part of the score that counts, with its weight: those of `PARTS`."""
    return table(
        con,
        """
        select part, sum(weight) as weight from gap_weights
        where list_contains($parts, part) group by part order by weight desc, part
        """,
        parts=tuple(PARTS),
        provinces=provinces,
    )
