"""Draws the state of the data in words: how old, what adds up, what was not read."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

import pandas as pd
import streamlit as st

from i18n.phrases import LANGUAGES, phrases
from metrics import health as metrics_health
from pages.ui import suppressed, tables
from pages.ui.data import ask
from pages.ui.text import day_text, edition_text, language, plain, t

_LABELS = {
    "list_on": "day",
    "newest_on": "day",
    "told_on": "day",
    "as_of": "day",
    "value": "theirs",
    "line": "first_line",
    "name": "check",
}
"""Columns that are called otherwise than column.<name> on this page."""
_WORDS = {
    "reason": "reason",
    "name": "check",
    "kind": "data_health.kind",
    "status": "data_health.status",
    "metric": "data_health.metric",
    "reported_by": "data_health.by",
    "body": "data_health.body",
}
"""Columns of codes, and where the words for their codes are."""


def has_source(kind: str, on: date) -> bool:
    """Whether an export of a kind tells of anything by a day."""
    return kind in set(ask(metrics_health.sources, on=on)["kind"])


def verdict(
    checks: pd.DataFrame,
    files: pd.DataFrame,
    rejected: int | None,
    unplaced: int | None,
) -> None:
    """Draw the state of the data in one row of badges, each in words.

    Rows rejected and of no known place; None where they may not be told.
    """
    failed = int((~checks["passed"] & checks["answered_at"].isna()).sum())
    refused = int((files["status"] == "refused").sum())
    with st.container(horizontal=True):
        if failed:
            _badge(t("data_health.checks_bad", n=failed), False)
        else:
            _badge(t("data_health.checks_ok", n=len(checks)), True)
        if refused:
            _badge(t("data_health.refused_n", n=refused), False)
        _badge(t("data_health.rejects_n", n=suppressed.count(rejected)), rejected == 0)
        _badge(t("data_health.unplaced_n", n=suppressed.count(unplaced)), unplaced == 0)


def word_bands(unplaced: pd.DataFrame) -> pd.DataFrame:
    """Return rows of `safe.health.unplaced` with their bands in words: 5–9, 1000+."""
    pairs = zip(unplaced["rows"], unplaced["rows_to"], strict=True)
    return unplaced.assign(rows=[_band(low, high) for low, high in pairs])


def columns_of_unplaced(unplaced: pd.DataFrame) -> list[str]:
    """Return the columns of texts without a place that are shown: the sheet where there is one."""
    has_sheets = unplaced["sheet"].notna().any()
    columns = ["amphoe_text", "province_text", "rows", "reason", "kind", "told_on", "line", "file"]
    return [*columns[:-1], "sheet", "file"] if has_sheets else columns


def _band(low: int, high: int) -> str:
    if pd.isna(high):
        return f"{low:,}+"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def _badge(words: str, is_good: bool) -> None:
    icon = ":material/check:" if is_good else ":material/error:"
    st.badge(words, icon=icon, color="green" if is_good else "orange")


def table(
    name: str,
    frame: pd.DataFrame,
    columns: Sequence[str],
    *,
    asof: date,
    also: Sequence[str] = (),
    whole: pd.DataFrame | None = None,
    marks: Sequence[str] = (),
    height: Literal["auto", "content"] = "auto",
) -> None:
    """Draw a table of this page: columns called by their own words, codes told in words.

    `also` are columns only its files carry; `whole` are the rejected rows that leave in its place.
    """
    labels, more = (
        {column: t(f"column.{_LABELS.get(column, column)}") for column in names}
        for names in (columns, also)
    )
    wordings = {
        name: tables.word_codes(frame[name], _WORDS[name]) for name in _WORDS if name in frame
    }
    tables.show(
        frame.assign(**wordings),
        labels,
        name=name,
        asof=asof,
        alt=t(f"table.{name}"),
        also=more,
        height=height,
        marks={column: f"{column}_mark" for column in marks},
        file=None if whole is None else rejects_in_words(whole),
    )


def checks(rows: pd.DataFrame, *, asof: date) -> None:
    """Draw `safe.health.checks` in words: those that did not pass come first."""
    results = pd.DataFrame(
        {
            "result": [_result(row) for _, row in rows.iterrows()],
            "name": rows["name"],
            "found": rows["found"],
            "found_mark": rows["found_mark"],
            "weight": [_weight(row) for _, row in rows.iterrows()],
            "detail": rows["detail"].fillna("").str.replace("|", " · ", regex=False),
        }
    )
    columns = [name for name in results.columns if name != "found_mark"]
    table("checks", results, columns, asof=asof, marks=("found",), height="content")


def _result(check: pd.Series) -> str:
    if check["passed"]:
        return t("word.passed")
    at = check["answered_at"]
    return (
        t("word.not_passed") if pd.isna(at) else t("data_health.answered", day=day_text(at.date()))
    )


def _weight(check: pd.Series) -> str:
    """Say what hangs on a check, or who answered the question that it is."""
    who = check["answered_by"]
    if isinstance(who, str) and not check["passed"]:
        return who
    return t("data_health.must" if check["is_fatal"] else "data_health.warns")


def provenance(edition: pd.Series) -> None:
    """Say when and from what the edition was made, and under which of the party's rules."""
    st.markdown(
        t(
            "data_health.edition",
            edition=edition["edition"],
            made=edition_text(edition["edition"]),
            code_version=edition["code_version"],
        )
    )
    st.markdown(
        t(
            "data_health.settings",
            address=t(f"data_health.address.{edition['address']}"),
            **{name: int(edition[name]) for name in ("grace_days", "threshold", "drop_pct")},
        )
    )


def accounting(files: pd.DataFrame) -> None:
    """Say how the rows of every file that was read add up, and which files were refused."""
    for _, file in files[files["status"] == "refused"].iterrows():
        st.error(plain(file[f"problem_{language()}"]), icon=":material/block:")
    st.markdown(account(files))


def account(files: pd.DataFrame) -> str:
    """Return where the rows of every file that was read went, as a sentence."""
    read = _read(files)
    names = ("rows_in", "staged", "duplicates", "rejected", "forgotten", "nobody")
    parts = {name: suppressed.count(_sum(read[name])) for name in names}
    whole = "sum" if read["is_whole"].all() else "sum_of_part"
    return t(f"data_health.{whole if adds_up(files) else 'sum_wrong'}", **parts)


def adds_up(files: pd.DataFrame) -> bool:
    """Tell whether every row of the files that were read is accounted for.

    Where a part is withheld nothing is claimed of the sum; the build checks it.
    """
    read = _read(files)
    parts = read[["staged", "duplicates", "rejected", "forgotten"]].sum(axis=1, skipna=False)
    sums = parts + read["nobody"].fillna(0)
    return bool((sums.isna() | (read["rows_in"] == sums)).all())


def _read(files: pd.DataFrame) -> pd.DataFrame:
    return files[files["status"].isin(["loaded", "unchanged"])]


def _sum(counts: pd.Series) -> int | None:
    return None if counts.isna().any() else int(counts.sum())


def rejects_in_words(rejects: pd.DataFrame) -> Callable[[], pd.DataFrame]:
    """Return what makes the rejected rows' file: their reason in both languages.

    It is made when it is asked for, outside the session: the reader's language is taken now.
    """
    columns = ("file", "line", "column_name", "value", "reason_th", "reason_en")
    labels = {name: t(f"column.{name}") for name in columns}

    def make() -> pd.DataFrame:
        codes, known = rejects["reason"], phrases()
        words = {code: known.get(f"reason.{code}", {}) for code in codes.unique()}
        frame = rejects.assign(
            **{
                f"reason_{lang}": codes.map({code: words[code].get(lang, code) for code in words})
                for lang in LANGUAGES
            }
        )
        return frame[list(columns)].rename(columns=labels)

    return make
