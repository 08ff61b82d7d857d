"""How does the dashboard start? With everything warm before the first visitor: `make dashboard`."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from pages.ui import charts, static_files


@asynccontextmanager
async def warm(_: st.App) -> AsyncIterator[None]:
    """Once a server, before the first session.

    Streamlit takes a folder called pages for its old menu until a script has named its own, and
    shows the first deep link after a start as "page not found"; naming one here comes first.
    It also runs a full garbage collection after each script, before the last messages leave:
    what is imported by now never dies, so it is taken out of the collector's sight.
    """
    st.navigation([st.Page(nothing, title="Pakthong")])
    static_files.ensure_vendor_files()
    assert charts  # the heaviest import of the pages, paid for here
    gc.collect()
    gc.freeze()
    yield


def nothing() -> None:
    """No page: it is never run."""


app = st.App("dashboard.py", lifespan=warm)
