"""Writes what a party brings to a new server: its list of people, its secrets, an export."""

import re
import secrets
from pathlib import Path

from tests.party import Party, member


def write_exports(folder: Path) -> None:
    """Write a small members' list of invented people below a folder, as a party has it."""
    Party(folder).members("2566-10-22", *(member(str(number)) for number in range(1, 9)))


def filled(shown: str, name: str) -> str:
    """Fill in what a page leaves to its reader: the secret of cookies, the site's name."""
    told = re.sub(r'(cookie_secret = )"…"', rf'\1"{secrets.token_hex(32)}"', shown)
    return told.replace("pakthong.example.org", name)
