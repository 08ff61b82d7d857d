"""Is what a file was found to be kept with its rows, and told again with an unchanged file?"""

from dataclasses import replace
from pathlib import Path

import duckdb

from etl.ingest import stage, staging_store
from etl.ingest.accounts.findings import Finding
from etl.ingest.fingerprints import content_of, opened
from etl.models.staging_views import create_staged
from tests.etl.ingest.reading import put_members, row
from tests.party import Party

FOUND = (Finding("other_sheets", ("เชียงใหม่", "12")), Finding("month_first"))


def test_a_finding_is_kept_in_the_account_and_comes_back_with_an_unchanged_file(
    party: Party, tmp_path: Path
) -> None:
    put_members(party, row())
    load = party.load()
    secret = stage.read_secret(party)
    (export,) = stage.find_exports(party, None)
    with opened(export) as file:
        content = content_of(file, party, lambda _: None)
    assert load.staged_path and load.rejects_path
    rows, rejects = tmp_path / "rows", tmp_path / "rejects"
    rows.write_bytes(load.staged_path.read_bytes())
    rejects.write_bytes(load.rejects_path.read_bytes())
    key = staging_store.key_of(export, content, secret)
    staging_store.keep(party, replace(load, findings=FOUND), key, rows, rejects)

    again = party.load()
    assert again.status == "unchanged" and again.findings == FOUND
    with duckdb.connect() as con:
        create_staged(con, [again])
        told = con.execute("select file, kind, list_on::text, name, detail from load_findings")
        assert told.fetchall() == [
            ("members_2566-10-22.csv", "members", "2023-10-22", "other_sheets", "เชียงใหม่|12"),
            ("members_2566-10-22.csv", "members", "2023-10-22", "month_first", ""),
        ]


def test_the_sign_between_two_parts_cannot_come_from_within_one() -> None:
    assert Finding("other_sheets", ("a|b", "c")).text == "a/b|c"
