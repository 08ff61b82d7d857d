"""How is a number written? With commas, the same in Thai and English; a missing one is a dash."""


def number(value: float | None, digits: int = 0) -> str:
    """Return a number with commas: 1,234 or, with a digit, 1,234.5."""
    return "–" if value is None or value != value else f"{value:,.{digits}f}"


def signed(value: float | None, digits: int = 0) -> str:
    """Return a change with its sign and commas: +1,234, −5, 0."""
    if value is None or value != value:
        return "–"
    text = f"{value:+,.{digits}f}".replace("-", "−")
    return text if round(value, digits) else text.lstrip("+−")
