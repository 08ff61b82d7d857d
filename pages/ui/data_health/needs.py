"""Lists what of the data needs a hand, the gravest first, each with its cure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from i18n.dates import today
from metrics import health
from metrics.safe import health as safe_health
from metrics.safe import members as safe_members
from pages.ui import health as health_view
from pages.ui import month_path, scope, suppressed
from pages.ui.data import ask, current_edition, damaged_edition, may_choose_edition
from pages.ui.text import day_text, edition_text, language, plain, t

_MOST_PARTS = 2
_GRAVE, _WRONG, _LESS = "error", "warning", "info"


@dataclass(frozen=True)
class Need:
    """Something that needs a hand: how grave, what it is, its cure, and whether that is loading.

    `parts` are its cases where there are several.
    """

    gravity: str
    words: str
    cure: str = ""
    parts: Sequence[str] = ()
    is_cured_by_loading: bool = False


def found(on: date, unplaced: pd.DataFrame) -> list[Need]:
    """Return what needs a hand, given rows of `safe.health.unplaced`, the gravest first."""
    order = (_GRAVE, _WRONG, _LESS)
    return sorted(_all(on, unplaced), key=lambda need: order.index(need.gravity))


def draw(found: Sequence[Need]) -> None:
    """Draw one sentence that says whether the data is well, and what needs a hand."""
    if not found:
        st.success(t("data_health.well"), icon=":material/check_circle:")
        return
    st.markdown(f"## {t('data_health.needs', n=len(found))}")
    for need in found:
        with st.container(border=True, gap="xxsmall"):
            mark = f":{_COLOURS[need.gravity]}[:material/{need.gravity}:]"
            st.markdown("\n".join([f"{mark} {need.words}", "", *_bullets(need.parts)]))
            if need.cure:
                st.caption(need.cure)
    if any(need.is_cured_by_loading for need in found):
        month_path.link("load_exports", t("data_health.to_loading"))


def _bullets(parts: Sequence[str]) -> list[str]:
    lines = [f"- {part}" for part in parts[:_MOST_PARTS]]
    if len(parts) > _MOST_PARTS:
        lines.append(f"- {t('data_health.more', n=len(parts) - _MOST_PARTS)}")
    return lines


_COLOURS = {_GRAVE: "red", _WRONG: "orange", _LESS: "blue"}


def _all(on: date, unplaced: pd.DataFrame) -> Iterator[Need]:
    yield from _damage()
    yield from _sources()
    if scope.is_limited():
        if not unplaced.empty:
            yield _unplaced(None)
        return
    files = ask(safe_health.files)
    yield from _files(files)
    yield from _checks(ask(safe_health.checks))
    reasons = ask(safe_health.reject_reasons)
    if not reasons.empty:
        is_withheld = reasons["rows_mark"].notna().any()
        rows = suppressed.count(None if is_withheld else int(reasons["rows"].sum()))
        words, cure = t("data_health.rejects_n", n=rows), t("data_health.cure.rejects")
        yield Need(_LESS, words, cure, is_cured_by_loading=True)
    if not unplaced.empty:
        members = ask(safe_members.total, on=on).iloc[0]["unplaced"]
        others = int(unplaced.loc[unplaced["kind"] != "members", "rows"].sum())
        yield _unplaced(None if pd.isna(members) else int(members) + others)
    yield from _totals(ask(safe_members.reconciliation, until=on))


def _damage() -> Iterator[Need]:
    damaged, whole = damaged_edition(), current_edition()
    if damaged and whole and may_choose_edition():
        words = t("data_health.damaged", damaged=damaged, edition=edition_text(whole))
        yield Need(_GRAVE, words, t("data_health.cure.damaged"), is_cured_by_loading=True)


def _sources() -> Iterator[Need]:
    sources, rhythms = ask(health.sources, on=today()), ask(health.rhythms, on=today())
    known = set(sources["kind"])
    for missing in ("members", "elections"):
        if missing not in known:
            words = t("data_health.no_kind", kind=t(f"data_health.kind.{missing}"))
            yield Need(_WRONG, words, is_cured_by_loading=True)
    undated = sources[sources["newest_on"].isna()]
    if not undated.empty:
        kinds = [t(f"data_health.kind.{kind}") for kind in undated["kind"]]
        yield Need(_WRONG, t("data_health.no_day"), t("data_health.cure.no_day"), kinds)
    old = rhythms[rhythms["is_old"]].sort_values("age_days", ascending=False)
    if not old.empty:
        kinds = [
            t(
                "data_health.old",
                kind=", ".join(t(f"data_health.kind.{kind}") for kind in same["kind"]),
                day=day_text(same["newest_on"].iloc[0]),
                days=int(days),
            )
            for days, same in old.groupby("age_days", sort=False)
        ]
        words, cure = t("data_health.old_n", n=len(old)), t("data_health.cure.old")
        yield Need(_WRONG, words, cure, kinds, is_cured_by_loading=True)


def _files(files: pd.DataFrame) -> Iterator[Need]:
    for problem in files.loc[files["status"] == "refused", f"problem_{language()}"]:
        yield Need(_GRAVE, plain(problem), is_cured_by_loading=True)
    if not health_view.adds_up(files):
        yield Need(_GRAVE, health_view.account(files), t("data_health.cure.sum"))


def _checks(checks: pd.DataFrame) -> Iterator[Need]:
    failed = checks[~checks["passed"] & checks["answered_at"].isna()]
    if failed.empty:
        return
    parts = [
        t(
            "data_health.check_found",
            name=t(f"check.{row['name']}"),
            found=suppressed.count(row["found"], row["found_mark"]),
        )
        for row in failed.to_dict("records")
    ]
    words, cure = t("data_health.checks_bad", n=len(failed)), t("data_health.cure.check")
    yield Need(_WRONG, words, cure, parts, is_cured_by_loading=True)


def _unplaced(rows: int | None) -> Need:
    words = t("data_health.unplaced_n", n=suppressed.count(rows))
    return Need(_LESS, words, t("data_health.cure.unplaced"))


def _totals(totals: pd.DataFrame) -> Iterator[Need]:
    """The newest published total of each number, where it is not the count of its day."""
    known = totals[totals["unexplained"].notna()]
    newest = known.sort_values("as_of").groupby("metric").tail(1)
    off = newest[newest["unexplained"].ne(0)]
    if off.empty:
        return
    parts = [
        t(
            "data_health.total_off",
            metric=t(f"data_health.metric.{row['metric']}"),
            day=day_text(row["as_of"]),
            value=int(row["value"]),
            ours=int(row["ours"]),
        )
        for row in off.to_dict("records")
    ]
    yield Need(_LESS, t("data_health.totals_off"), t("data_health.cure.totals"), parts)
