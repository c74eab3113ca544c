"""The fonts on paper, chosen per glyph; what none of them has prints 〓 and is logged by its code point."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from threading import Lock

from kamdesk.base.log import logger
from kamdesk.base.paths import resources

REGULAR, BOLD = "NotoSansSC-Regular", "NotoSansSC-Bold"
MISSING = "〓"
ASCENT, DESCENT = 1.16, 0.288
"""Of the em; the natural line of Noto Sans SC is 1.448 em."""

_log = logger(__name__)
_lock = Lock()


def widths() -> Mapping[str, Mapping[int, float]]:
    """Advance of every sign in thousandths of the em, per font; registers the fonts on first use."""
    with _lock:
        return _registered()


@lru_cache(maxsize=1)
def _registered() -> Mapping[str, Mapping[int, float]]:
    from reportlab.pdfbase.pdfmetrics import registerFont  # noqa: PLC0415  (slow to import)

    from kamdesk.reports.kit.embedded_font import EmbeddedFont  # noqa: PLC0415  (pulls in reportlab)

    found = {}
    for name in (REGULAR, BOLD):
        font = EmbeddedFont(name, str(resources() / "fonts" / f"{name}.ttf"))
        registerFont(font)
        found[name] = font.face.charWidths
    return found


def width(text: str, font: str, size: float) -> float:
    """How wide a run of one font is, in points."""
    advance = widths()[font]
    return sum(advance.get(ord(sign), 0) for sign in text) * size / 1000


@lru_cache(maxsize=20_000)
def runs(text: str, font: str) -> tuple[tuple[str, str], ...]:
    """The text as (font, run) pairs: each sign in the wished font, else in the other one, else as 〓."""
    found: list[tuple[str, str]] = []
    for sign in _visible(text):
        name, shown = _placed(sign, font)
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + shown)
        else:
            found.append((name, shown))
    return tuple(found)


def _visible(text: str) -> Iterator[str]:
    """The signs that take ink or room; joiners, selectors and skin tones only change an emoji before them."""
    for sign in unicodedata.normalize("NFC", text):
        code = ord(sign)
        changes_emoji = 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF or 0xE0000 <= code <= 0xE01EF
        if not changes_emoji and unicodedata.category(sign) not in {"Cc", "Cf", "Cs"}:
            yield " " if sign in "\u00a0\u202f\u2007" else sign


def _placed(sign: str, font: str) -> tuple[str, str]:
    code = ord(sign)
    for name in (font, BOLD if font == REGULAR else REGULAR):
        if code in widths()[name]:
            return name, sign
    _note_missing(code)
    return font, MISSING


@lru_cache(maxsize=10_000)
def _note_missing(code: int) -> None:
    _log.info("no font of ours has U+%04X: printed as the sign for a missing character", code)
