"""Matches each text of the exports to a place, once, for every model to look up."""

from datetime import date

import duckdb

from etl.lists.load import create_table
from etl.models import participation_tables
from etl.models.place_likeness import is_like_a_province, is_like_an_amphoe, mask
from etl.places import evidence
from etl.places.aliases import read_aliases
from etl.places.matcher import Matcher
from etl.settings import Settings


def create_places(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Match every distinct text once and create `all_places` and one view a kind.

    A text is matched as of the day it was told, because an old name can since have become the
    name of another amphoe. Of one that was not placed it is said whether it may be shown.
    """
    matcher = Matcher(read_aliases(settings.own_list("place_aliases.csv")))
    address = settings.address
    texts = con.execute(
        f"""
        select distinct
            'members' as kind, list_on as told_on,
            {address}_province as province_text, {address}_amphoe as amphoe_text,
            {address}_evidence as evidence,
        from staged_members
        union all
        select distinct 'elections', coalesce(held_on, listed_on), province, amphoe, evidence
        from staged_elections
        union all
        select distinct
            'representatives', coalesce(term_from, listed_on), province, amphoe, evidence
        from staged_representatives
        union all
        {participation_tables.places_query()}
        """  # noqa: S608
    ).fetchall()
    create_table(
        con,
        "all_places",
        {"kind": "text", "told_on": "date"}
        | dict.fromkeys(
            ("province_text", "amphoe_text", "evidence", "amphoe_code", "province_code"),
            "text",
        )
        | dict.fromkeys(("how", "reason"), "text")
        | dict.fromkeys(("province_told", "amphoe_told"), "text")
        | dict.fromkeys(("is_province_told", "is_amphoe_told"), "boolean"),
        [(*text, *_match(matcher, *text[1:])) for text in texts],
    )
    for kind in ("members", "elections", "representatives", *participation_tables.PLACES):
        noun = kind.removesuffix("s")
        con.execute(f"create view {noun}_places as from all_places where kind = '{kind}'")


def _match(
    matcher: Matcher,
    told_on: date | None,
    province: str | None,
    amphoe: str | None,
    allowed: str | None,
) -> tuple[str | bool | None, ...]:
    placed = matcher.place(province, amphoe, on=told_on, allowed=evidence.from_text(allowed))
    told: tuple[str | bool | None, ...] = (None, None, None, None)
    if placed.amphoe_code is None:
        is_named = matcher.find_province(province, told_on) is not None or is_like_a_province(
            province
        )
        is_like = is_like_an_amphoe(amphoe, placed.province_code)
        told = mask(province), mask(amphoe), is_named, is_like
    return placed.amphoe_code, placed.province_code, placed.how, placed.reason, *told
