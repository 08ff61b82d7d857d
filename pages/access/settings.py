"""Holds the party's settings, read from the environment once."""

import streamlit as st

from etl.settings import Settings


@st.cache_resource
def settings() -> Settings:
    """Return the party's settings, read from the environment once."""
    return Settings.from_environment()
