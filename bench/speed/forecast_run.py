"""Time all forecasts of one build, with the shipped targets and with a hundred more."""

import time
from collections.abc import Callable
from pathlib import Path

from bench.bars import verdict
from etl import build
from etl.build import Reporter
from etl.ingest.stage import Load
from etl.places.gazetteer import provinces
from etl.sample import write
from etl.settings import SHIPPED, Settings
from etl.warehouse import editions
from i18n.messages import Message
from metrics.forecast import run

Row = tuple[str, str, str, str]


class _Silent(Reporter):
    def step(self, sentence: Message) -> Callable[[float], None]:
        return lambda _: None

    def loaded(self, load: Load) -> None:
        return None


def measure(folder: Path) -> list[Row]:
    """Return rows of (what, measured, bar, met) for the sample."""
    settings = Settings(data=folder / "outlook")
    write.write_sample(settings, lambda _: None)
    rows: list[Row] = []
    shipped = (SHIPPED / "data" / "targets.csv").read_text(encoding="utf-8")
    for what, targets in (
        ("all forecasts of one build, the shipped targets", shipped),
        ("the same with a target a province for both", shipped + _province_targets()),
    ):
        _write(settings, targets)
        build.build(settings, _Silent())
        edition = editions.current_edition(settings)
        assert edition
        with editions.open_edition(editions.public_path(settings, edition)) as con:
            began = time.perf_counter()
            forecasts = run.tables(con, lambda _: None)
            seconds = time.perf_counter() - began
        lines = sum(len(table) for table in forecasts.values())
        rows.append((what, f"{seconds:.1f} s ({lines:,} rows)", "< 20 s", verdict(seconds < 20)))
    return rows


def _write(settings: Settings, targets: str) -> None:
    head, *lines = targets.strip().splitlines()
    if not head.endswith(",area"):
        head = f"{head},area"
    (settings.data / "targets.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")


def _province_targets() -> str:
    """Return a row a province and metric, as `data/targets.csv` has them."""
    return "\n".join(
        f"{metric},{value},2023-10-22,2024-04-06,x,x,bench,{place.province_code}"
        for place in provinces()
        for metric, value in (("members", 2000), ("amphoe_covered", 5))
    )
