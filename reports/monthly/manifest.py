"""Where every number of a report's first page comes from, and what it was made with."""

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import pandas as pd

from reports.monthly import sentences
from reports.monthly.report import Pack
from reports.text import Text

SCHEMA = 1
_PACKAGES = ("duckdb", "fontpkg-sarabun", "pandas", "python-pptx", "typst", "xlsxwriter")


def manifest(report: Pack, text: Text, documents: Mapping[str, bytes]) -> bytes:
    """Return, as JSON: every figure with its metric and parameters, the edition's files and checks,
    the versions, and the hash of each document."""
    period, scope = report.period, report.scope
    content_of = {
        "schema": SCHEMA,
        "title": sentences.title(report, text),
        "language": text.language,
        "period": {
            "kind": period.kind,
            "starts_on": period.starts_on.isoformat(),
            "ends_on": period.ends_on.isoformat(),
            "as_of": period.until.isoformat(),
            "compared_with": period.since.isoformat(),
        },
        "scope": {
            "kind": scope.kind,
            "code": scope.code,
            "provinces": scope.provinces and list(scope.provinces),
        },
        "edition": {
            name: _plain(report.edition[name])
            for name in ("edition", "built_at", "fingerprint", "code_version", "is_sample")
        },
        "figures": [
            {
                "name": figure.name,
                "value": figure.value,
                "metric": figure.metric,
                "parameters": figure.parameters,
                "where": figure.where,
                "column": figure.column,
            }
            for figure in report.figures
        ],
        "files": _rows(report, "files", ("file", "kind", "sha256", "status", "rows_in", "staged")),
        "checks": _rows(report, "checks", ("name", "is_fatal", "passed", "found")),
        "versions": {name: version(name) for name in _PACKAGES},
        "documents": {
            name: hashlib.sha256(content).hexdigest() for name, content in sorted(documents.items())
        },
    }
    return (json.dumps(content_of, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _rows(report: Pack, frame: str, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {name: _plain(row[name]) for name in columns}
        for row in report.frames[frame].to_dict("records")
    ]


def _plain(cell: Any) -> Any:  # noqa: ANN401
    if cell is pd.NA:
        return None
    if hasattr(cell, "item"):
        cell = cell.item()
    return cell if cell is None or isinstance(cell, (bool, int, float, str)) else str(cell)
