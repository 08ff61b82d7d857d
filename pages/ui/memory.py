"""Keeps the memory of a server that many look at in bounds.

Each run of a page is a thread of its own, and glibc gives threads up to eight arenas a processor,
none of which uses what another has free. With two, what one run frees the next one takes.
"""

import ctypes

_ARENA_MAX = -8
"""M_ARENA_MAX of glibc's malloc.h."""
_ARENAS = 2


def bound() -> bool:
    """Have the C library use few arenas, before there are threads; whether it could be told."""
    try:
        return bool(ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS))
    except (AttributeError, OSError, TypeError):
        return False  # another C library, which has no such arenas


def give_back() -> bool:
    """Give the system back what was freed and lies between what is held; whether it could be."""
    try:
        return bool(ctypes.CDLL(None).malloc_trim(0))
    except (AttributeError, OSError):
        return False
