"""Hands out files: made when asked for, and never unrecorded."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import (
    StopException,
    add_script_run_ctx,
    get_script_run_ctx,
)

from pages.access import made_files, viewer
from pages.ui import audit
from pages.ui.text import plain, t
from reports.spreadsheets.csv_files import csv_bytes
from reports.spreadsheets.xlsx_files import xlsx_bytes

_run = threading.local()
_MIMES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".json": "application/json",
    ".zip": "application/zip",
}


def button(
    label: str,
    make: Callable[[], bytes],
    name: str,
    *,
    key: str,
    icon: str = ":material/download:",
    kind: Literal["primary", "secondary"] = "secondary",
    scope: str | None = None,
    hint: str | None = None,
) -> None:
    """Draw a button that hands out the file `name`; `make` gives its bytes, with no page at hand.

    Who takes it, of which edition and scope, is in the record before the first byte leaves.
    """
    note = audit.prepare_entry("exported", name, scope=scope)
    check = viewer.access_check()
    mime = _MIMES[PurePosixPath(name).suffix]
    keep_file = _file_keeper(name, mime)

    def hand_out() -> bytes:
        check()
        note()
        content = make()
        keep_file(content)
        return content

    st.download_button(
        label,
        hand_out,
        name,
        mime,
        key=key,
        icon=icon,
        type=kind,
        on_click="ignore",
        help=hint,
    )


@dataclass(frozen=True)
class Offer:
    """A table to take away: what it is called, its file without an ending, and what makes it."""

    label: str
    name: str
    file: str
    make: Callable[[], pd.DataFrame]


def offer(make: Callable[[], pd.DataFrame], *, name: str, asof: date, label: str) -> None:
    """Put a table, which is made when it is asked for, into the page's menu of downloads."""
    wanted = Offer(label, name, f"pakthong_{name}_{asof.isoformat()}", make)
    offers: list[Offer] | None = getattr(_run, "offers", None)
    if offers is None:  # a part that is drawn by itself has no page around it
        _draw_offers([wanted])
    else:
        offers.append(wanted)


@contextmanager
def one_menu() -> Iterator[None]:
    """Draw a page, and at its end one menu of all the tables it offers."""
    _run.offers = []
    try:
        yield
    except StopException:
        _end_menu()
        raise
    else:
        _end_menu()
    finally:
        _run.offers = None


def _end_menu() -> None:
    offers: list[Offer] = _run.offers
    if offers:
        with st.popover(t("table.download"), icon=":material/download:"):
            _draw_offers(offers)


def _draw_offers(offers: Sequence[Offer]) -> None:
    for each in offers:
        with st.container(horizontal=True, vertical_alignment="center"):
            if len(offers) > 1:
                st.markdown(plain(each.label))
            button(
                "CSV",
                lambda make=each.make: csv_bytes(make()),  # type: ignore[misc]
                f"{each.file}.csv",
                key=f"{each.name}_csv",
                hint=t("table.csv_help"),
            )
            button(
                "XLSX",
                lambda each=each: xlsx_bytes({each.name: each.make()}),  # type: ignore[misc]
                f"{each.file}.xlsx",
                key=f"{each.name}_xlsx",
                hint=t("table.xlsx_help"),
            )


def _file_keeper(name: str, mime: str) -> Callable[[bytes], None]:
    """Return what keeps a file until its session runs again: the browser has yet to fetch it.

    Only whoever it is made for may.

    Streamlit 1.67 makes a file that is asked for nobody's, and drops it once any two sessions have
    finished a run: where many people click, that is before the browser has come for it.
    """
    session = get_script_run_ctx()
    sign_in = viewer.viewer().sign_in

    def keep_file(content: bytes) -> None:
        if session is None or not runtime.exists():
            return

        def add() -> None:
            files = runtime.get_instance().media_file_mgr
            address = files.add(content, mime, f"taken-{name}", name, is_for_static_download=True)
            made_files.add(address, sign_in)

        # The files of a session are added by its own thread; what makes this one has none.
        adding = threading.Thread(target=add)
        add_script_run_ctx(adding, session)
        adding.start()
        adding.join()

    return keep_file
