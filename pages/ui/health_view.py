"""How is the state of the data said in words: how old, what adds up, what was not read?"""

import pandas as pd
import streamlit as st

from pages.ui.text import day_text, language, phrases, t

OLD_AFTER_DAYS = 7
"""The dashboard speaks of weeks: data older than one cannot say what this week brought."""


def source(kind: str, row: pd.Series | None) -> None:
    """Draw one kind of export (a row of `health.sources`, None: no file): how old, how much."""
    name = t(f"data_health.kind.{kind}")
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{name[:1].upper()}{name[1:]}**")
        if row is None:
            st.info(t("data_health.no_kind", kind=name))
            return
        if pd.isna(row["newest_on"]):
            st.warning(t("data_health.no_day", kind=name))
        else:
            day, days = day_text(row["newest_on"]), int(row["age_days"])
            st.markdown(t("data_health.age" if days > 0 else "data_health.age_today", day=day, days=days))
            if days > OLD_AFTER_DAYS:
                st.warning(
                    t("data_health.old", kind=name, day=day, days=days), icon=":material/schedule:"
                )
        st.caption(
            t("data_health.source_rows", files=int(row["files"]), rows_in=int(row["rows_in"]))
        )


def accounting(files: pd.DataFrame) -> None:
    """Say how the rows of every file that was read add up, and which files were refused."""
    for _, file in files[files["status"] == "refused"].iterrows():
        st.error(f"**{file['file']}**: {file[f'problem_{language()}']}", icon=":material/block:")
    read = files[files["status"].isin(["loaded", "unchanged"])]
    parts = {
        name: int(read[name].sum()) for name in ("rows_in", "staged", "duplicates", "rejected")
    }
    adds_up = (read["rows_in"] == read["staged"] + read["duplicates"] + read["rejected"]).all()
    st.markdown(t("data_health.sum" if adds_up else "data_health.sum_wrong", **parts))


def headings(files: pd.DataFrame) -> None:
    """Name the headings that no file's reader knows, and the personal ones that were passed over."""
    lines = [
        "- " + t(f"data_health.{kind}", file=file["file"], headings=file[kind])
        for kind in ("unknown_headings", "personal_headings")
        for _, file in files.iterrows()
        if file[kind]
    ]
    if lines:
        with st.expander(t("data_health.headings"), icon=":material/visibility_off:"):
            st.markdown("\n".join(lines))


def rejects_in_words(rejects: pd.DataFrame) -> pd.DataFrame:
    """Return the rejected rows with their reason in both languages, ready to leave as a file."""
    reasons = {code: phrases().get(f"reason.{code}") for code in rejects["reason"].unique()}
    told = rejects.assign(
        **{
            f"reason_{lang}": rejects["reason"].map(
                {code: words[lang] if words else code for code, words in reasons.items()}
            )
            for lang in ("th", "en")
        }
    )
    columns = ("file", "line", "column_name", "value", "reason_th", "reason_en")
    return told[list(columns)].rename(columns={name: t(f"column.{name}") for name in columns})
