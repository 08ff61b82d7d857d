"""How can a file be damaged? Each way a function of its path."""

from pathlib import Path


def cut(path: Path) -> None:
    """Leave the first half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    """Leave a file of no bytes."""
    path.write_bytes(b"")


def flip(path: Path) -> None:
    """Change one byte; the file stays as long as it was."""
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)


def remove(path: Path) -> None:
    """Take the file away."""
    path.unlink()


def make_folder(path: Path) -> None:
    """Put a folder in its place."""
    path.unlink()
    path.mkdir()


DAMAGES = [cut, empty, flip, remove, make_folder]
