"""Measure everything that is claimed; write a table a report to bench/results/."""

import platform
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from rich.console import Console

from bench.accuracy import event_effect, forecasts, hazard, polls
from bench.door import siege
from bench.hardening import command as hardening
from bench.speed import answers, build, forecast_run, ladder, map, pages, record, report, wire

FOLDER = Path(__file__).parent
DATA = FOLDER / "data"
Table = Sequence[tuple[str, ...]]

REPORTS: dict[str, tuple[str, dict[str, ModuleType], tuple[str, ...]]] = {
    "spine": (
        "Speed and size",
        {"build": build, "pages": pages, "map": map, "ladder": ladder},
        ("duckdb", "streamlit", "plotly"),
    ),
    "reports": (
        "The monthly pack",
        {"pack": report},
        ("duckdb", "typst", "xlsxwriter"),
    ),
    "record": (
        "The record of use after years",
        {"record": record},
        ("rich",),
    ),
    "taking_part": (
        "Members taking part",
        {"answers": answers},
        ("duckdb",),
    ),
    "forecasts": (
        "How good forecasts are, and how long they take",
        {"accuracy": forecasts, "hazard": hazard, "outlook": forecast_run},
        ("numpy", "statsmodels"),
    ),
    "door": (
        "The door under attack",
        {"door": siege},
        ("streamlit", "uvicorn", "websockets"),
    ),
    "event_effect": (
        "What an event brings, and whether its interval holds it",
        {"event_effect": event_effect},
        ("numpy", "duckdb"),
    ),
    "wire": (
        "On a slow line",
        {"wire": wire},
        ("streamlit", "plotly", "playwright"),
    ),
    "polls": (
        "What a poll says of all members, weighted and not",
        {"polls": polls},
        ("numpy",),
    ),
}
"""Report → its title, its parts by name, and the packages whose versions matter."""


def main() -> int:
    """Run the parts named on the command line (all by default); return 0 when every bar is met.

    A report is written when all its parts have run. `hardening` is a command of its own, with a
    count for each part.
    """
    if sys.argv[1:2] == ["hardening"]:
        return hardening.main(sys.argv[2:])
    console = Console(highlight=False, soft_wrap=True)
    names = sys.argv[1:] or [name for _, parts, _ in REPORTS.values() for name in parts]
    is_met = True
    for name, (title, parts, packages) in REPORTS.items():
        selected = [part for part in parts if part in names]
        rows: list[tuple[str, ...]] = [("what", "measured", "bar", "met")]
        tables: list[Table] = []
        for part in selected:
            console.print(f"{part} …")
            part_rows = parts[part].measure(DATA)
            rows += part_rows
            is_met &= not any(row[-1] == "NO" for row in part_rows)
            compare_tables: Callable[[Path], list[Table]] | None = getattr(
                parts[part], "tables", None
            )
            tables += compare_tables(DATA) if compare_tables else []
        body = "\n\n".join(_markdown(table) for table in (rows, *tables))
        if selected:
            console.print(body, markup=False)
        if selected == list(parts):
            results = FOLDER / "results"
            results.mkdir(exist_ok=True)
            text = f"{_head(title, packages)}\n\n{body}\n"
            (results / f"{name}.md").write_text(text, encoding="utf-8")
    return int(not is_met)


def _head(title: str, packages: Sequence[str]) -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    return (
        f"# {title}\n\n`make bench`, {datetime.now(UTC):%Y-%m-%d}, Python"
        f" {platform.python_version()}, {versions}, {platform.machine()}. All figures of one run"
        " on one machine that other work shared: trust the ratios."
    )


def _markdown(table: Table) -> str:
    head, *rows = ["| " + " | ".join(row) + " |" for row in table]
    return "\n".join([head, "|" + "---|" * len(table[0]), *rows])


if __name__ == "__main__":
    sys.exit(main())
