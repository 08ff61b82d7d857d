"""Draws pictures in the page itself: a file beside it has an address that others could ask."""

from base64 import b64encode

import streamlit as st


def draw(png: bytes, caption: str, *, alt: str) -> None:
    """Draw a picture as wide as its place."""
    address = f"data:image/png;base64,{b64encode(png).decode('ascii')}"
    st.image(address, caption, width="stretch", alt=alt)
