"""Chinese as it sounds: pinyin without tones, by phrases where a character has several readings (重庆 chongqing).

Source: the tables of pypinyin, read as text into short strings. The library itself would hold them as a million small
objects, 52 MB; these are 5, and they spell the same (a test compares all of them).
"""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypinyin  # noqa: F401  (never loaded, but declared, locked and packaged for its tables)

_FIRST, _LAST = 0x3400, 0x9FFF
"""Here nearly every sign has a sound; what lies outside stands in a table of its own."""
_PHRASE = re.compile(r'"([^"]+)"\s*:\s*\[((?:\s*\[[^\]]*\]\s*,?)*)\s*\]')
_SYLLABLE = re.compile(r'\[\s*"([^"]*)"')
_UMLAUT = str.maketrans({"ü": "v"})


def spelled(text: str) -> list[str]:
    """The text in pieces: a syllable for each Chinese sign, everything else as it is."""
    sounds, pieces, at = _sounds(), list[str](), 0
    while at < len(text):
        phrase = sounds.phrase_at(text, at)
        pieces += phrase or [sounds.of(text[at])]
        at += len(phrase) or 1
    return pieces


@dataclass(frozen=True)
class _Sounds:
    """The tables; phrases with the same first sign lie in one string: "|重庆 chong qing|重复 chong fu|"."""

    syllables: tuple[str, ...]
    common: array[int]
    """for each sign from `_FIRST` on the place of its syllable; 0 has none"""
    rare: Mapping[str, str]
    phrases: Mapping[str, str]

    def of(self, sign: str) -> str:
        """How a sign sounds alone; the sign itself where it is not Chinese."""
        code = ord(sign)
        if _FIRST <= code <= _LAST:
            return self.syllables[self.common[code - _FIRST]] or sign
        return self.rare.get(sign, sign)

    def phrase_at(self, text: str, at: int) -> list[str]:
        """The syllables of the longest phrase that begins here; empty where none does."""
        known = self.phrases.get(text[at])
        if known is None:
            return []
        for length in range(min(self.longest, len(text) - at), 1, -1):
            begin = f"|{text[at : at + length]} "
            found = known.find(begin)
            if found >= 0:
                begun = found + len(begin)
                return known[begun : known.index("|", begun)].split(" ")
        return []

    @cached_property
    def longest(self) -> int:
        """Signs of the longest phrase."""
        return max(part.index(" ") for known in self.phrases.values() for part in known.split("|") if part)


@lru_cache(maxsize=1)
def _sounds() -> _Sounds:
    spec = find_spec("pypinyin")
    assert spec is not None
    folder = Path(spec.origin or "").parent
    places: dict[str, int] = {"": 0}
    common, rare = array("H", bytes(2 * (_LAST - _FIRST + 1))), dict[str, str]()
    for code, readings in json.loads((folder / "pinyin_dict.json").read_text("utf-8")).items():
        syllable = toneless(readings.split(",")[0])
        if _FIRST <= int(code) <= _LAST:
            common[int(code) - _FIRST] = places.setdefault(syllable, len(places))
        else:
            rare[chr(int(code))] = syllable
    phrases: dict[str, list[str]] = {}
    for phrase, syllables in _phrases((folder / "phrases_dict.json").read_text("utf-8")):
        phrases.setdefault(phrase[0], []).append(f"{phrase} {' '.join(syllables)}")
    joined = {first: f"|{'|'.join(known)}|" for first, known in phrases.items()}
    return _Sounds(tuple(places), common, rare, joined)


def _phrases(text: str) -> Iterator[tuple[str, list[str]]]:
    """Phrases of two and more signs with the first reading of each."""
    for found in _PHRASE.finditer(text):
        if len(found[1]) > 1:
            yield found[1], [toneless(each) for each in _SYLLABLE.findall(found[2])]


@lru_cache(maxsize=2_000)
def toneless(syllable: str) -> str:
    """nǚ → nv, chóng → chong."""
    whole = unicodedata.normalize("NFC", "".join(m for m in unicodedata.normalize("NFD", syllable) if m not in _TONES))
    return whole.translate(_UMLAUT)


_TONES = "\u0300\u0301\u0304\u030c"
