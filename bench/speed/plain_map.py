"""The map as everybody writes it first (px.choropleth, GeoJSON inline), to measure beside."""

import json
from datetime import date
from pathlib import Path

import plotly.express as px
import streamlit as st

from etl.settings import SHIPPED, Settings
from etl.warehouse import editions
from metrics import health
from metrics.members import coverage

settings = Settings.from_environment()
edition = editions.current_edition(settings)


@st.cache_resource
def geometry() -> dict[str, object]:
    """Return the same shapes the real map fetches."""
    folder = SHIPPED / "static" / "map"
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    shapes: dict[str, object] = json.loads(Path(folder / index["amphoe"]).read_text("utf-8"))
    return shapes


with editions.open_edition(editions.public_path(settings, edition or "")) as con:
    days = [stamp.date().isoformat() for stamp in health.days(con)["day"]][::-1]
    on = st.select_slider("date", days, value=days[-1])
    frame = coverage.by_amphoe(con, on=date.fromisoformat(on))
figure = px.choropleth(
    frame, geojson=geometry(), locations="amphoe_code", color="members", fitbounds="locations"
)
figure.update_geos(visible=False)
st.plotly_chart(figure, key="plain")
