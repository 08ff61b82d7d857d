"""What do the rules of accessibility (axe-core, WCAG 2.2) find wrong with a page in a browser?"""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS = {"resultTypes": ["violations"]}


def violations(page: Page) -> list[str]:
    """Return each rule that the page breaks, with the first element that breaks it."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}" for each in found]
