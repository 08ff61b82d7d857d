"""How many amphoe of each province have a representative, or the members for an election?"""

from datetime import date

import pandas as pd

from metrics.members import coverage
from metrics.query import Connection, Provinces, table
from metrics.told import on_told_days


@on_told_days
def by_province(con: Connection, *, on: date, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a province: amphoe covered, amphoe in all, how many are at the threshold."""
    each = coverage.by_amphoe(con, on=on, provinces=provinces)
    return table(
        con.register("each_amphoe", each),
        """
        select province_code, province_th, province_en, region_ect, region_royal, region_nesdb,
            count(*) as amphoe,
            count(*) filter (where is_covered) as amphoe_covered,
            count(*) filter (where not is_covered and short_of = 0) as amphoe_ready,
        from each_amphoe join provinces using (province_code, province_th, province_en)
        group by all order by province_code
        """,
    )
