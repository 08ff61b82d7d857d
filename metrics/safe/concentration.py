"""What may be told, outside the officers' pages, of how members are spread over amphoe?

The measures of `concentration`, worked out of `members_about` (see `safe.amphoe`): of the members
that are shown and, for the few amphoe that are not, of a fair guess. So they tell nothing that the
map does not; an exact sum of squares would give a small count away.
"""

from datetime import date

import numpy as np
import pandas as pd

from metrics.disclosure import member_cells
from metrics.members import concentration
from metrics.members.concentration import LARGEST as LARGEST
from metrics.query import Connection, Provinces
from metrics.told import on_told_days


@on_told_days
def history(con: Connection, *, until: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return rows of `concentration.history`; `unplaced` is missing where it may not be shown.

    A narrower question gets no day on which its members may not be shown.
    """
    days = [stamp.date() for stamp in concentration.days(con, until=until)["day"]]
    by_day = member_cells.partition(con, days)
    safe_days = [day for day in days if by_day[day].mark(provinces) is None]
    if not safe_days:
        return concentration.history(con, until=until, provinces=provinces).head(0)
    places = by_day[safe_days[0]].places
    is_amphoe = places.amphoe != ""
    each = pd.DataFrame(
        {
            "day": np.repeat(np.array(safe_days, "datetime64[s]"), is_amphoe.sum()),
            "amphoe_code": np.tile(places.amphoe[is_amphoe], len(safe_days)),
            "province_code": np.tile(places.province[is_amphoe], len(safe_days)),
            "members": np.concatenate([by_day[day].about[is_amphoe] for day in safe_days]),
        }
    )
    rows = concentration.measured(con, each, provinces=provinces)
    hidden = [by_day[day.date()].unplaced_mark(provinces) is not None for day in rows["day"]]
    return rows.assign(unplaced=rows["unplaced"].astype("Int64").mask(np.array(hidden, bool)))
