"""Starts the dashboard: checked for safety first, and warm before the first visitor."""

import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from etl import data_version
from i18n.messages import UserError
from pages.access import settings, viewer
from pages.server import log_lines, start_check
from pages.server.entrance import NO_PAGES, Entrance
from pages.server.files.layer import Files
from pages.server.first_page import FirstPage
from pages.server.folded import Folded
from pages.server.gateway import Gateway
from pages.server.operations import Operations
from pages.server.response_headers import ResponseHeaders
from pages.server.return_address import ReturnAddress
from pages.server.websocket import sessions
from pages.server.websocket.guard import Guard
from pages.ui import memory
from pages.ui.figures import charts
from pages.ui.map import static_files

_SESSIONS = "streamlit.runtime.scriptrunner_utils.script_run_context"


@asynccontextmanager
async def warm(_: st.App) -> AsyncIterator[None]:
    """Once a server, before the first session.

    Streamlit takes a folder called pages for its old menu until a script has named its own, and
    shows the first deep link after a start as "page not found"; naming one here comes first.
    It also runs a full garbage collection after each script, before the last messages leave:
    what is imported by now never dies, so it is taken out of the collector's sight.
    """
    # Streamlit warns that no session is there yet, which is the point.
    logging.getLogger(_SESSIONS).disabled = True
    st.navigation([st.Page(nothing, title="Pakthong")])
    static_files.ensure_vendor_files()
    assert charts  # the heaviest import of the pages, paid for here
    viewer.requires_sign_in()  # what it is now, it stays
    logging.getLogger(_SESSIONS).disabled = False
    sessions.install(seconds=st.get_option("server.disconnectedSessionTTL"))
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def nothing() -> None:
    """No page: it is never run."""


def check() -> None:
    """End the process, before it answers anyone, if that would show what others may not see.

    So too when the party's files are of another version.
    """
    try:
        data_version.refuse_other(settings.settings())
        notes = start_check.refuse_unsafe_start(settings.settings())
    except UserError as error:
        sys.exit(f"\n{error.message}\n")
    for sentence in notes:
        logging.getLogger("pakthong.access").warning("%s", sentence)


log_lines.install()
check()
memory.bound()
app = st.App(
    "dashboard.py",
    lifespan=warm,
    middleware=[
        Middleware(ResponseHeaders),
        Middleware(Operations),
        Middleware(Gateway),
        Middleware(FirstPage),
        Middleware(Entrance),
        Middleware(Folded),
        Middleware(Guard),
        Middleware(ReturnAddress),
        Middleware(Files, not_pages=NO_PAGES),
    ],
)
