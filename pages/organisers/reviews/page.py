"""Reviews: which representatives are in doubt, why, and what has been decided?"""

from pages.ui.reviews import sections

sections.draw(sections.findings())
