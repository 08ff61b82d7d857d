"""Says whether a bar is met, in the word of a table's last column."""


def verdict(is_met: bool) -> str:
    """Return the word of the last column."""
    return "yes" if is_met else "NO"
