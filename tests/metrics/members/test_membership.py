"""Are members counted right: each day, each period, each place, beside what was published?"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import duckdb
import pandas as pd
import pytest

from etl.lists.load import create_reference
from etl.warehouse import editions
from metrics.members import areas, membership, reconciliation
from tests.party import Con, Party

FIRST_LIST, LAST_LIST, NEWEST = date(2023, 8, 31), date(2023, 10, 22), date(2023, 10, 25)
REASONS = ("resigned", "lapsed", "deceased", "removed", "unknown")
PLACES = (
    ("1001", "10"),
    ("1101", "11"),
    ("5001", "50"),
    (None, "50"),
    ("9001", "90"),
    (None, None),
)
"""Amphoe and province, each of which may not be known."""
EXTRAS = "update provinces set region_nesdb = 'unheard_of' where province_code = '90'"


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Con]:
    """An edition as pages open it: read-only, its members drawn by chance."""
    party = Party(tmp_path_factory.mktemp("party"))
    with editions.new_edition(party) as draft:
        create_reference(draft.con, party)
        draft.con.execute(EXTRAS)
        _create_days(draft.con)
        draft.publish(
            (
                *("edition", "lists", "membership_daily", "coverage_spans"),
                *("provinces", "region_names", "published_totals"),
            ),
            (),
        )
    with party.opened() as opened:
        yield opened


def _create_days(con: Con) -> None:
    con.execute(
        f"""
        create table edition as select date '{FIRST_LIST}' as first_list_on,
            date '{NEWEST}' as newest_on, 0 as threshold;
        create table lists as select unnest(
            [date '{FIRST_LIST}', date '2023-09-30', date '{LAST_LIST}']) as list_on;
        create table coverage_spans(amphoe_code text, covered_from date, covered_to date);
        insert into coverage_spans values ('5001', '2023-10-22', null)
        """  # noqa: S608
    )
    rows = _changes(Random(2566))  # noqa: F841 - DuckDB reads the frame by its name
    con.execute("create table membership_daily as from rows")


def _changes(rng: Random) -> pd.DataFrame:
    """Days on which people join, leave, return and move between two places."""
    rows = []
    for day in pd.date_range("2023-05-03", LAST_LIST).date:
        if rng.random() < 0.3:
            continue
        moved_out, moved_in = rng.sample(range(len(PLACES)), 2)
        for place, (amphoe_code, province_code) in enumerate(PLACES):
            lost = {reason: rng.randint(0, 1) * (day > FIRST_LIST) for reason in REASONS}
            row = {
                "amphoe_code": amphoe_code,
                "province_code": province_code,
                "date": day,
                "joined": rng.randint(2, 9),
                "returned": rng.randint(0, 2) * (day > FIRST_LIST),
                "moved_in": int(place == moved_in),
                "moved_out": int(place == moved_out),
                "left_members": sum(lost.values()),
                **{f"left_{reason}": count for reason, count in lost.items()},
                "is_backfilled": day <= FIRST_LIST,
            }
            net = row["joined"] + row["returned"] + row["moved_in"] - row["moved_out"]
            net -= row["left_members"]
            lifetime, untyped = net // 3, place == 0
            row |= {"net_lifetime": lifetime, "net_untyped": int(untyped)}
            rows.append(row | {"net_yearly": net - lifetime - int(untyped)})
    return pd.DataFrame(rows)


def members_on(con: Con, day: date, where: str = "true") -> int:
    """Count in the plainest way what the metrics count in theirs."""
    net = "joined + returned + moved_in - left_members - moved_out"
    found = con.execute(
        f"select coalesce(sum({net}), 0) from membership_daily where date <= $day and {where}",  # noqa: S608
        {"day": day},
    ).fetchone()
    assert found
    return int(found[0])


def adds_up(rows: pd.DataFrame) -> bool:
    parts = rows["joined"] + rows["returned"] + rows["moved_net"] - rows["left_members"]
    reasons = rows[[f"left_{reason}" for reason in REASONS]].sum(axis=1)
    return bool((parts == rows["net_change"]).all() and (reasons == rows["left_members"]).all())


def test_a_question_can_reach_no_file(con: Con, tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(duckdb.PermissionException):
        con.execute("select * from read_csv($file)", {"file": str(tmp_path / "there.csv")})


@pytest.mark.parametrize("day", [date(2023, 5, 1), FIRST_LIST, date(2023, 9, 17), NEWEST])
def test_places_add_up_to_the_country_on_every_day(con: Con, day: date) -> None:
    total = membership.total(con, on=day).iloc[0]
    assert total.members == members_on(con, day)
    assert total.members == total.yearly + total.lifetime + total.untyped
    assert total.unplaced == members_on(con, day, "amphoe_code is null")
    places = [areas.by_province(con, on=day, since=FIRST_LIST)]
    for scheme in ("ect", "royal", "nesdb"):
        places.append(areas.by_region(con, on=day, since=FIRST_LIST, scheme=scheme))
    for rows in places:
        assert rows["members"].sum() == total.members
        assert rows["yearly"].sum() == total.yearly
        assert rows["lifetime"].sum() == total.lifetime


def test_provinces_add_up_to_the_country_on_each_single_day(con: Con) -> None:
    for back in range(0, 180, 9):
        day = NEWEST - timedelta(days=back)
        known = [code for _, code in PLACES if code]
        of_provinces = sum(
            membership.total(con, on=day, provinces=(code,))["members"].iloc[0]
            for code in set(known)
        )
        of_none = members_on(con, day, "province_code is null")
        assert of_provinces + of_none == membership.total(con, on=day)["members"].iloc[0]


def test_members_of_no_known_province_count_only_for_the_country(con: Con) -> None:
    everywhere = tuple({code for _, code in PLACES if code})
    asked = membership.total(con, on=NEWEST, provinces=everywhere)["members"].iloc[0]
    assert asked == members_on(con, NEWEST, "province_code is not null") < members_on(con, NEWEST)
    rows = areas.by_province(con, on=NEWEST, since=FIRST_LIST, provinces=everywhere)
    assert rows["province_code"].notna().all()


def test_who_may_see_no_province_sees_nobody(con: Con) -> None:
    assert membership.total(con, on=NEWEST, provinces=())["members"].iloc[0] == 0
    assert membership.monthly(con, until=NEWEST, provinces=()).empty
    assert areas.by_province(con, on=NEWEST, since=FIRST_LIST, provinces=()).empty
    assert areas.by_region(con, on=NEWEST, since=FIRST_LIST, scheme="ect", provinces=()).empty
    weeks = membership.weekly(con, until=NEWEST, weeks=3, provinces=())
    assert weeks["members"].tolist() == [0, 0, 0]


@pytest.mark.parametrize("provinces", [None, ("50",), ("10", "11", "90")])
@pytest.mark.parametrize("until", [NEWEST, date(2023, 9, 10), date(2023, 7, 31)])
def test_months_and_weeks_tell_the_members_at_their_end_and_their_parts_add_up(
    con: Con, until: date, provinces: tuple[str, ...] | None
) -> None:
    where = f"province_code in {provinces}".replace(",)", ")") if provinces else "true"
    for rows in (
        membership.monthly(con, until=until, provinces=provinces),
        membership.weekly(con, until=until, weeks=10, provinces=provinces),
    ):
        ends = [stamp.date() for stamp in rows["ends_on"]]
        assert rows["members"].tolist() == [members_on(con, day, where) for day in ends]
        assert (rows["yearly"] + rows["lifetime"] + rows["untyped"] == rows["members"]).all()
        assert adds_up(rows)
        assert rows["net_change"].iloc[1:].tolist() == rows["members"].diff().iloc[1:].tolist()
        assert ends[-1] == until
        counts = rows.drop(columns=["starts_on", "ends_on", "is_backfilled"])
        assert all(kind in ("int64", "bool") for kind in counts.dtypes.astype(str))


def test_weeks_and_months_count_the_same_people(con: Con) -> None:
    months = membership.monthly(con, until=NEWEST)
    weeks = membership.weekly(con, until=NEWEST, weeks=60)
    for column in ("joined", "returned", "left_members", "left_lapsed", "net_change"):
        assert weeks[column].sum() == months[column].sum()


def test_the_month_of_a_past_day_ends_on_that_day(con: Con) -> None:
    cut = membership.monthly(con, until=date(2023, 9, 10)).iloc[-1]
    whole = membership.monthly(con, until=NEWEST).iloc[-2]
    assert (cut.starts_on.date(), cut.ends_on.date()) == (date(2023, 9, 1), date(2023, 9, 10))
    assert whole.ends_on.date() == date(2023, 9, 30)
    assert cut.joined < whole.joined
    assert cut.members == members_on(con, date(2023, 9, 10))


def test_a_month_in_which_nothing_happened_keeps_its_members(con: Con) -> None:
    rows = membership.monthly(con, until=date(2023, 12, 5))
    assert [stamp.month for stamp in rows["starts_on"]] == [5, 6, 7, 8, 9, 10, 11, 12]
    assert rows["members"].iloc[-1] == rows["members"].iloc[-3]
    assert rows["net_change"].iloc[-1] == 0


def test_members_are_known_from_the_first_list_and_changes_only_after_it(con: Con) -> None:
    months = membership.monthly(con, until=NEWEST).set_index("starts_on")
    assert months["is_backfilled"].tolist() == [True, True, True, False, False, False]
    assert months["is_change_backfilled"].tolist() == [True, True, True, True, False, False]
    weeks = membership.weekly(con, until=date(2023, 9, 12), weeks=3)
    assert [stamp.date() for stamp in weeks["ends_on"]] == [
        date(2023, 8, 29),
        date(2023, 9, 5),
        date(2023, 9, 12),
    ]
    assert weeks["is_backfilled"].tolist() == [True, False, False]
    assert weeks["is_change_backfilled"].tolist() == [True, True, False]


@pytest.mark.parametrize("provinces", [None, ("50",)])
def test_a_change_since_a_day_is_the_difference_of_two_days(
    con: Con, provinces: tuple[str, ...] | None
) -> None:
    since = date(2023, 9, 24)
    rows = membership.change(con, on=NEWEST, since=since, provinces=provinces)
    now, then = (
        membership.total(con, on=day, provinces=provinces)["members"].iloc[0]
        for day in (NEWEST, since)
    )
    assert rows["members"].iloc[0] == now
    assert rows["net_change"].iloc[0] == now - then
    assert adds_up(rows)
    assert not rows["is_change_backfilled"].iloc[0]
    assert membership.change(con, on=NEWEST, since=date(2023, 8, 1))["is_change_backfilled"].all()


def test_moves_inside_the_country_are_no_change_of_it(con: Con) -> None:
    months = membership.monthly(con, until=NEWEST)
    assert not months["moved_net"].any()
    assert membership.monthly(con, until=NEWEST, provinces=("50",))["moved_net"].any()


def test_every_province_has_a_row_with_its_share_and_change(con: Con) -> None:
    rows = areas.by_province(con, on=NEWEST, since=FIRST_LIST)
    assert len(rows) == 78
    assert rows["share_pct"].sum() == pytest.approx(100)
    assert pd.isna(rows["province_code"].iloc[-1])
    chiang_mai = rows.set_index("province_code").loc["50"]
    then = members_on(con, FIRST_LIST, "province_code = '50'")
    assert chiang_mai.net_change == chiang_mai.members - then
    assert chiang_mai.change_pct == pytest.approx(100 * chiang_mai.net_change / then)
    empty = rows.set_index("province_code").loc["20"]
    assert (empty.members, empty.net_change) == (0, 0)
    assert pd.isna(empty.change_pct)


@pytest.mark.parametrize(("scheme", "regions"), [("ect", 4), ("royal", 6), ("nesdb", 7)])
def test_every_region_of_a_scheme_has_a_row_even_without_members(
    con: Con, scheme: str, regions: int
) -> None:
    rows = areas.by_region(con, on=NEWEST, since=FIRST_LIST, scheme=scheme)
    named = rows[rows["region_code"].notna() & (rows["region_code"] != "unheard_of")]
    assert len(named) == regions
    assert named["region_th"].notna().all()
    assert pd.isna(rows["region_code"].iloc[-1])
    assert rows["share_pct"].sum() == pytest.approx(100)


def test_a_region_nobody_named_still_counts_its_members(con: Con) -> None:
    rows = areas.by_region(con, on=NEWEST, since=FIRST_LIST, scheme="nesdb")
    unheard_of = rows.set_index("region_code").loc["unheard_of"]
    assert unheard_of.members == members_on(con, NEWEST, "province_code = '90'")
    assert unheard_of.region_en == "unheard_of"


def test_a_region_of_some_provinces_counts_only_those(con: Con) -> None:
    rows = areas.by_region(con, on=NEWEST, since=FIRST_LIST, scheme="ect", provinces=("10", "50"))
    assert rows["region_code"].tolist() == ["north", "central"] or rows["region_code"].tolist() == [
        "central",
        "north",
    ]
    by_code = rows.set_index("region_code")["members"]
    assert by_code["central"] == members_on(con, NEWEST, "province_code = '10'")
    assert by_code["north"] == members_on(con, NEWEST, "province_code = '50'")


def test_published_totals_are_compared_only_on_days_our_lists_describe(con: Con) -> None:
    rows = reconciliation.reconciliation(con, until=NEWEST)
    members = rows[rows["metric"] == "members"].set_index("as_of")
    before = members.loc["2023-01-01"]
    assert not before.is_comparable
    assert pd.isna(before.ours)
    assert pd.isna(before.unexplained)
    register = members.loc["2023-09-21"]
    ours = members_on(con, date(2023, 9, 21))
    assert register.reported_by == "ECT"
    assert (register.ours, register.unexplained) == (ours, 60069 - ours)
    assert register.unexplained_pct == pytest.approx(100 * (60069 - ours) / ours)
    assert not members.loc["2019-07-05"].is_comparable, "another body's total"


def test_coverage_is_compared_by_its_own_days(con: Con) -> None:
    rows = reconciliation.reconciliation(con, until=NEWEST)
    covered = rows[rows["metric"] == "amphoe_covered"].iloc[0]
    assert (covered.ours, covered.unexplained) == (1, 28)


def test_published_totals_after_the_day_or_of_a_part_of_the_country_are_not_shown(con: Con) -> None:
    assert reconciliation.reconciliation(con, until=NEWEST)["as_of"].max().date() <= NEWEST
    assert reconciliation.reconciliation(con, until=NEWEST, provinces=("10",)).empty
