"""What does an edition say of the future? Worked out once a build, from the edition's own draft.

Nothing that a page imports may import this: pages read the tables it fills, through
`metrics.targets.projections`. The same draft gives the same rows.
"""

from collections.abc import Callable

from metrics.forecast import coverage, coverage_history, members, weekly_members
from metrics.forecast.tables import Area, Rows, Target
from metrics.query import Connection
from metrics.told import told_days


def tables(con: Connection, on_progress: Callable[[float], None]) -> Rows:
    """Return the rows of every table of forecasts: table → rows in the order of its columns.

    The country is always forecast, and every area a target names. What is forecast of an area, or
    of an amphoe, rests on members as of told days. `on_progress` takes the fraction done.
    """
    found: Rows = {}
    edition = str(con.execute("select edition from edition").fetchall()[0][0])
    of_country = weekly_members.read(con)
    with told_days(con):
        of_areas, past = weekly_members.read(con), coverage_history.read(con)
    by_members, by_coverage = areas(con, "members"), areas(con, "amphoe_covered")
    for done, area in enumerate(by_members):
        daily = of_country if area.provinces is None else of_areas
        for table, row in members.rows(daily, edition, area):
            found.setdefault(table, []).append(row)
        on_progress((done + 1) / (len(by_members) + 1))
    for table, row in coverage.rows(past, edition, by_coverage):
        found.setdefault(table, []).append(row)
    on_progress(1.0)
    return found


def areas(con: Connection, metric: str) -> list[Area]:
    """Return the country and every area that has a target of the metric, with its targets."""
    rows = con.execute(
        """
        select distinct area_kind, area_code, value, deadline,
            (select list(province_code) from provinces where case area_kind
                when 'country' then true when 'province' then province_code = area_code
                when 'ect' then region_ect = area_code when 'royal' then region_royal = area_code
                else region_nesdb = area_code end),
        from targets where metric = $metric order by all
        """,
        {"metric": metric},
    ).fetchall()
    named: dict[tuple[str, str], tuple[frozenset[str] | None, list[Target]]] = {
        ("country", ""): (None, [])
    }
    for kind, code, value, deadline, provinces in rows:
        inside = None if kind == "country" else frozenset(provinces or ())
        _, targets = named.setdefault((kind, code), (inside, []))
        targets.append(Target(value, deadline))
    return [
        Area(kind, code, inside, tuple(targets))
        for (kind, code), (inside, targets) in named.items()
    ]
