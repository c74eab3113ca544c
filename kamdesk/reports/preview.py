"""A finished brief as page images for the window, without Qt: PDF bytes in, RGBA bytes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any

_POINTS_PER_INCH = 72
_one_at_a_time = Lock()
"""PDFium is not made for two threads at once."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page: width × height pixels, four bytes each (red, green, blue, opaque), row by row."""

    rgba: bytes
    width: int
    height: int


def page_images(pdf: bytes, *, dots_per_inch: float = 96, pages: range | None = None) -> Iterator[PageImage]:
    """The pages of a PDF in order, or those of the given range, at this resolution."""
    import pypdfium2  # noqa: PLC0415  (slow to import)

    with _one_at_a_time:
        document = pypdfium2.PdfDocument(pdf)
        wanted = pages if pages is not None else range(len(document))
        images = [_image(document[number], dots_per_inch / _POINTS_PER_INCH) for number in wanted]
        document.close()
    yield from images


def _image(page: Any, scale: float) -> PageImage:
    bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=True)
    rows = bytes(bitmap.buffer)
    stride = bitmap.width * 4
    if bitmap.stride != stride:
        rows = b"".join(rows[n * bitmap.stride : n * bitmap.stride + stride] for n in range(bitmap.height))
    return PageImage(rows, bitmap.width, bitmap.height)
