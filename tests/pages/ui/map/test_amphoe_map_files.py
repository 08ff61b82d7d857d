"""Are the browser's files published whole, once, and under names that change with their content?"""

import json
import math
from base64 import b64decode
from pathlib import Path

import numpy as np
import pytest

from etl.settings import SHIPPED, Settings
from pages.ui.map.amphoe_map import FEW, HIDDEN, Category, MapLabels, amphoe_map, pack
from pages.ui.map.static_files import SCRIPT, ensure_vendor_files, map_files

LABELS = MapLabels("th", *("",) * 11)


def test_vendor_files_are_published_once_and_left_alone(tmp_path: Path) -> None:
    first = ensure_vendor_files(tmp_path)
    names = sorted(path.name for path in (tmp_path / "vendor").iterdir())
    written = {name: (tmp_path / "vendor" / name).stat().st_mtime_ns for name in names}

    assert ensure_vendor_files(tmp_path) == first
    assert first.script_url in {f"app/static/vendor/{name}" for name in names}
    assert [n for n in names if n.startswith("Sarabun")] == [
        f"Sarabun-{weight}.woff2" for weight in ("Bold", "Regular", "SemiBold")
    ]
    assert written == {n: (tmp_path / "vendor" / n).stat().st_mtime_ns for n in names}


def test_the_script_is_published_whole_and_in_its_order(tmp_path: Path) -> None:
    address = ensure_vendor_files(tmp_path).script_url
    published = (tmp_path / address.removeprefix("app/static/")).read_text("utf-8")
    parts = sorted(SCRIPT.glob("*.js"))
    assert len(parts) > 5
    assert published == "\n".join(part.read_text("utf-8") for part in parts)
    assert published.count("export default") == 1
    assert len(published.encode()) < 45_000


def test_a_half_written_file_is_replaced(tmp_path: Path) -> None:
    font = tmp_path / "vendor" / "Sarabun-Bold.woff2"
    font.parent.mkdir()
    font.write_bytes(b"half")

    ensure_vendor_files(tmp_path)

    assert font.stat().st_size > 15_000
    assert not list(font.parent.glob(".*"))


def test_the_shipped_geometry_is_used_where_a_party_has_none(tmp_path: Path) -> None:
    files = map_files(Settings(data=tmp_path))

    assert len(files.codes) == 928
    assert list(files.codes) == sorted(files.codes)
    assert len(files.bounds) == 77
    served = SHIPPED / files.amphoe_url.removeprefix("app/")
    features = json.loads(served.read_text(encoding="utf-8"))["features"]
    assert tuple(feature["id"] for feature in features) == files.codes


def test_a_partys_own_boundaries_are_published_by_their_content(tmp_path: Path) -> None:
    own, static = tmp_path / "data" / "boundaries", tmp_path / "static"
    own.mkdir(parents=True)
    index = {"codes": ["1001"], "bounds": {"10": [100, 13, 101, 14]}, "country": [97, 5, 106, 21]}
    names = {"amphoe": "amphoe-1.json", "provinces": "provinces-1.json"}
    for name in names.values():
        (own / name).write_text(f'{{"of": "{name}"}}', encoding="utf-8")
    (own / "index.json").write_text(json.dumps(index | names), encoding="utf-8")

    files = map_files(Settings(data=tmp_path / "data"), static)

    assert files.codes == ("1001",)
    assert files.amphoe_url.startswith("app/static/own/amphoe-")
    served = static / files.amphoe_url.removeprefix("app/static/")
    assert served.read_text(encoding="utf-8") == '{"of": "amphoe-1.json"}'


@pytest.mark.parametrize(
    ("values", "kind", "none"),
    [
        ([0, 252, None], "u1", 255),
        ([0, 253, None], "u2", 65_535),
        ([0, 65_533, None], "u4", 2**32 - 1),
        ([None, None, math.nan], "u1", 255),
    ],
)
def test_values_travel_in_as_few_bytes_as_they_allow(
    values: list[float | None], kind: str, none: float
) -> None:
    packed = pack(values)

    assert packed["kind"] == kind
    read = np.frombuffer(b64decode(packed["base64"]), dtype=f"<{kind}")
    wanted = [none if value is None or math.isnan(value) else value for value in values]
    np.testing.assert_array_equal(read, np.array(wanted, dtype=f"<{kind}"))


def test_what_may_not_be_shown_travels_as_a_mark_and_not_as_a_number() -> None:
    packed = pack([FEW, HIDDEN, 7, None])
    assert packed["kind"] == "u1"
    assert np.frombuffer(b64decode(packed["base64"]), dtype="u1").tolist() == [254, 253, 7, 255]
    large = pack([FEW, HIDDEN, 300])
    assert np.frombuffer(b64decode(large["base64"]), dtype="<u2").tolist() == [65_534, 65_533, 300]


@pytest.mark.parametrize("value", [0.5, -3])
def test_what_is_no_whole_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        pack([value])


def test_too_few_values_are_refused(tmp_path: Path) -> None:
    files = map_files(Settings(data=tmp_path))

    with pytest.raises(ValueError, match="928 values, not 3"):
        amphoe_map([0, 1, 2], files=files, classes=(Category(0, "", "", ""),), labels=LABELS)
