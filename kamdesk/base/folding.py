"""Text folded for search: NFKC, no case, no accents, simplified characters, pinyin, initials, phone digits."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

from kamdesk.base.pinyin import spelled

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
_PHONE = re.compile(r"\+?[\d(][\d\s()./-]{4,}\d")


def folded(text: str) -> str:
    """The text as it is compared in search: NFKC, casefolded, without accents, simplified characters."""
    return " ".join(text.casefold().split()) if text.isascii() else _bare(text)


@lru_cache(maxsize=5_000)
def _bare(text: str) -> str:
    """The same of other scripts: names come again and again while a desk is filled."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    apart = unicodedata.normalize("NFD", plain)
    bare = unicodedata.normalize("NFC", "".join(mark for mark in apart if not unicodedata.combining(mark)))
    if _HAN.search(bare):
        bare = _simplifier().convert(bare)
    return " ".join(bare.split())


def search_text(*parts: str | None) -> str:
    """One folded column of several texts: the words, pinyin and initials of Chinese, digits of phone numbers."""
    words: list[str] = []
    for part in parts:
        if not part:
            continue
        plain = folded(part)
        words.append(plain)
        if not plain.isascii():
            words.extend(_spellings(plain))
        words.extend(digits for digits in map(phone_digits, _PHONE.findall(part)) if digits)
    return " ".join(dict.fromkeys(words))


def phone_digits(text: str) -> str:
    """Only the digits of a phone number, without leading zeros of a trunk or country prefix."""
    marks = filter(str.isdigit, text)
    return "".join(marks if text.isascii() else (str(unicodedata.digit(mark)) for mark in marks)).lstrip("0")


@lru_cache(maxsize=5_000)
def _spellings(plain: str) -> tuple[str, ...]:
    if not _HAN.search(plain):
        return ()
    pieces = spelled(plain)
    full, initials = "".join(pieces), "".join(piece[0] for piece in pieces)
    return (full.replace(" ", ""), initials.replace(" ", ""))


@lru_cache(maxsize=1)
def _simplifier() -> Any:  # noqa: ANN401  (opencc ships no types)
    import opencc  # its tables are slow to load

    return opencc.OpenCC("t2s")
