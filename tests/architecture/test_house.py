"""Is the house in order: folders, names, first lines, models, questions?"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from etl.models.run import model_files
from tests.architecture.imports import module_name
from tests.discovery import ROOT, enough, modules

PRODUCT = ("bench", "etl", "i18n", "metrics", "pages", "reports", "shapefiles")
MOST_FILES = 20
"""More files than this in one folder nobody reads."""


def folders(*tops: str) -> Iterator[tuple[Path, list[Path]]]:
    """Every folder below these with the Python files that lie directly in it."""
    for top in tops:
        for folder in [ROOT / top, *(ROOT / top).rglob("*/")]:
            files = [path for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]
            if files:
                yield folder, files


def test_no_folder_holds_more_files_than_anybody_reads() -> None:
    found = list(folders(*PRODUCT, "tests"))
    enough(found, 60, "folders")
    crowded = {str(folder.relative_to(ROOT)): len(files) for folder, files in found}
    assert not {name: count for name, count in crowded.items() if count > MOST_FILES}


def families(names: list[str]) -> list[str]:
    """Return the prefixes that three names or more share: a folder in disguise."""
    prefixes = Counter(name.partition("_")[0] for name in names if "_" in name)
    return [prefix for prefix, count in prefixes.items() if count > 2]


def test_three_files_with_one_prefix_are_a_folder() -> None:
    found = list(folders(*PRODUCT))
    enough(found, 45, "folders")
    named = {
        str(folder.relative_to(ROOT)): [path.stem for path in files] for folder, files in found
    }
    assert not {folder: families(names) for folder, names in named.items() if families(names)}


def test_a_family_of_prefixes_is_seen() -> None:
    assert families(["load_a", "load_b", "load_c", "other", "x_y"]) == ["load"]
    assert not families(["load_a", "load_b", "load", "loads_c"])


def test_every_module_says_in_its_first_line_what_it_does() -> None:
    files = [path for _, each in folders(*PRODUCT) for path in each]
    enough(files, 270, "modules")
    silent = [path for path in files if not _first_line(path)]
    assert not silent


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def test_every_model_says_its_grain_and_ends_in_its_last_step() -> None:
    models = sorted(p for p in (ROOT / "etl").rglob("*.sql") if "checks" not in str(p))
    enough(models, 36, "models")
    for path in models:
        lines = path.read_text(encoding="utf-8").strip().splitlines()
        assert lines[0].startswith("-- One row"), path
        assert re.search(r"(?m)^select \* from \w+", "\n".join(lines[-4:])), path


def test_every_model_is_the_table_of_its_file_and_runs_after_what_it_reads() -> None:
    """`run` names a table by its file; a circle among them raises CycleError."""
    models = model_files()
    enough(models, 36, "models")
    places = {path.stem: place for place, path in enumerate(models)}
    assert len(places) == len(models)
    for path in models:
        query = re.sub(r"--.*", "", path.read_text(encoding="utf-8"))
        steps = set(re.findall(r"(?m)^(\w+) as (?:(?:not )?materialized )?\(", query))
        reads = set(re.findall(r"\b(?:from|join)\s+(\w+)", query)) - steps - {path.stem}
        late = [name for name in reads & places.keys() if places[name] > places[path.stem]]
        assert not late, f"{path.name} runs before {late}"


def is_of_the_country(path: Path) -> bool:
    """Whether a module answers of the whole country: what a build works out, what guards counts."""
    return {"forecast", "disclosure"} & set(path.parts) != set() or path.stem == "query_cache"


def test_every_metric_takes_the_provinces_it_may_speak_of() -> None:
    questions: list[str] = []
    for path in modules("metrics"):
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
