"""Can anything under five be worked out of all that those who are no officers can get? Tried.

An attacker asks every guarded question of members for three days, for the country, each region of
each scheme, each province and some pairs of provinces, and puts it all into one system. Also for
every single day of three weeks: what is told of anything smaller than the country is then of the
last told day (`metrics.told`), and nothing but the country's own sums binds the days between.
"""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import pytest

from metrics.disclosure import member_cells
from metrics.disclosure.suppression import FEW, HIDDEN
from metrics.members import ladder
from metrics.query_cache import cache_answers
from metrics.safe import amphoe, areas, members
from tests.metrics.disclosure.attack import Attacker
from tests.metrics.members.scattered_party import LISTS, PROVINCES, party, told_on
from tests.party import Con

pytestmark = pytest.mark.slow
SEEDS = (1, 2)
SCHEMES = ("ect", "royal", "nesdb")
Scope = tuple[str, ...] | None
Periods = Sequence[tuple[date, date]]
PERIODS: Periods = (*itertools.pairwise(LISTS), (LISTS[0], LISTS[2]))
WEEKS = tuple(LISTS[2] - timedelta(days=7 * back) for back in range(5, -1, -1))
"""The ends of six weeks, as a series of them shows; the months end on LISTS."""
EVERY_DAY = tuple(LISTS[1] + timedelta(days=n) for n in range(-14, 8))
"""Three weeks, with a list among their days."""


@pytest.fixture(scope="module", params=SEEDS)
def con(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    with party(tmp_path_factory.mktemp("scattered"), request.param) as con:
        yield con


class Attack:
    """What one attacker has learnt, and how it hangs together."""

    def __init__(self, con: Con, days: Sequence[date]) -> None:
        self.con, self.attacker, self.days = con, Attacker(), days
        self.places = member_cells.places(con)
        # Nobody ever was a member of the others: their 0 is shown.
        self.truth = member_cells.counted(con, self.places, days)
        self.kept = (self.truth > 0).any(axis=0) | (self.places.amphoe == "")
        self.provinces = sorted({*PROVINCES, ""})

    def told(self, day: date, scope: Scope = ()) -> date:
        """Return the day that an answer is of: of anything smaller than the country a told day."""
        return day if scope is None else told_on(self.con, day)

    def cells(self, day: date, where: Any) -> Mapping[str, float]:  # noqa: ANN401
        """Return the sum of the members of these cells on a day."""
        here = (where & self.kept).nonzero()[0]
        return {f"m {day} {place}": 1 for place in here}

    def scope(self, day: date, provinces: Scope) -> Mapping[str, float]:
        return self.cells(self.told(day, provinces), self.places.within(provinces))

    def learn(self, parts: Mapping[str, float], cell: object, mark: object = None) -> None:
        """Pass on a cell of an answer: a number, or why it is missing."""
        if isinstance(mark, str):
            self.attacker.learn(parts, None, mark)
        elif pd.notna(cell):
            self.attacker.learn(parts, float(cell), None)  # type: ignore[arg-type]


def less(now: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
    """Return the parts of a difference; of a day and itself there are none."""
    return dict(now) | {name: now.get(name, 0) - times for name, times in before.items()}


def scopes(con: Con) -> list[Scope]:
    found = con.execute(
        "select region_ect, region_royal, region_nesdb, province_code from provinces"
    )
    by_region: dict[tuple[int, str], list[str]] = {}
    for *regions, province in found.fetchall():
        for scheme, region in enumerate(regions):
            by_region.setdefault((scheme, region), []).append(province)
    pairs = list(itertools.combinations(PROVINCES, 2))[::7]
    regions = [tuple(each) for each in by_region.values() if set(each) & set(PROVINCES)]
    return [None, *((each,) for each in PROVINCES), *pairs, *dict.fromkeys(regions)]


@pytest.fixture(scope="module")
def attack(con: Con) -> Attack:
    with cache_answers():
        return ask_everything(con, LISTS, PERIODS)


def ask_everything(con: Con, days: Sequence[date], periods: Periods) -> Attack:
    attack = Attack(con, sorted({*days, *(told_on(con, day) for day in days)}))
    for day in attack.days:
        for province in attack.provinces:
            _types_make_up_members(attack, day, province)
    told_periods = {(told_on(con, start), told_on(con, end)) for start, end in periods}
    for start, end in sorted({*periods, *told_periods}):
        for province in attack.provinces:
            _flows_make_up_the_change(attack, start, end, province)
        moves = {f"moved {start} {end} {province}": 1.0 for province in attack.provinces}
        attack.attacker.learn(moves, 0, None)
    for scope in scopes(con):
        for day in days:
            _amphoe(attack, day, scope)
            _total(attack, day, scope)
        for start, end in periods:
            _change(attack, start, end, scope)
            if scope is None or len(scope) == 2:
                _areas(attack, start, end, scope)
    return attack


def _types_make_up_members(attack: Attack, day: date, province: str) -> None:
    whole = attack.cells(day, attack.places.province == province)
    for name in ("yearly", "other"):
        attack.attacker.unknown(f"{name} {day} {province}")
    parts = {f"yearly {day} {province}": 1.0, f"other {day} {province}": 1.0}
    attack.attacker.learn(parts | {name: -1 for name in whole}, 0, None)


def _flows_make_up_the_change(attack: Attack, start: date, end: date, province: str) -> None:
    period = f"{start} {end} {province}"
    attack.attacker.unknown(f"gained {period}")
    attack.attacker.unknown(f"left {period}")
    attack.attacker.unknown(f"moved {period}", low=-10_000)
    here = attack.places.province == province
    net = less(attack.cells(end, here), attack.cells(start, here))
    flows = {f"gained {period}": -1.0, f"left {period}": 1.0, f"moved {period}": -1.0}
    attack.attacker.learn(net | flows, 0, None)


def _amphoe(attack: Attack, day: date, scope: Scope) -> None:
    if scope is not None:
        return  # the same answers: see the test of whoever asks
    answers = [amphoe.by_amphoe(attack.con, on=day), amphoe.gaps(attack.con, on=day)]
    day = attack.told(day)
    for row in pd.concat(answers).to_dict("records"):
        at = attack.places.amphoe == row["amphoe_code"]
        parts = attack.cells(day, at)
        for name in parts:
            attack.learn(parts, row["members"], row["members_mark"])
            threshold = float(row["threshold"])
            is_at = row["short_of"] is not pd.NA and row["short_of"] == 0
            low = 5 if row["members_mark"] == HIDDEN else 0
            attack.attacker.unknown(
                name, *((threshold, float("inf")) if is_at else (low, threshold - 1))
            )
            if pd.notna(row["short_of"]) and not is_at:
                attack.attacker.learn(parts, threshold - row["short_of"], None)


def _total(attack: Attack, day: date, scope: Scope) -> None:
    row = members.total(attack.con, on=day, provinces=scope).iloc[0]
    here = attack.places.within(scope)
    attack.learn(attack.scope(day, scope), row["members"], row["members_mark"])
    unplaced = attack.cells(attack.told(day), here & (attack.places.amphoe == ""))
    attack.learn(unplaced, row["unplaced"], row["unplaced_mark"])
    _types(attack, attack.told(day, scope), attack.provinces if scope is None else list(scope), row)


def _types(
    attack: Attack, day: date, provinces: list[str], row: Mapping[Any, Any] | pd.Series
) -> None:
    for name, column in (("yearly", "yearly"), ("other", "not_yearly")):
        parts = {f"{name} {day} {each}": 1.0 for each in provinces if each in attack.provinces}
        attack.learn(parts, row[column])


def _change(attack: Attack, start: date, end: date, scope: Scope) -> None:
    row = members.change(attack.con, on=end, since=start, provinces=scope).iloc[0]
    net = less(attack.scope(end, scope), attack.scope(start, scope))
    attack.learn(net, row["net_change"])
    provinces = attack.provinces if scope is None else scope
    start, end = attack.told(start, scope), attack.told(end, scope)
    kinds = (("gained", "gained"), ("left", "left_members"), ("moved", "moved_net"))
    for name, column in kinds:
        parts = {
            f"{name} {start} {end} {each}": 1.0 for each in provinces if each in attack.provinces
        }
        attack.learn(parts, row[column])


def _areas(attack: Attack, start: date, end: date, scope: Scope) -> None:
    asked: dict[str, Any] = {"on": end, "since": start, "provinces": scope}
    answers = {"province": areas.by_province(attack.con, **asked)}
    answers |= {scheme: areas.by_region(attack.con, scheme=scheme, **asked) for scheme in SCHEMES}
    start, end = attack.told(start), attack.told(end)
    whole = attack.cells(end, attack.places.within(scope))
    for level, rows in answers.items():
        code = "province_code" if level == "province" else "region_code"
        for row in rows.to_dict("records"):
            own = row[code] if isinstance(row[code], str) else ""
            here = (getattr(attack.places, level) == own) & attack.places.within(scope)
            now, before = attack.cells(end, here), attack.cells(start, here)
            attack.learn(now, row["members"], row["members_mark"])
            attack.learn(less(now, before), row["net_change"])
            inside = sorted(set(attack.places.province[here & attack.kept]))
            _types(attack, end, inside, row)
            if pd.notna(row["share_pct"]) and pd.notna(row["members"]) and row["members"]:
                attack.learn(whole, round(100 * row["members"] / row["share_pct"]))


def test_no_count_under_five_can_be_worked_out(attack: Attack) -> None:
    assert _none_is_worked_out(attack) > 20


def _none_is_worked_out(attack: Attack, days: Collection[date] = ()) -> int:
    """Try every count of 1 to 4, of these days or of all, and return how many there are."""
    few = 0
    for day, counts in zip(attack.days, attack.truth, strict=True):
        if days and day not in days:
            continue
        for place in ((counts > 0) & (counts < 5)).nonzero()[0]:
            few += 1
            least, most = attack.attacker.range_of(f"m {day} {place}")
            assert least <= counts[place] <= most
            assert least < most, f"{attack.places.amphoe[place]} on {day} is {least}"
    return few


def test_no_type_and_no_flow_under_five_can_be_worked_out(attack: Attack) -> None:
    con = attack.con
    known = [
        (f"yearly {day} {province}", f"other {day} {province}", day, province)
        for day in LISTS
        for province in attack.provinces
    ]
    for yearly, other, day, province in known:
        code = "coalesce(province_code, '') = ? and date <= ?"
        exact = con.execute(
            "select coalesce(sum(net_yearly), 0), coalesce(sum(net_lifetime + net_untyped), 0)"  # noqa: S608
            f" from membership_daily where {code}",
            [province, day],
        ).fetchall()[0]
        for name, count in zip((yearly, other), exact, strict=True):
            _is_open(attack, name, int(count))
    for start, end in PERIODS:
        for province in attack.provinces:
            exact = con.execute(
                "select coalesce(sum(joined + returned), 0), coalesce(sum(left_members), 0)"
                " from membership_daily where coalesce(province_code, '') = ?"
                " and date > ? and date <= ?",
                [province, start, end],
            ).fetchall()[0]
            for name, count in zip(("gained", "left"), exact, strict=True):
                _is_open(attack, f"{name} {start} {end} {province}", int(count))


def _is_open(attack: Attack, name: str, count: int) -> None:
    if 0 < count < 5:
        least, most = attack.attacker.range_of(name)
        assert least <= count <= most, name
        assert least < most, f"{name} is {least}"


def test_every_answer_is_the_same_whoever_asks(con: Con) -> None:
    whole = amphoe.by_amphoe(con, on=LISTS[-1]).set_index("amphoe_code")
    for scope in scopes(con)[1:12:3]:
        part = amphoe.by_amphoe(con, on=LISTS[-1], provinces=scope).set_index("amphoe_code")
        pd.testing.assert_frame_equal(part, whole.loc[part.index], check_dtype=False)


def test_an_amphoe_over_time_is_told_as_on_its_days(con: Con) -> None:
    by_day = {day: amphoe.by_amphoe(con, on=day).set_index("amphoe_code") for day in LISTS}
    exact_rows = ladder.by_amphoe(con, on=LISTS[-1]).set_index("amphoe_code")
    for code, exact in exact_rows[exact_rows["members"] > 0].iloc[::3].iterrows():
        months = amphoe.members_by_month(con, amphoe_code=str(code), until=LISTS[-1], months=36)
        for month in months.to_dict("records"):
            day = month["ends_on"].date()
            if day not in by_day:
                continue
            own = by_day[day].loc[str(code)]
            if isinstance(month["members_mark"], str):
                assert own["members_mark"] == month["members_mark"]
                assert pd.isna(month["members"])
            else:
                assert pd.isna(own["members_mark"])
                assert own["members"] == month["members"]
        if exact["members"] < 5:
            assert months["members_mark"].iloc[-1] == FEW
            assert months["net_change"].isna().iloc[-1]


def test_no_count_under_five_can_be_worked_out_of_a_series(con: Con) -> None:
    """Six weeks and the months they lie in, of all areas: more days, and what came between."""
    days = sorted({*WEEKS, *LISTS})
    periods = (*itertools.pairwise(WEEKS), *itertools.pairwise(LISTS))
    with cache_answers():
        attack = ask_everything(con, days, periods)
    assert _none_is_worked_out(attack) > 40


def test_neither_a_count_nor_a_change_of_a_day_can_be_worked_out_of_all_days(con: Con) -> None:
    """Three weeks, day by day, and what came between each two: of all areas, in all scopes."""
    with cache_answers():
        attack = ask_everything(con, EVERY_DAY, tuple(itertools.pairwise(EVERY_DAY)))
    assert _none_is_worked_out(attack, {told_on(con, day) for day in EVERY_DAY}) > 20
    at = {day: n for n, day in enumerate(attack.days)}
    changes = 0
    for before, day in itertools.pairwise(EVERY_DAY):
        change = attack.truth[at[day]] - attack.truth[at[before]]
        for place in ((abs(change) > 0) & (abs(change) < 5)).nonzero()[0]:
            changes += 1
            parts = {f"m {day} {place}": 1.0, f"m {before} {place}": -1.0}
            least, most = attack.attacker.range_of(parts)
            assert least <= change[place] <= most
            assert least < most, f"{attack.places.amphoe[place]} on {day} by {least}"
    assert changes > 20


@pytest.mark.parametrize("series", ["weekly", "monthly"])
def test_a_series_tells_of_each_period_what_that_period_tells(series: str, con: Con) -> None:
    """So that what cannot be worked out of periods cannot be worked out of a chart of them."""
    for scope in scopes(con)[::2]:
        _is_told_alike(con, series, scope)


def _is_told_alike(con: Con, series: str, scope: Scope) -> None:
    with cache_answers():
        asked: dict[str, Any] = {"until": LISTS[-1], "provinces": scope}
        rows = (
            members.weekly(con, weeks=len(WEEKS), **asked)
            if series == "weekly"
            else members.monthly(con, **asked)
        )
        for row in rows.to_dict("records"):
            on, since = row["ends_on"].date(), row["starts_on"].date() - timedelta(days=1)
            total = members.total(con, on=on, provinces=scope).iloc[0]
            change = members.change(con, on=on, since=since, provinces=scope).iloc[0]
            for single in (total, change):
                for name in set(single.index) & set(rows.columns):
                    same = single[name] == row[name] or (
                        pd.isna(single[name]) and pd.isna(row[name])
                    )
                    assert same, (scope, on, name, single[name], row[name])
