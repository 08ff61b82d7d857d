"""Read the targets the party has set, for the country or for a province or region of it.

One row a target in `targets.csv`: metric, value, start_on, deadline, label_th, label_en, source
and, if the party likes, `area`: blank for the whole country, a province's code (`50`), or a
region as scheme and code (`ect:north`).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from etl.lists.reading import METRICS, bad_list, count, day, read_lines
from i18n.messages import Message, message

COLUMNS: Mapping[str, str] = {
    "target_id": "bigint",
    "metric": "text",
    "value": "bigint",
    "start_on": "date",
    "deadline": "date",
    "label_th": "text",
    "label_en": "text",
    "source": "text",
    "area_kind": "text",
    "area_code": "text",
}
"""The columns of `targets` in an edition, and their types.

`target_id` counts the rows of the list from 1; `area_kind` is country (with the code ''),
province, or a scheme of regions (ect, royal, nesdb).
"""

_REQUIRED = ("metric", "value", "start_on", "deadline", "label_th", "label_en", "source")
_COUNTRY = ("country", "")

Area = tuple[str, str]
Target = tuple[int, str, int, date, date, str, str, str, str, str]


class _Refusal(ValueError):
    """A cell means nothing; `why` says it in both languages."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


def read_targets(path: Path, regions: Mapping[str, set[str]]) -> list[Target]:
    """Return the targets in the order of the list, as `COLUMNS`; none without a file.

    `regions` are the codes known of each scheme, the provinces' under `province`. Raises
    BadList for the first row with a metric or area not known, a day no calendar has, a deadline
    that is not after the start, a value that is not a whole number from 1 on, or a blank label.
    """
    targets: list[Target] = []
    for line, row in read_lines(path, _REQUIRED):
        try:
            targets.append((len(targets) + 1, *_read(row), *_area(row.get("area", ""), regions)))
        except _Refusal as refusal:
            raise bad_list(path, line, refusal.why) from refusal
    return targets


def _read(row: Mapping[str, str]) -> tuple[str, int, date, date, str, str, str]:
    if row["metric"] not in METRICS:
        known = ", ".join(METRICS)
        raise _Refusal(message("build.target_metric", text=row["metric"], known=known))
    start_on, deadline = _day("start_on", row), _day("deadline", row)
    if deadline <= start_on:
        raise _Refusal(message("build.target_deadline", deadline=deadline, start_on=start_on))
    for column in ("label_th", "label_en"):
        if not row[column]:
            raise _Refusal(message("build.target_label", column=column))
    value = _value(row["value"])
    return row["metric"], value, start_on, deadline, row["label_th"], row["label_en"], row["source"]


def _value(text: str) -> int:
    try:
        value = count(text)
    except ValueError:
        value = 0
    if value < 1:
        raise _Refusal(message("build.target_value", text=text))
    return value


def _day(column: str, row: Mapping[str, str]) -> date:
    try:
        return day(row[column])
    except ValueError as error:
        why = message("build.target_date", column=column, text=row[column])
        raise _Refusal(why) from error


def _area(text: str, regions: Mapping[str, set[str]]) -> Area:
    """Read 50 as a province and ect:north as a region; nothing is the whole country."""
    if not text:
        return _COUNTRY
    kind, colon, code = (part.strip() for part in text.partition(":"))
    area = (kind.lower(), code) if colon else ("province", kind)
    if area[1] not in regions.get(area[0], set()):
        named = ", ".join(_region_names(regions))
        raise _Refusal(message("build.target_area", text=text, regions=named))
    return area


def _region_names(regions: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield every region as the column `area` writes it; provinces would fill a page."""
    for scheme, codes in regions.items():
        if scheme != "province":
            yield from (f"{scheme}:{code}" for code in sorted(codes))
