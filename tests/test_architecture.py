"""Does every import run down the one street, and does every page stand behind the door?"""

import ast
import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.delta_generator import DeltaGenerator

from tests.discovery import ROOT, Page, enough, modules, pages, words

OURS = (
    "i18n",
    "etl",
    "metrics",
    "reports",
    "pages",
    "dashboard",
    "shapefiles",
    "bench",
    "disclosure_limit",
)

# Every module of etl may use these three: they are values and words, and touch nothing.
WORDS = {"i18n.thai", "i18n.messages", "etl.settings"}
COMMANDS = {
    "etl.__main__",
    "etl.commands.build",
    "etl.commands.close",
    "etl.commands.forget",
    "etl.commands.uploads",
    "etl.commands.audit",
    "etl.commands.report",
    "etl.commands.report_request",
    "etl.commands.retain",
    "etl.commands.send",
    "etl.commands.send_preview",
}
DOOR = {
    "etl.access.access_list",
    "etl.audit.log",
    "etl.warehouse.closed_months",
    "etl.uploads.service",
    "etl.warehouse.frozen_rolls",
    "i18n.messages",
    "etl.settings",
    "etl.access.ended_sessions",
    "etl.warehouse.editions",
}


def imports(path: Path) -> set[str]:
    """Every module the file names in an import, with `from a import b` given as a and a.b."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def module_name(path: Path) -> str:
    """What the module is called in an import."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def file_of(name: str) -> Path:
    """Where the module of that name lies."""
    return ROOT / f"{name.replace('.', '/')}.py"


def ours(path: Path) -> set[str]:
    return {name for name in imports(path) if name.split(".")[0] in OURS}


def may(names: set[str], *allowed: str) -> set[str]:
    """Return the names that none of the allowed prefixes covers."""
    return {
        name
        for name in names
        if not any(name == prefix or name.startswith(f"{prefix}.") for prefix in allowed)
    }


@pytest.mark.parametrize("path", modules("metrics"), ids=str)
def test_a_metric_imports_only_metrics(path: Path) -> None:
    assert not may(ours(path), "metrics", "disclosure_limit")


@pytest.mark.parametrize("path", modules("reports"), ids=str)
def test_a_report_imports_only_metrics_and_reports(path: Path) -> None:
    assert not may(ours(path), "i18n", "metrics", "reports", "etl.settings", "disclosure_limit")


@pytest.mark.parametrize("path", modules("pages/ui"), ids=str)
def test_the_ui_knows_the_warehouse_and_no_other_part_of_etl(path: Path) -> None:
    allowed = ("i18n", "metrics", "reports", "pages.ui", "pages.access", "pages.server")
    assert not may(ours(path), *DOOR, *allowed)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.file)
def test_a_page_asks_metrics_through_the_ui_and_is_short(page: Page) -> None:
    path = ROOT / page.file
    own = module_name(path).rpartition(".")[0]
    assert not may(ours(path), "metrics", "reports", "pages.ui", "pages.access", own)
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\bselect\b.+\bfrom\b|\.groupby\(|cache_data|cache_resource", text)


@pytest.mark.parametrize(
    "path", [*modules("etl"), *modules("metrics"), *modules("reports")], ids=str
)
def test_streamlit_is_imported_by_pages_only(path: Path) -> None:
    assert not may({name for name in imports(path) if name.startswith("streamlit")})


@pytest.mark.parametrize("path", modules("etl"), ids=str)
def test_etl_never_looks_at_metrics_pages_or_reports(path: Path) -> None:
    # A command of its own is a part of __main__: it hands metrics and reports their files.
    above = ("metrics", "reports") if module_name(path) in COMMANDS else ()
    assert not may(ours(path), "i18n", "etl", *above, "disclosure_limit")


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("etl.settings", {"i18n.messages"}),
        ("i18n.thai", set()),
        ("i18n.messages", set()),
        ("etl.warehouse.editions", {"i18n.messages", "etl.settings"}),
    ],
)
def test_the_ground_floor_of_etl_stands_on_nothing(name: str, allowed: set[str]) -> None:
    assert not may(ours(file_of(name)), *allowed)


READERS = {
    "etl.ingest.dates",
    "etl.ingest.encodings",
    "etl.ingest.exports",
    "etl.ingest.headings",
    "etl.ingest.stage",
    "etl.ingest.workbooks",
}
PLACES = {
    "etl.places.gazetteer",
    "etl.places.aliases",
    "etl.places.index",
    "etl.models.place_likeness",
    "etl.places.names",
    "etl.places.suggestions",
    "etl.models.place_texts",
    "etl.places.matcher",
}


def test_the_smallest_count_told_is_a_number_and_nothing_else() -> None:
    assert not imports(ROOT / "disclosure_limit.py")


def test_readers_and_places_do_not_know_each_other() -> None:
    for name in READERS:
        assert not ours(file_of(name)) & PLACES, name
    for name in PLACES:
        assert not ours(file_of(name)) & READERS, name


def test_no_python_file_lies_directly_in_pages() -> None:
    """Streamlit would serve it without the menu, so without sign-in."""
    assert not list((ROOT / "pages").glob("*.py"))


def test_every_page_is_in_the_menu_under_its_audience() -> None:
    tree = ast.parse((ROOT / "dashboard.py").read_text(encoding="utf-8"))
    menu = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "MENU"
    )
    listed = {(audience, name) for audience, names in menu.items() for name in names}
    assert listed == {(page.audience, page.name) for page in pages()}


def test_every_module_says_in_its_first_line_what_it_answers() -> None:
    for path in [*modules("etl"), *modules("metrics"), *modules("pages")]:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_every_model_says_its_grain_and_ends_in_its_last_step() -> None:
    models = sorted(p for p in (ROOT / "etl").rglob("*.sql") if "checks" not in str(p))
    enough(models, 36, "models")
    for path in models:
        lines = path.read_text(encoding="utf-8").strip().splitlines()
        assert lines[0].startswith("-- One row"), path
        assert re.search(r"(?m)^select \* from \w+", "\n".join(lines[-4:])), path


# Asked once a build, of the whole country; what they answer is stored, and asked for by others.
OF_THE_BUILD = {
    "metrics.forecast.coverage_history",
    "metrics.forecast.coverage",
    "metrics.forecast.hazard_model",
    "metrics.forecast.simulation",
    "metrics.forecast.situation",
    "metrics.forecast.members_model",
    "metrics.forecast.members",
    "metrics.forecast.run",
    "metrics.forecast.tables",
    "metrics.forecast.weekly_members",
}


def test_every_module_that_a_rule_names_exists() -> None:
    """A rule about a name that has gone would hold nothing back."""
    in_layers = WORDS | DOOR | COMMANDS | READERS | PLACES
    for name in in_layers | OF_THE_BUILD:
        assert file_of(name).is_file(), name


def is_of_the_country(path: Path) -> bool:
    return {"forecast", "disclosure"} & set(path.parts) != set() or path.stem == "query_cache"


def test_every_metric_takes_the_provinces_it_may_speak_of() -> None:
    questions: list[str] = []
    for path in modules("metrics"):
        # Of the whole country, whoever looks: what a build works out, and what guards small counts.
        if is_of_the_country(path):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                names = [arg.arg for arg in (*node.args.args, *node.args.kwonlyargs)]
                # What only words a part of a question gives no answer yet.
                is_question = getattr(node.returns, "id", "") != "str"
                if names[:1] == ["con"] and module_name(path) != "metrics.query" and is_question:
                    assert "provinces" in names, f"{path.name}: {node.name}"
                    questions.append(node.name)
    enough(questions, 70, "questions")


def test_no_page_loads_what_forecasts_are_made_with() -> None:
    """A page that did would start a second later, and could forecast otherwise than the build."""
    ui = [module_name(path) for path in modules("pages/ui")]
    metrics = [
        module_name(path) for path in modules("metrics") if module_name(path) not in OF_THE_BUILD
    ]
    program = "\n".join(
        [
            "import sys",
            *(f"import {name}" for name in [*ui, *metrics]),
            f"made_with = set({sorted(OF_THE_BUILD)})",
            "print(sorted((made_with | {'statsmodels', 'scipy'}) & set(sys.modules)))",
        ]
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"
    for path in modules("pages"):
        assert not may(imports(path) & OF_THE_BUILD), path


def test_every_phrase_has_both_languages_and_the_same_places_to_fill() -> None:
    with (ROOT / "i18n/catalogue/pages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = [row["key"] for row in rows]
    enough(keys, 1400, "phrases")
    assert len(keys) == len(set(keys))
    for row in rows:
        assert row["th"].strip(), row["key"]
        assert row["en"].strip(), row["key"]
        places = [set(re.findall(r"{(\w+)}", row[language])) for language in ("th", "en")]
        assert places[0] == places[1], row["key"]
        assert None not in row, f"too many commas in {row['key']}"


def test_every_phrase_a_page_names_exists() -> None:
    with (ROOT / "i18n/catalogue/pages.csv").open(encoding="utf-8", newline="") as file:
        keys = {row["key"] for row in csv.DictReader(file)}
    files = [*modules("pages"), ROOT / "dashboard.py"]
    named = words(r'\bt\(\s*"([a-z_.0-9]+)"', files, at_least=800)
    assert not named - keys


def test_thai_words_live_in_lists_not_in_code() -> None:
    thai = re.compile("[\u0e01-\u0e3a\u0e40-\u0e5b]{3,}")
    for path in [*modules("metrics"), *modules("reports"), *modules("pages")]:
        body = path.read_text(encoding="utf-8")
        assert not thai.search(body), f"{path.name}: {thai.search(body)}"


# Where Streamlit is handed what can carry a table, a figure or a file: one function for each kind,
# so that nothing goes to a browser but what passed `metrics.masked_cells`.
WAYS_OUT = {
    "dataframe": {"pages/ui/tables.py"},
    "plotly_chart": {"pages/ui/charts.py"},
    "components": {"pages/ui/map/amphoe_map.py"},
    "download_button": {"pages/ui/downloads.py"},
    "image": {"pages/officers/monthly_report/sections.py"},
    "html": {"pages/ui/ladder.py", "pages/organisers/reviews/sections.py", "dashboard.py"},
    "logo": {"dashboard.py"},
}
# All else that pages use: words, boxes and controls, which show a text that a page has written.
SAYS = {
    *("badge", "caption", "code", "error", "header", "info", "markdown", "metric", "progress"),
    *("spinner", "subheader", "success", "text", "title", "warning"),
    *("button", "checkbox", "date_input", "file_uploader", "number_input", "page_link"),
    *("segmented_control", "select_slider", "selectbox", "column_config"),
    *("columns", "container", "empty", "expander", "fragment", "popover", "sidebar"),
    *("Page", "cache_resource", "context", "get_option", "login", "logout", "navigation"),
    *("query_params", "rerun", "session_state", "set_page_config", "stop", "user"),
}
# Series and our own modules and values have these too; of st itself they are no less forbidden.
OTHERS_HAVE = {"map", "pdf", "status", "table"}
STREAMLIT_PARTS = {
    "streamlit.auth_util",
    "streamlit.components.v2.types.ComponentRenderer",
    "streamlit.config",
    "streamlit.elements.lib.column_types.ColumnConfig",
    "streamlit.navigation.page",
    "streamlit.runtime",
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
    return (found - SAYS) | may(names - {"streamlit"}, *STREAMLIT_PARTS)


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
