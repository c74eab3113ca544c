"""A TrueType font whose text can be copied and searched, also the rare signs beyond U+FFFF.

Imported only when a page is drawn: reportlab takes a while to load.
"""

from __future__ import annotations

from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

_PER_BLOCK = 100
"""PDF allows at most a hundred entries in one bfchar block."""


class EmbeddedFont(TTFont):  # type: ignore[misc]  # (reportlab ships no types)
    """Embedded as subsets; reportlab's own map back to text breaks for 𠜎 and for more than a hundred signs."""

    def __init__(self, name: str, path: str) -> None:
        super().__init__(name, path, asciiReadable=False, shapable=False)
        # Two weights made from one variable font may carry one name; in a PDF they would then share their maps.
        self.face.name = name.encode("ascii")

    def addObjects(self, doc: Any) -> None:  # noqa: N802  (reportlab's name)
        """Write the subsets into the document, each with a correct map from its codes to Unicode."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        name = doc.fontMapping[self.fontName][1:]
        for number, subset in enumerate(subsets):
            font = fonts[f"{name}+{number}"]
            doc.idToObject[font.ToUnicode.name].content = to_unicode(subset)


def to_unicode(subset: list[int]) -> str:
    """The CMap of one subset: code in the page → UTF-16 text."""
    pairs = [f"<{code:02X}> <{chr(sign).encode('utf-16-be').hex()}>" for code, sign in enumerate(subset) if sign]
    blocks = [pairs[start : start + _PER_BLOCK] for start in range(0, len(pairs), _PER_BLOCK)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        "1 begincodespacerange <00> <FF> endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines)
