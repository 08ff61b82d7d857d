"""Finds exports that another user of this machine can read."""

import stat
from pathlib import Path

from etl.settings import Settings

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_ENTER = stat.S_IXGRP | stat.S_IXOTH
_READ = stat.S_IRGRP | stat.S_IROTH


def files_open_to_others(settings: Settings) -> list[Path]:
    """Return the exports that another user may read; none where a folder above keeps them out."""
    folders = [settings.exports, *settings.exports.parents]
    if not settings.exports.is_dir() or not all(_mode(folder) & _ENTER for folder in folders):
        return []
    return [
        path
        for path in sorted(settings.exports.rglob("*"))
        if path.is_file() and _mode(path) & _READ and _is_open(path, settings.exports)
    ]


def _is_open(path: Path, top: Path) -> bool:
    between = (folder for folder in path.parents if top in folder.parents)
    return all(_mode(folder) & _ENTER for folder in between)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode) & _OTHERS
