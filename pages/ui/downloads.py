"""How does a file leave a page? Made when it is asked for, and never unrecorded."""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Literal

import streamlit as st

from pages.ui import access, recorded

_MIMES = {
    ".pdf": "application/pdf",
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
    note = recorded.noting("exported", name, scope=scope)
    check = access.still()

    def hand_out() -> bytes:
        check()
        note()
        return make()

    st.download_button(
        label,
        hand_out,
        name,
        _MIMES[PurePosixPath(name).suffix],
        key=key,
        icon=icon,
        type=kind,
        on_click="ignore",
        help=hint,
    )
