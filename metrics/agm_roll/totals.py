"""What does a roll add up to: by area, in weight, beside its quorum, and beside another roll?

Values in, values out: rows are those of `roll.roll`, of an edition or of a frozen roll alike.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from metrics.agm_roll.roll import WHY

SCHEMES = ("ect", "royal", "nesdb")
"""The ways to group provinces into regions."""


@dataclass(frozen=True)
class Weights:
    """How many members one representative speaks for, over the amphoe on the roll.

    `unrepresented` is the share (0 to 1) of the members of all amphoe who have nobody on the
    roll; missing where there are no members. The others are missing when the roll is empty.
    """

    largest: float | None
    median: float | None
    smallest: float | None
    unrepresented: float | None


def by_amphoe(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row an amphoe: its names and codes, members, and representatives on the roll.

    `per_representative` is members for each, missing for an amphoe not on the roll.
    """
    areas = [name for name in rows.columns if name.startswith(("amphoe_", "province_", "region_"))]
    each = rows.drop_duplicates("amphoe_code")[[*areas, "members"]].reset_index(drop=True)
    seats = rows.groupby("amphoe_code")["is_on_roll"].sum()
    each["on_roll"] = each["amphoe_code"].map(seats).astype(int)
    each["per_representative"] = (each["members"] / each["on_roll"]).where(each["on_roll"] > 0)
    return each


def totals(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return one row a province (`by` "province") or region (one of SCHEMES), in order of code.

    `area_code`, `amphoe` in all, `amphoe_on_roll`, `on_roll` (representatives), `members`,
    `unrepresented` (members in amphoe with nobody on the roll). Provinces of no region come last,
    with no code.
    """
    each = by_amphoe(rows)
    each["has_one"] = each["on_roll"] > 0
    each["unrepresented"] = each["members"].where(~each["has_one"], 0)
    code = "province_code" if by == "province" else f"region_{by}"
    return (
        each.groupby(code, dropna=False)
        .agg(
            amphoe=("amphoe_code", "size"),
            amphoe_on_roll=("has_one", "sum"),
            on_roll=("on_roll", "sum"),
            members=("members", "sum"),
            unrepresented=("unrepresented", "sum"),
        )
        .rename_axis("area_code")
        .reset_index()
    )


def weights(rows: pd.DataFrame) -> Weights:
    """Return how unequal the weight of a vote is."""
    each = by_amphoe(rows)
    own = each["per_representative"].dropna()
    members = int(each["members"].sum())
    without = int(each.loc[each["on_roll"] == 0, "members"].sum())
    return Weights(
        largest=None if own.empty else float(own.max()),
        median=None if own.empty else float(own.median()),
        smallest=None if own.empty else float(own.min()),
        unrepresented=without / members if members else None,
    )


def whys(rows: pd.DataFrame) -> dict[str, int]:
    """Return how many rows have each code of WHY, in its order; codes without a row are left out.

    Rows are representatives, and amphoe where there is none.
    """
    found = rows["why"].value_counts()
    return {code: int(found[code]) for code in WHY if code in found}


def needed(on_roll: int, *, share: float | None, people: int | None) -> int | None:
    """Return how many must be present: the greater of the two rules, rounded up to a person.

    Missing when there is neither rule.
    """
    # As the rule was written: 0.07 of 100 is 7, not the 7.000000000000001 of a float.
    of_roll = None if share is None else math.ceil(Fraction(str(share)) * on_roll)
    return max((rule for rule in (of_roll, people) if rule is not None), default=None)


def short_of(present: int, needed: int) -> int:
    """Return how many are still missing to a quorum; 0 when it is reached."""
    return max(needed - present, 0)


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the rows on one roll and not on the other; `change` is added or gone.

    A row is the same when its amphoe, name and first day are: what a later build calls the term
    does not matter.
    """
    keys = ["amphoe_code", "name", "term_from", "copy_no"]
    either = _numbered(before).merge(
        _numbered(after), on=keys, how="outer", suffixes=("_before", "_after"), indicator=True
    )
    either = either[either["_merge"] != "both"]
    is_added = either["_merge"] == "right_only"
    differences = either[["amphoe_code", "name", "term_from"]].assign(
        change=is_added.map({True: "added", False: "gone"})
    )
    for column in ("amphoe_th", "amphoe_en", "province_th", "province_en"):
        differences[column] = either[f"{column}_after"].where(is_added, either[f"{column}_before"])
    return differences.reset_index(drop=True)


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows on a roll, those that look the same told apart by a number."""
    named = rows[rows["is_on_roll"]].assign(name=rows["name"].fillna(""))
    same = named.groupby(["amphoe_code", "name", "term_from"], dropna=False)
    return named.assign(copy_no=same.cumcount())
