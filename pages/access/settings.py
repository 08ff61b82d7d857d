"""Holds the party's settings, read from the environment once."""

import streamlit as st

from etl.settings import Settings


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """Return the party's settings, read from the environment once."""
    return Settings.from_environment()
