"""What do tests of the report share? The sample's October, of the country and a province."""

from pathlib import Path

import pytest

from reports.monthly.report import Pack
from tests.reports.monthly.sample_report import CHIANG_MAI, october


@pytest.fixture(scope="session")
def country(published: Path) -> Pack:
    return october(published)


@pytest.fixture(scope="session")
def province(published: Path) -> Pack:
    return october(published, CHIANG_MAI)


@pytest.fixture(scope="session")
def report(country: Pack) -> Pack:
    return country
