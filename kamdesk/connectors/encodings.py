"""Which encoding a text file has: told by its first bytes, else guessed by how common its characters would be."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from dataclasses import dataclass

ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5", "cp1252")
"""What a person may choose from where the guess was wrong."""

SAMPLE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding and whether it was only guessed (then people may change it)."""

    encoding: str
    guessed: bool


_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def guess_encoding(chunks: Iterable[bytes]) -> Guess | None:
    """The likely encoding of a file given as chunks of bytes; None where it is no text at all."""
    utf8 = codecs.getincrementaldecoder("utf-8")()
    sample = bytearray()
    is_utf8 = True
    for chunk in chunks:
        if not sample and (marked := next((name for mark, name in _MARKS if chunk.startswith(mark)), "")):
            return Guess(marked, guessed=False)
        if len(sample) < SAMPLE_BYTES:
            sample += chunk if chunk.isascii() and len(sample) > 4096 else chunk[: SAMPLE_BYTES * 2]
        elif not chunk.isascii() and not is_utf8:
            sample += chunk[:SAMPLE_BYTES]
        if is_utf8:
            is_utf8 = _decodes_on(utf8, chunk)
    if wide := _utf16_without_mark(bytes(sample)):
        return Guess(wide, guessed=True)
    if sample.count(0) * 100 > len(sample):
        return None
    if is_utf8 and _ends_well(utf8):
        return Guess("utf-8", guessed=False)
    return _most_common(bytes(sample))


def _decodes_on(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _ends_well(decoder: codecs.IncrementalDecoder) -> bool:
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(sample: bytes) -> str:
    """Every second byte of Western text in UTF-16 is a NUL."""
    half = len(sample) // 2
    if half < 2:
        return ""
    if sample[1::2].count(0) > half * 0.4 and sample[::2].count(0) < half * 0.05:
        return "utf-16-le"
    if sample[::2].count(0) > half * 0.4 and sample[1::2].count(0) < half * 0.05:
        return "utf-16-be"
    return ""


def _most_common(sample: bytes) -> Guess | None:
    """The encoding in which most characters beyond ASCII are ones that people use every day."""
    scores = [
        (score, encoding)
        for encoding, common in (("gb18030", _common_gb), ("big5", _common_big5), ("cp1252", _common_western))
        if (score := _share_of_common(sample, encoding, common)) is not None
    ]
    if not scores:
        return None
    best = max(score for score, _ in scores)
    return Guess(next(encoding for score, encoding in scores if score == best), guessed=True)


def _share_of_common(sample: bytes, encoding: str, common: Callable[[str, int], bool]) -> int | None:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return None
    beyond = [at for at, mark in enumerate(text) if mark > "\x7f"]
    return 1000 * sum(common(text, at) for at in beyond) // len(beyond) if beyond else 0


def _common_gb(text: str, at: int) -> bool:
    """Punctuation and the 3,755 everyday characters stand in rows B0–D7 of GB 2312."""
    try:
        pair = text[at].encode("gb2312")
    except UnicodeEncodeError:
        return False
    return pair[0] <= 0xA3 or 0xB0 <= pair[0] <= 0xD7


def _common_big5(text: str, at: int) -> bool:
    """Punctuation and the 5,401 everyday characters stand in rows A1–C6 of Big5."""
    try:
        pair = text[at].encode("big5")
    except UnicodeEncodeError:
        return False
    return pair[0] <= 0xA3 or 0xA4 <= pair[0] <= 0xC6


_WESTERN = frozenset("’‘“”–—…€£§°ºª²³½¼¾ß·®©™¿¡«»´¨")


def _common_western(text: str, at: int) -> bool:
    """An accented letter stands among plain ones; two in a row are rare, three a sign of another encoding."""
    mark = text[at]
    if not ("À" <= mark <= "ÿ" or mark in _WESTERN or mark in "ŒœŠšŽžŸ"):
        return False
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return before <= "\x7f" and after <= "\x7f"
