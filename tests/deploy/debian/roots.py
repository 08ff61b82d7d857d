"""Where do tests find an empty Debian, its packages, and the bytes of Python's?

By way of this machine's own sources of packages, whatever they are: nothing of them is in a test.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

KEPT = Path("/var/tmp") / f"pakthong-debian-{os.getuid()}"
"""What every run would fetch anew: an empty Debian, and the packages that were installed in one."""
_OLDEST_SECONDS = 14 * 86_400
_TOOLS = ("debootstrap", "unshare", "nsenter", "apt-get", "tar")
_KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def why_not() -> str:
    """Return why this machine can have no Debian in a folder, as a sentence; empty when it can."""
    if os.getuid() != 0:
        return "only root can make a Debian in a folder: run this test as root"
    missing = [name for name in _TOOLS if shutil.which(name) is None]
    if missing:
        return f"no {missing[0]} (Debian: `apt-get install debootstrap`)"
    own = ["unshare", "--mount", "--net", "--pid", "--fork", "true"]
    if subprocess.run(own, capture_output=True).returncode:
        return "this machine lets nobody have namespaces of their own"
    return "" if _mirrors() else "this machine's apt knows no Debian"


def _mirrors() -> list[tuple[str, str]]:
    """Return (address, suite) of every Debian that this machine's apt asks."""
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(ORIGIN)"],
        capture_output=True,
        text=True,
    )
    found = {tuple(line.split()) for line in told.stdout.splitlines() if line.endswith(" Debian")}
    return sorted((each[0], each[1]) for each in found)


def empty_debian(suite: str) -> Path:
    """Return an archive of the smallest Debian of a suite; skips where no mirror answers."""
    KEPT.mkdir(mode=0o700, exist_ok=True)
    assert KEPT.stat().st_uid == os.getuid(), f"{KEPT} is somebody else's"
    archive = KEPT / f"{suite}.tar"
    if archive.is_file() and time.time() - archive.stat().st_mtime < _OLDEST_SECONDS:
        return archive
    mirror = next(address for address, name in _mirrors() if not name.endswith("-security"))
    draft = KEPT / f"{suite}.{os.getpid()}"
    try:
        done = subprocess.run(
            ["debootstrap", "--variant=minbase", "--include=ca-certificates", suite, draft, mirror],
            capture_output=True,
            text=True,
        )
        if done.returncode:
            pytest.skip(f"no Debian could be fetched: {done.stdout[-300:]}{done.stderr[-300:]}")
        packed = archive.with_suffix(f".{os.getpid()}.tar")
        subprocess.run(
            ["tar", "--create", "--file", packed, "--directory", draft, "--exclude=./dev/*", "."],
            check=True,
        )
        packed.replace(archive)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return archive


def unpack(suite: str, folder: Path) -> Path:
    """Make an empty Debian in a folder that is not there yet, which asks this machine's mirrors."""
    archive = empty_debian(suite)
    folder.mkdir(mode=0o755)
    subprocess.run(["tar", "--extract", "--file", archive, "--directory", folder], check=True)
    for name in ("resolv.conf", "hosts"):
        shutil.copyfile(f"/etc/{name}", folder / "etc" / name)
    mirrors = _mirrors()
    own = next(name for _, name in mirrors if "-" not in name)
    lines = [
        f"deb [signed-by={_KEYRING}] {address} {re.sub(f'^{own}', suite, name)} main"
        for address, name in mirrors
    ]
    apt = folder / "etc/apt"
    (apt / "sources.list").write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True)
    wanted = [line for line in told.stdout.splitlines() if line.startswith("Acquire::")]
    (apt / "apt.conf.d/99here").write_text("\n".join(wanted) + "\n", encoding="utf-8")
    # Packages start nothing of themselves, as in a container.
    (folder / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
    (folder / "usr/sbin/policy-rc.d").chmod(0o755)
    return folder


def archives() -> Path:
    """Return where the packages that apt fetched are kept from run to run.

    A folder for each process of tests: apt lets nobody else into one that it works in.
    """
    folder = KEPT / "archives" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
    (folder / "partial").mkdir(parents=True, exist_ok=True)
    return folder


def fetch_wheels(requirements: Path, folder: Path, python: str = "3.11") -> Path:
    """Fetch what a lock names, for a version of Python; skips where no index answers."""
    options = ["--quiet", "--only-binary=:all:", "--require-hashes", f"--python-version={python}"]
    places = ["--requirement", str(requirements), "--dest", str(folder)]
    done = subprocess.run(
        [sys.executable, "-m", "pip", "download", *options, *places],
        capture_output=True,
        text=True,
    )
    if done.returncode:
        pytest.skip(f"no packages of Python could be fetched: {done.stderr[-300:]}")
    return folder
