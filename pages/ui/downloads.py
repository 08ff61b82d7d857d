"""Hands out files: made when asked for, and never unrecorded."""

import threading
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Literal

import streamlit as st
from streamlit import runtime
from streamlit.runtime.scriptrunner import add_script_run_ctx, get_script_run_ctx

from pages.access import made_files, viewer
from pages.ui import audit

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
