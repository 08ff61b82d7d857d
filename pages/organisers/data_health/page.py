"""Data health: can the numbers be trusted today, and what would make them better?"""

from metrics.safe import health
from pages.ui.data import as_of, ask
from pages.ui.data_health import behind, needs

on = as_of()
unplaced = ask(health.unplaced, on=on)
needs.draw(needs.found(on, unplaced))
behind.draw(on, unplaced)
