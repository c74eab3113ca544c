"""Whether two rows may mean the same client or the same person: of a desk and its office, or of one desk."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kamdesk.base.folding import folded, phone_digits
from kamdesk.facts.record import Record, Sheet
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact

_NAMES: dict[type[Record], tuple[str, ...]] = {
    Client: ("legal_name", "other_name", "short_name"),
    Contact: ("name", "latin_name"),
}
_MARKS: dict[type[Record], tuple[str, ...]] = {
    Client: ("tax_number", "phone", "website"),
    Contact: ("email", "mobile"),
}
"""What two different ones hardly share. A contact's landline is the switchboard's: colleagues have it, too."""
SHOWN: dict[type[Record], tuple[str, ...]] = {
    Client: ("legal_name", "other_name", "city", "phone", "tax_number"),
    Contact: ("name", "latin_name", "post", "department", "mobile", "email"),
}
"""What a person compares side by side."""

# Add a legal form: it says nothing about who somebody is.
_LEGAL_FORMS = re.compile(
    r"\b(co|company|corp|corporation|inc|incorporated|ltd|limited|llc|llp|plc|gmbh|mbh|ag|kg|sa|sas|sarl|srl|spa|bv|nv|"
    r"ab|as|oy|oyj|aps|pty|pte|sdn|bhd|kk|the|and)\b|股份有限公司|有限责任公司|有限公司|集团|公司|株式会社"
)
_SIGNS = re.compile(r"[^\w]+|_")
_SHORTEST = 4
"""Letters that one name must have to be found within another; of Chinese signs half as many."""
_PHONE_SHORTEST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A row of this desk and one of the office that may mean the same."""

    own: Sheet
    office: Sheet
    is_likely: bool
    """named alike, not only similar: taken for the same unless a person says otherwise"""
    by: str = ""
    """the fact that is the same; empty where one name is only found within the other"""


def may_have_twins(record: type[Record]) -> bool:
    """Whether rows of this kind are compared: who and what people write down twice."""
    return record in _NAMES


class Likenesses:
    """Rows of a kind, findable by what they look like."""

    def __init__(self, record: type[Record], sheets: Iterable[Sheet]) -> None:
        self._record = record
        self._by_name: dict[str, Sheet] = {}
        self._by_mark: dict[tuple[str, str], Sheet] = {}
        for sheet in sheets:
            self.add(sheet)

    def add(self, sheet: Sheet) -> None:
        """One more row to be found; of several that look the same the first one is."""
        for name in self._names(sheet):
            self._by_name.setdefault(name, sheet)
        for mark in self._marks(sheet):
            self._by_mark.setdefault(mark, sheet)

    def twin_of(self, own: Sheet, *, within: bool = True) -> Twin | None:
        """What may mean the same; a name that is the same before a number that is, before a name within another.

        A name within another is looked for in every name there is: not where a whole desk is compared with itself.
        """
        names = self._names(own)
        for name in names:
            if name in self._by_name:
                return Twin(own=own, office=self._by_name[name], is_likely=True, by=_NAMES[self._record][0])
        for mark in self._marks(own):
            if mark in self._by_mark:
                return Twin(own=own, office=self._by_mark[mark], is_likely=False, by=mark[0])
        if self._record is not Client or not within:
            return None
        for name, sheet in self._by_name.items():
            if any(_is_within(name, each) or _is_within(each, name) for each in names):
                return Twin(own=own, office=sheet, is_likely=False)
        return None

    def _names(self, sheet: Sheet) -> list[str]:
        return [name for name in (_bare(sheet[fact]) for fact in _NAMES[self._record]) if name]

    def _marks(self, sheet: Sheet) -> list[tuple[str, str]]:
        found = []
        for fact in _MARKS[self._record]:
            is_phone = fact in ("phone", "mobile")
            text = phone_digits(sheet[fact]) if is_phone else _SIGNS.sub("", folded(sheet[fact]))
            if len(text) >= _PHONE_SHORTEST:
                found.append((fact, text))
        return found


def _bare(name: str) -> str:
    """A name without its legal form, blanks and signs; a name that is nothing else stays."""
    plain = folded(name)
    return _SIGNS.sub("", _LEGAL_FORMS.sub(" ", plain)) or _SIGNS.sub("", plain)


def _is_within(part: str, whole: str) -> bool:
    return len(part) >= (_SHORTEST if part.isascii() else _SHORTEST // 2) and part in whole
