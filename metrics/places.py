"""What are provinces and regions called, and which amphoe are neighbours?"""

import pandas as pd

from metrics.query import WITHIN, Connection, Provinces, table


def names(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a province that may be asked for: its names, and its ECT region's."""
    return table(
        con,
        f"""
        select province_code, province_th, province_en, region_code, region_th, region_en
        from provinces
        left join region_names on region_ect = region_code and scheme = 'ect'
        where {WITHIN}
        order by province_code
        """,  # noqa: S608
        provinces=provinces,
    )


def amphoe(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row an amphoe that may be asked for: its province, its names, whether a khet."""
    return table(
        con,
        f"""
        select amphoe_code, province_code, amphoe_th, amphoe_en, is_khet
        from amphoe where {WITHIN} order by amphoe_code
        """,  # noqa: S608
        provinces=provinces,
    )


def regions(con: Connection, *, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a scheme and region: its names. They are no secret, whoever looks."""
    return table(
        con,
        "select scheme, region_code, region_th, region_en from region_names order by all",
        provinces=provinces,
    )


def neighbours(con: Connection, *, amphoe_code: str, provinces: Provinces = None) -> pd.DataFrame:
    """Return one row a neighbouring amphoe: its code. An island has none."""
    return table(
        con,
        f"""
        select neighbour_code as amphoe_code
        from amphoe_neighbours as pairs join amphoe on neighbour_code = amphoe.amphoe_code
        where pairs.amphoe_code = $amphoe_code and {WITHIN} order by neighbour_code
        """,  # noqa: S608
        amphoe_code=amphoe_code,
        provinces=provinces,
    )
