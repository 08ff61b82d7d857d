"""Which words does each column of a file hold, and how often, as anybody may be told?"""

import pandas as pd

from metrics.disclosure.suppression import Nest, blocks
from metrics.members import readings
from metrics.query import Connection, Provinces


def words(
    con: Connection, *, provinces: Provinces = None, viewer_provinces: Provinces = None
) -> pd.DataFrame:
    """Return rows of `members.readings.words`, with `rows_mark`; those of members as cells."""
    found = readings.words(con, provinces=provinces, viewer_provinces=viewer_provinces)
    marks = None
    if len(found):
        counts = found["rows"].where(found["kind"] == "members", 0).to_numpy(float)
        column = found["file"] + "|" + found["position"].astype(str)
        marks = blocks(counts, [Nest(column)]).marks[:, 0]
    hidden = pd.Series(marks, found.index, dtype=object)
    return found.assign(rows=found["rows"].astype("Int64").mask(hidden.notna()), rows_mark=hidden)
