"""Compare a report with that of an earlier edition: which numbers differ, by how much, and why."""

from dataclasses import replace

import pandas as pd

from disclosure_limit import SMALL
from reports.monthly.participation import POLL
from reports.monthly.report import Pack, Restatement


def compare(now: Pack, then: Pack) -> Pack:
    """Return `now` with what it restates of `then`, a report of the same days and area.

    Figures of targets are left out: their chances are of the day they were worked out. So are those
    that the earlier edition has none of.
    """
    return replace(
        now,
        restatement=Restatement(
            edition=then.edition,
            figures=_figures(now, then),
            provinces=_provinces(now, then),
            files=_files(now, then),
        ),
    )


def _figures(now: Pack, then: Pack) -> pd.DataFrame:
    """Return one row a figure of the first page that differs: then, now and the difference."""
    known = {figure.name for figure in then.figures}
    rows = [
        (figure.name, then.figure(figure.name), figure.value)
        for figure in now.figures
        if figure.name in known
        and not figure.name.startswith(("target_", POLL))
        and then.figure(figure.name) != figure.value
    ]
    rows_differing = pd.DataFrame(rows, columns=["figure", "then", "now_known"])
    return rows_differing.assign(difference=rows_differing["now_known"] - rows_differing["then"])


def _provinces(now: Pack, then: Pack) -> pd.DataFrame:
    """Return one row a province whose members or covered amphoe differ, the largest first.

    The row without a code is that of members of no known province. A change of one to four members
    is not told: of two editions of one day it is those people alone.
    """
    columns = ["province_code", "members", "amphoe_covered"]
    rows = now.frames["provinces"].merge(
        then.frames["provinces"][columns], on="province_code", suffixes=("", "_then")
    )
    rows = rows.assign(
        members_restated=rows["members"] - rows["members_then"],
        covered_restated=rows["amphoe_covered"] - rows["amphoe_covered_then"],
    )
    few = rows["members_restated"].abs().between(1, SMALL - 1)
    rows["members_restated"] = rows["members_restated"].mask(few)
    moved = (rows["members_restated"].fillna(0) != 0) | (rows["covered_restated"].fillna(0) != 0)
    order = rows["members_restated"].abs().sort_values(ascending=False).index
    return rows.loc[[at for at in order if moved[at]]].reset_index(drop=True)


def _files(now: Pack, then: Pack) -> pd.DataFrame:
    """Return one row a file that only one of the two editions read, told by its content.

    Files of the period and before come first. A members' list of a later day says little of the
    period: those are left out, unless nothing else changed.
    """
    columns = ["file", "kind", "sha256", "list_on"]
    both = now.frames["files"][columns].merge(
        then.frames["files"][columns], on="sha256", how="outer", suffixes=("", "_then"),
        indicator="side",
    )  # fmt: skip
    changed = both[both["side"] != "both"].drop_duplicates("sha256")
    rows = pd.DataFrame(
        {
            "file": changed["file"].fillna(changed["file_then"]),
            "kind": changed["kind"].fillna(changed["kind_then"]),
            "list_on": changed["list_on"].fillna(changed["list_on_then"]),
            "file_change": ["added" if side == "left_only" else "gone" for side in changed["side"]],
        }
    )
    rows["is_later"] = pd.to_datetime(rows["list_on"]) > pd.Timestamp(now.period.ends_on)
    within = rows[~(rows["is_later"] & (rows["kind"] == "members"))]
    ordered = (within if len(within) else rows).sort_values(["file_change", "is_later", "file"])
    return ordered[["file", "list_on", "file_change"]].reset_index(drop=True)
