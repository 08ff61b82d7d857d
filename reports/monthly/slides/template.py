"""Clear the library's own presentation, and give it our type and colours."""

import re

from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import SlideLayout

TYPEFACE = "Sarabun"
ACCENT, INK, QUIET = "#C23E0B", "#1A1815", "#5F5B55"
_REMOVED_PARTS = (RELATION.THUMBNAIL, RELATION.EXTENDED_PROPERTIES)
"""A picture of the empty presentation, and which program it was drawn in."""
_TEMPLATE_WIDTH = 10


def clear(
    file: Presentation, layout: SlideLayout, *, width_in: float, title: tuple[int, int, int, int]
) -> None:
    """Leave one layout in our type and colours, as wide as the slides, its title at `title`."""
    master = file.slide_master
    for other in [each for each in file.slide_layouts if each is not layout]:
        file.slide_layouts.remove(other)
    package, rels = file.part.package, file.part.rels
    for key in [key for key, each in package._rels.items() if each.reltype in _REMOVED_PARTS]:
        package._rels.pop(key)
    for key in [key for key, each in rels.items() if each.reltype == RELATION.PRINTER_SETTINGS]:
        rels.pop(key)
    for shape in master.placeholders:
        shape.left, shape.width = (
            round(n * width_in / _TEMPLATE_WIDTH) for n in (shape.left, shape.width)
        )
    # The size says that it is 4:3, whatever its numbers are.
    file.part._element.find(qn("p:sldSz")).attrib.pop("type", None)
    title_shape = master.placeholders[0]
    title_shape.left, title_shape.top, title_shape.width, title_shape.height = title
    style = master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    style.set("algn", "l")
    style.find(qn("a:defRPr")).set("sz", "2800")
    theme = master.part.part_related_by(RELATION.THEME)
    theme.blob = _edit_theme(theme.blob.decode("utf-8")).encode("utf-8")


def _edit_theme(theme: str) -> str:
    """Return a theme with our ink and accent, and Sarabun for headings and text."""
    for name, colour in (("accent1", ACCENT), ("dk2", INK), ("accent2", QUIET)):
        pattern = rf'(<a:{name}><a:srgbClr val=")[0-9A-F]{{6}}'
        theme = re.sub(pattern, rf"\g<1>{colour.removeprefix('#')}", theme)
    for font in ("majorFont", "minorFont"):
        ours = "".join(f'<a:{name} typeface="{TYPEFACE}"/>' for name in ("latin", "ea", "cs"))
        thai = f'<a:font script="Thai" typeface="{TYPEFACE}"/>'
        theme = re.sub(
            rf"<a:{font}>.*?</a:{font}>",
            f"<a:{font}>{ours}{thai}</a:{font}>",
            theme,
            flags=re.DOTALL,
        )
    return theme
