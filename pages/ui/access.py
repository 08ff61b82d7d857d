"""Who is looking, and what may they see? Today: the one user of this machine, everything."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Viewer:
    """A person at the dashboard. `provinces` are those they may see, None for the whole country."""

    provinces: tuple[str, ...] | None
    audiences: frozenset[str]


_LOCAL = Viewer(provinces=None, audiences=frozenset({"everyone", "organisers", "officers"}))


def viewer() -> Viewer:
    """Return who is looking. The server listens on this machine only, so it is its user."""
    return _LOCAL


def within(asked: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Return the provinces a question may speak of: those asked for that the viewer may see."""
    allowed = viewer().provinces
    if allowed is None:
        return asked
    return allowed if asked is None else tuple(code for code in asked if code in allowed)
