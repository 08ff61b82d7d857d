"""The errors for which a party's boundary file is refused."""

from i18n.messages import UserError


class BoundariesError(UserError):
    """The file cannot replace the shapes; the shapes in use stay."""


class BoundaryFileUnreadable(BoundariesError):
    """Missing, empty, encrypted, too large, broken, or not a format of boundaries."""


class NotAmphoeBoundaries(BoundariesError):
    """It can be read, but it does not draw the 928 amphoe of Thailand."""
