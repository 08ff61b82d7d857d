"""Does all that a browser is sent pass the one function for its kind?"""

import ast
from pathlib import Path

import pytest
from streamlit.delta_generator import DeltaGenerator

from tests.architecture.imports import imports, inside
from tests.discovery import ROOT

# Where Streamlit is handed what can carry a table, a figure or a file: one function for each kind,
# so that nothing goes to a browser but what passed `metrics.masked_cells`.
WAYS_OUT = {
    "dataframe": {"pages/ui/tables.py"},
    "plotly_chart": {"pages/ui/figures/charts.py"},
    "components": {
        "pages/ui/map/amphoe_map.py",
        "pages/ui/bar/reading.py",
        "pages/ui/bar/tools.py",
    },
    "download_button": {"pages/ui/downloads.py"},
    "image": {"pages/ui/pictures.py"},
    "html": {
        "pages/ui/ladder.py",
        "pages/ui/headline/small_curve.py",
        "pages/ui/headline/track_card.py",
        "pages/everyone/overview/changed.py",
        "pages/everyone/overview/page.py",
        "pages/officers/month/bar.py",
        "pages/ui/reviews/sections.py",
        "dashboard.py",
    },
    # One message that is the same for all: to load the page anew.
    "streamlit.proto.ForwardMsg_pb2.ForwardMsg": {"pages/server/websocket/turning_away.py"},
}
# All else that pages use: words, boxes and controls, which show a text that a page has written.
SAYS = {
    *("badge", "caption", "code", "error", "header", "info", "markdown", "metric", "progress"),
    *("spinner", "subheader", "success", "text", "title", "warning"),
    *("button", "checkbox", "date_input", "file_uploader", "link_button", "number_input"),
    *("page_link", "segmented_control", "select_slider", "selectbox", "column_config"),
    *("columns", "container", "empty", "expander", "form", "form_submit_button", "fragment"),
    *("popover", "sidebar"),
    *("switch_page", "Page", "cache_resource", "context", "get_option", "logout", "navigation"),
    *("query_params", "rerun", "session_state", "set_page_config", "stop", "user"),
}
# Series and our own modules and values have these too; of st itself they are no less forbidden.
OTHERS_HAVE = {"map", "pdf", "status", "table"}
STREAMLIT_PARTS = {
    "streamlit.auth_util",
    "streamlit.components.v2.types.ComponentRenderer",
    "streamlit.config",
    "streamlit.file_util",
    "streamlit.elements.lib.column_types.ColumnConfig",
    "streamlit.navigation.page",
    "streamlit.proto.BackMsg_pb2",
    "streamlit.proto.ClientState_pb2",
    "streamlit.proto.WidgetStates_pb2",
    "streamlit.runtime",
    "streamlit.url_util",
    "streamlit.user_info.generate_login_redirect_url",
    "streamlit.web.server",
}


def ways_out(path: Path) -> set[str]:
    """Return what a file uses of Streamlit, by name, that can carry more than words."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    drawing = {name for name in dir(DeltaGenerator) if not name.startswith("_")}
    found, named = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            is_st = isinstance(node.value, ast.Name) and node.value.id == "st"
            if is_st:
                named.add(node.value)
            if is_st or node.attr in drawing - OTHERS_HAVE:
                found.add(node.attr)
    # Under another name, or handed on whole, nothing could be seen of what it is used for.
    if any(getattr(node, "id", "") == "st" and node not in named for node in ast.walk(tree)):
        found.add("st itself")
    aliases = [alias for node in ast.walk(tree) for alias in getattr(node, "names", [])]
    if any(getattr(alias, "name", "") == "streamlit" and alias.asname != "st" for alias in aliases):
        found.add("streamlit by another name")
    names = {name for name in imports(path) if name.split(".")[0] == "streamlit"}
    parts = names - {"streamlit"}
    return (found - SAYS) | parts - inside(parts, *STREAMLIT_PARTS)


def test_tables_figures_and_files_go_to_the_browser_by_one_way_each() -> None:
    found: dict[str, set[str]] = {}
    for path in [*sorted((ROOT / "pages").rglob("*.py")), ROOT / "dashboard.py"]:
        for name in ways_out(path):
            found.setdefault(name, set()).add(path.relative_to(ROOT).as_posix())
    assert found == WAYS_OUT


@pytest.mark.parametrize(
    ("line", "way"),
    [
        ("st.write(frame)", "write"),
        ("left.dataframe(frame)", "dataframe"),
        ("st.map(frame)", "map"),
        ("show = st.table", "table"),
        ("getattr(st, 'json')(frame)", "st itself"),
        ("import streamlit as s", "streamlit by another name"),
        ("from streamlit import write", "streamlit.write"),
        ("from streamlit.delta_generator import main_dg", "streamlit.delta_generator.main_dg"),
    ],
)
def test_a_second_way_to_the_browser_is_seen(line: str, way: str, tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text(f"import streamlit as st\n{line}\n", encoding="utf-8")
    assert ways_out(page) == {way}
