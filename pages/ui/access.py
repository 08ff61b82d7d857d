"""Who is looking, and what may they see? Today: the one user of this machine, everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

import streamlit as st

from etl.audit import this_user


@dataclass(frozen=True)
class Viewer:
    """A person at the dashboard. `provinces` are those they may see, None for the whole country.

    `who` is what the record calls them.
    """

    provinces: tuple[str, ...] | None
    audiences: frozenset[str]
    who: str = ""


_LOCAL = Viewer(
    provinces=None, audiences=frozenset({"everyone", "organisers", "officers"}), who=this_user()
)


def viewer() -> Viewer:
    """Return who is looking. The server listens on this machine only, so it is its user."""
    return _LOCAL


def within(asked: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Return the provinces a question may speak of: those asked for that the viewer may see."""
    allowed = viewer().provinces
    if allowed is None:
        return asked
    return allowed if asked is None else tuple(code for code in asked if code in allowed)


def page_link(page: str, label: str, icon: str, query: Mapping[str, str] | None = None) -> None:
    """Draw a link to a page, unless it is of an audience that the viewer is not in.

    Streamlit stops the whole page at a link to one that the viewer's menu does not have.
    """
    if PurePosixPath(page).parent.name in viewer().audiences:
        st.page_link(page, label=label, icon=icon, query_params=query)
