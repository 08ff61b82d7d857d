"""Does every import run down the one street?

    i18n, disclosure_limit
    etl: its rooms, each above the next
    metrics ─► reports ─► pages ─► dashboard.py

What may import what is the table of the design; here it is by folder, so that a new file obeys the
rule of the folder it lies in.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

from tests.architecture.imports import imports, inside, module_name, of_product
from tests.discovery import ROOT, enough, modules

GROUND = ("i18n", "disclosure_limit")

ROOMS = (
    "safe_files",
    "file_sums",
    "staged_files",
    "settings",
    "faults",
    "data_version",
    "personal_data",
    "places",
    "ingest",
    "lists",
    "warehouse",
    "models",
    "questions",
    "audit",
    "vitals",
    "access",
    "sample",
    "boundaries",
    "build_result",
    "uploads",
    "build",
    "retention",
    "upgrades",
    "backup",
    "doctor",
    "commands",
    "__main__",
)
"""The rooms of etl from the bottom up: each imports of etl only what stands before it."""

DOORS = (
    "etl.settings",
    "etl.safe_files",
    "etl.warehouse",
    "etl.access",
    "etl.audit",
    "etl.uploads",
    "etl.vitals",
)
"""The rooms of etl that what draws pages knows."""


def beyond(path: Path, *allowed: str) -> set[str]:
    """Return what the file imports of the product that none of the folders allowed holds."""
    names = of_product(path)
    return names - inside(names, *allowed)


def offenders(paths: Iterable[Path], found: Callable[[Path], set[str]]) -> dict[str, set[str]]:
    """Return the modules in which something was found, and what."""
    return {module_name(path): names for path in paths if (names := found(path))}


def above_its_room(path: Path) -> set[str]:
    """What a file of etl imports that stands above its room."""
    room = path.relative_to(ROOT / "etl").with_suffix("").parts[0]
    below = [f"etl.{name}" for name in ROOMS[: ROOMS.index(room) + 1]]
    # A command hands metrics and reports their files; the build is handed its forecasts by one.
    above = ("metrics", "reports") if room in ("commands", "__main__") else ()
    return beyond(path, *GROUND, *below, *above)


def test_a_room_of_etl_imports_only_rooms_below_it() -> None:
    assert not offenders(modules("etl"), above_its_room)


def test_every_room_of_the_street_is_there() -> None:
    found = {path.relative_to(ROOT / "etl").with_suffix("").parts[0] for path in modules("etl")}
    assert found <= set(ROOMS)
    enough(found, 15, "rooms of etl")


def test_a_metric_imports_only_metrics() -> None:
    assert not offenders(
        modules("metrics"), lambda path: beyond(path, "metrics", "disclosure_limit")
    )


def test_exact_counts_of_members_are_asked_by_what_guards_them() -> None:
    others = [path for path in modules("metrics") if not {"members", "safe"} & set(path.parts)]
    assert not offenders(others, lambda path: inside(imports(path), "metrics.members"))


def test_a_report_imports_only_metrics_and_reports() -> None:
    allowed = (*GROUND, "metrics", "reports", "etl.safe_files")
    assert not offenders(modules("reports"), lambda path: beyond(path, *allowed))


def beyond_the_doors(path: Path) -> set[str]:
    """What a file of pages imports that is none of its business."""
    _, audience, *_ = path.relative_to(ROOT).parts
    own = ".".join(path.relative_to(ROOT).parts[:3])
    allowed = [*GROUND, "metrics", "reports", "pages.ui", "pages.access", own]
    is_page = audience in ("everyone", "organisers") or path.name == "page.py"
    if not is_page:
        allowed += ["pages.server", *DOORS]
    return beyond(path, *allowed)


def test_pages_know_the_doors_of_etl_alone_and_a_page_none_of_them() -> None:
    assert not offenders(modules("pages"), beyond_the_doors)


def test_streamlit_is_imported_by_pages_only() -> None:
    others = [*modules("etl"), *modules("metrics"), *modules("reports")]
    assert not offenders(others, lambda path: inside(imports(path), "streamlit"))


def test_no_page_works_on_shapes_of_boundaries() -> None:
    of_shapes = ("geopandas", "shapely", "pyogrio", "pyproj")
    assert not offenders(modules("pages"), lambda path: inside(imports(path), *of_shapes))


def test_the_smallest_count_told_is_a_number_and_nothing_else() -> None:
    assert not imports(ROOT / "disclosure_limit.py")


def test_an_arrow_up_the_street_is_seen() -> None:
    path = ROOT / "etl/build.py"
    assert inside(of_product(path), "etl.models", "etl.ingest")
    assert beyond(path, *GROUND, "etl.settings")
    assert set(offenders([path], lambda path: beyond(path, *GROUND))) == {"etl.build"}
