"""Address cards (vCard 2.1, 3.0, 4.0) as a table of people."""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass, field
from pathlib import Path

from kamdesk.connectors.cells import Cell, Table
from kamdesk.connectors.encodings import guess_encoding
from kamdesk.connectors.faults import damaged, too_big
from kamdesk.connectors.packed import chunks_of

HEADERS = (
    "UID", "Full name", "Family name", "Given name", "Organisation", "Department", "Title", "Role",
    "Phone", "Mobile", "Other phones", "E-mail", "Other e-mails", "Address", "Birthday", "Note",
)  # fmt: skip
MAX_BYTES = 256 << 20
_SLOTS = re.compile(r"(?<!\\)((?:\\\\)*);")


@dataclass(slots=True)
class _Line:
    """One property: its name, its parameters in capitals, its value as text."""

    name: str
    parameters: set[str]
    value: str


@dataclass(slots=True)
class _Card:
    """One card while it is read."""

    lines: list[_Line] = field(default_factory=list)

    def all(self, name: str) -> list[_Line]:
        return [line for line in self.lines if line.name == name and line.value]

    def first(self, name: str) -> str:
        found = self.all(name)
        preferred = [line for line in found if any(word.startswith(("PREF", "TYPE=PREF")) for word in line.parameters)]
        return _plain((preferred or found)[0].value) if found else ""


def read_vcards(path: Path, *, encoding: str = "") -> list[Table]:
    """One row per card. Raises: BadFile."""
    data = b""
    for chunk in chunks_of(path):
        data += chunk
        if len(data) > MAX_BYTES:
            raise too_big(path.name)
    guess = guess_encoding([data])
    if guess is None:
        raise damaged(path.name)
    try:
        text = data.decode(encoding or guess.encoding, "replace")
    except LookupError as error:
        raise damaged(path.name) from error
    rows: list[list[Cell]] = [list(HEADERS)]
    rows += [_row(card) for card in _cards(text)]
    if len(rows) == 1:
        raise damaged(path.name)
    name = path.name.rsplit(".", 1)[0]
    shown = encoding or guess.encoding
    return [Table(file=path.name, name=name, rows=rows.__iter__, encoding=shown, guessed=guess.guessed, headed=True)]


def _cards(text: str) -> list[_Card]:
    cards: list[_Card] = []
    card: _Card | None = None
    for raw in _unfolded(text):
        line = _parsed(raw)
        if line is None:
            continue
        if line.name == "BEGIN" and line.value.upper() == "VCARD":
            card = _Card()
        elif line.name == "END" and card is not None:
            cards.append(card)
            card = None
        elif card is not None:
            card.lines.append(line)
    return cards


def _unfolded(text: str) -> list[str]:
    """Folded lines joined: by a blank at the next line's start, or by a soft = of quoted-printable."""
    lines: list[str] = []
    soft = False
    for line in re.split(r"\r\n|\r|\n", text):
        if soft:
            lines[-1] = lines[-1][:-1] + line
        elif line[:1] in {" ", "\t"} and lines:
            lines[-1] += line[1:]
            continue
        else:
            lines.append(line)
        soft = lines[-1].endswith("=") and "QUOTED-PRINTABLE" in lines[-1].partition(":")[0].upper()
    return lines


def _parsed(raw: str) -> _Line | None:
    head, colon, value = raw.partition(":")
    if not colon:
        return None
    if head.count('"') % 2:
        more, _, value = value.partition('":')
        head += ":" + more
    name, *parameters = head.upper().split(";")
    words = set(parameters)
    if any("QUOTED-PRINTABLE" in word for word in words):
        charset = next((word.partition("=")[2] for word in words if word.startswith("CHARSET=")), "utf-8")
        value = _quoted(value, charset)
    return _Line(name.rpartition(".")[2].strip(), words, value)


def _quoted(value: str, charset: str) -> str:
    try:
        return quopri.decodestring(value.encode("latin-1", "replace")).decode(charset, "replace")
    except LookupError:
        return value


def _plain(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], value).strip()


def _slots(value: str, count: int) -> list[str]:
    parts = _SLOTS.sub("\\1\x00", value).split("\x00")
    return [_plain(part) for part in (parts + [""] * count)[:count]]


def _row(card: _Card) -> list[Cell]:
    family, given = _slots(_raw(card, "N"), 2)
    organisation, department = _slots(_raw(card, "ORG"), 2)
    mobiles, phones = _phones(card)
    mails = [_plain(line.value).removeprefix("mailto:") for line in card.all("EMAIL")]
    address = ", ".join(part for part in _slots(_raw(card, "ADR"), 7) if part)
    name = card.first("FN") or f"{given} {family}".strip()
    return [
        card.first("UID") or name, name, family, given, organisation, department,
        card.first("TITLE"), card.first("ROLE"), phones[0] if phones else "", mobiles[0] if mobiles else "",
        " / ".join(phones[1:] + mobiles[1:]), mails[0] if mails else "", " / ".join(mails[1:]), address,
        card.first("BDAY"), card.first("NOTE"),
    ]  # fmt: skip


def _raw(card: _Card, name: str) -> str:
    found = card.all(name)
    return found[0].value if found else ""


def _phones(card: _Card) -> tuple[list[str], list[str]]:
    """Mobile numbers and others, work before home."""
    mobiles: list[tuple[bool, str]] = []
    others: list[tuple[bool, str]] = []
    for line in card.all("TEL"):
        number = _plain(line.value).removeprefix("tel:")
        words = " ".join(line.parameters)
        if "FAX" in words or "PAGER" in words:
            continue
        (mobiles if "CELL" in words else others).append(("WORK" not in words, number))
    return [n for _, n in sorted(mobiles, key=_rank)], [n for _, n in sorted(others, key=_rank)]


def _rank(found: tuple[bool, str]) -> bool:
    return found[0]
