"""Is what threads free used again by other threads?"""

import platform
import subprocess
import sys

import pytest

from tests.browser import ROOT

HEAPS = """
import ctypes, os, re, tempfile, threading
from pages.ui import memory
told = memory.bound() if {bound} else None
blocks, gate = [], threading.Barrier(13)
def take():
    blocks.append([bytearray(3000) for _ in range(50)])
    gate.wait()
threads = [threading.Thread(target=take) for _ in range(12)]
[each.start() for each in threads]
gate.wait()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
file = tempfile.mkdtemp() + "/heaps"
out = ctypes.c_void_p(libc.fopen(file.encode(), b"w"))
libc.malloc_info(0, out)
libc.fclose(out)
print(open(file).read().count("<heap "), told)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas")
def test_twelve_threads_share_two_arenas() -> None:
    def heaps(bound: bool) -> list[str]:
        code = HEAPS.format(bound=bound)
        return subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.split()

    assert heaps(True) == ["2", "True"]
    assert int(heaps(False)[0]) > 2


HELD = """
from pathlib import Path
from pages.ui import memory
def resident():
    said = Path("/proc/self/status").read_text()
    return int(said.split("VmRSS:")[1].split()[0])
kept = [bytes(3000) for _ in range(60_000)]
held = resident()
kept = kept[::30]  # what is held keeps the pages between from going by themselves
freed = resident()
assert memory.give_back()
print(held - freed, held - resident())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is told to")
def test_what_was_freed_between_what_is_held_is_given_back() -> None:
    told = subprocess.run(
        [sys.executable, "-c", HELD], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    by_itself, given_back = map(int, told)
    assert given_back > by_itself + 50_000, "kilobytes"
