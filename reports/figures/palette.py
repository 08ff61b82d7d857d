"""Which colour does each series have? One in all the product: on pages, in pictures, in reports.

Those that stand together in a figure differ for the colour-blind, and in lightness too, so that a
black and white copy tells them apart (tests/reports/figures/test_palette.py).
"""

ACCENT = "#D9480F"
"""What is so: members, representatives, what was held."""
FORECAST = "#178FD3"
"""What may come, or is to come."""
TARGET = "#187A5C"
"""What is wanted, and what was gained."""
QUIET = "#8F97A0"
"""What is beside the point: a level, a rest, a doubt."""
REST = "#C3C9D0"
"""The whole that something is a part of."""
SCENARIOS = ("#854B9D", "#C79A19")
REPORTED = {"party": TARGET, "ECT": "#8E6BBF"}
"""Who reported a total; others are quiet."""
GAINS = {"joined": TARGET, "returned": FORECAST, "gained": TARGET, "moved_net": "#D9A21B"}
"""`gained` is who joined or returned, where they are not told apart."""
LOSSES = {
    "left_lapsed": "#62478E",
    "left_resigned": "#7B60A2",
    "left_removed": "#927EAD",
    "left_deceased": "#A89BB7",
    "left_unknown": "#BEB9C4",
    "left_other": "#DBD9DE",
}
TYPES = {"yearly": "#F08A4B", "lifetime": "#2F8F9D", "not_yearly": "#2F8F9D", "untyped": REST}
PHASES = {
    "held": ACCENT,
    "coming": FORECAST,
    "overdue": "#E0B03A",
    "postponed": "#E3CDB5",
    "cancelled": "#98A2AE",
    "void": "#62478E",
}
UNCONTESTED = "#E0B03A"
VERDICTS = {
    "brings": TARGET,
    "takes": ACCENT,
    "little_or_nothing": FORECAST,
    "cannot_tell_yet": QUIET,
}
"""What events do (`metrics.events.effect.VERDICTS`)."""
HELD_DAYS, COMING_DAYS = ("#F9B48F", ACCENT), ("#B3DAF3", FORECAST)
"""A day of few events and one of the most, in the calendar."""
