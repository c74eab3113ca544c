"""Breaking text into lines as Chinese and Latin readers expect, and cutting what does not fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kamdesk.base.words import language
from kamdesk.reports.kit.fonts import BOLD, REGULAR, runs, width
from kamdesk.reports.kit.rich import Run, Style, parsed

NO_START = frozenset(
    "!'),.:;?]}%‰℃°′″¢、。〃々〉》」』】〕〗〙〛〞〟ー・゛゜ヽヾゝゞ"
    "，．：；？！％”’…—·～｝｠］）＞｣､｡￠ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
"""Signs that never begin a line: reportlab's list and `，；：？！％》”’…〉｝～—·`."""
NO_END = frozenset("([{‘“〈《「『【〔〖〘〚〝（［｛＜｢$£¥￥＄￡@＠#＃§№")
"""Signs that never end a line."""

MARK_EM = 0.98
"""A mark with its gap, of the em."""
_BEFORE_GLUED = 1.4
"""Points between a figure and its explain id."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is drawn in one go: a run of one font, or a mark."""

    x: float
    text: str
    font: str
    style: Style
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, its pieces at their places."""

    pieces: tuple[Piece, ...]
    width: float


@dataclass(slots=True)
class _Atom:
    """What is never parted; `gap` is the space before it when it does not begin a line."""

    runs: list[Run]
    width: float
    gap: float = 0.0


def broken(text: str, style: Style, room: float, most: int = 1_000) -> tuple[Line, ...]:
    """The text in lines no wider than `room`, at most `most` of them; a line feed breaks, what is cut ends in dots."""
    return _broken(text, style, round(room, 2), most, language())


@lru_cache(maxsize=20_000)
def _broken(text: str, style: Style, room: float, most: int, _language: str) -> tuple[Line, ...]:
    lines = [line for part in text.split("\n") for line in _filled(part, style, room)]
    set_lines = tuple(_set(line) for line in lines[:most])
    if len(lines) > most:
        rest = [each for line in lines[most - 1 :] for each in line]
        return (*set_lines[:-1], _cut(rest, style, room))
    return set_lines


def _filled(text: str, style: Style, room: float) -> list[list[_Atom]]:
    """Atoms in lines, each as full as it gets."""
    lines: list[list[_Atom]] = [[]]
    used = 0.0
    for atom in _atoms(text, style, room):
        if lines[-1] and used + atom.gap + atom.width > room + 0.01:
            lines.append([])
            used = 0.0
        used += atom.width + (atom.gap if lines[-1] else 0)
        lines[-1].append(atom)
    return lines


def natural_width(text: str, style: Style) -> float:
    """How wide the text is on one line."""
    return broken(text, style, 1e6, 1)[0].width


def _atoms(text: str, style: Style, room: float) -> Iterator[_Atom]:
    """Words and single Chinese signs with what clings to them; a word wider than the line falls apart."""
    atom: _Atom | None = None
    gap = 0.0
    before = ""
    for part in _parts(text, style):
        if part.text.isspace():
            gap += _width(part)
            before = " "
            continue
        clings = part.glued or (atom is not None and not _may_break(before, part))
        if atom is not None and clings and atom.width + _width(part) <= room:
            _join(atom, part)
        else:
            new = _Atom([], 0.0, gap)
            if atom:
                if clings:
                    _take_last_sign(atom, new)
                yield atom
            atom = new
            _join(atom, part)
        gap, before = 0.0, "mark" if part.mark else part.text
    if atom:
        yield atom


def _parts(text: str, style: Style) -> Iterator[Run]:
    """Sign by sign; explain ids and marks whole."""
    for run in parsed(text, style):
        if run.mark or run.glued:
            yield run
        else:
            yield from (Run(sign, run.style) for sign in run.text)


def _take_last_sign(atom: _Atom, new: _Atom) -> None:
    """The sign before goes along to the next line with what may not begin one."""
    last = atom.runs[-1]
    if last.mark or last.glued or len(last.text) < 2:
        return
    sign = Run(last.text[-1], last.style)
    atom.runs[-1] = Run(last.text[:-1], last.style)
    atom.width -= _width(sign)
    _join(new, sign)


def _join(atom: _Atom, part: Run) -> None:
    last = atom.runs[-1] if atom.runs else None
    if last is None or last.mark or last.glued or part.mark or part.glued or last.style != part.style:
        atom.runs.append(part)
    else:
        atom.runs[-1] = Run(last.text + part.text, part.style)
    atom.width += _width(part)


def _may_break(before: str, part: Run) -> bool:
    if before == "mark":
        return False
    if before == " ":
        return True
    if part.mark:
        return True
    after = part.text
    if after in NO_START or before in NO_END:
        return False
    return _is_wide(before) or _is_wide(after)


@lru_cache(maxsize=20_000)
def _is_wide(sign: str) -> bool:
    return bool(sign) and unicodedata.east_asian_width(sign[0]) in "WF"


def _width(run: Run) -> float:
    if run.mark:
        return run.style.size * MARK_EM
    before = _BEFORE_GLUED if run.glued else 0.0
    return before + sum(width(text, font, run.style.size) for font, text in runs(run.text, font_of(run.style)))


def font_of(style: Style) -> str:
    """The font a style asks for."""
    return BOLD if style.bold else REGULAR


def _set(atoms: list[_Atom]) -> Line:
    pieces: list[Piece] = []
    x = 0.0
    for number, atom in enumerate(atoms):
        gap = atom.gap if number else 0.0
        for run in atom.runs:
            if run.mark:
                pieces.append(Piece(x + gap, "", "", run.style, run.mark))
                x, gap = x + gap + _width(run), 0.0
                continue
            x += _BEFORE_GLUED if run.glued else 0.0
            for font, text in runs(run.text, font_of(run.style)):
                x = _placed(pieces, Piece(x, text, font, run.style), gap)
                gap = 0.0
    return Line(tuple(pieces), x)


def _placed(pieces: list[Piece], piece: Piece, gap: float) -> float:
    """Add the piece after the gap, joined to the one before where both look alike; returns where it ends."""
    last = pieces[-1] if pieces else None
    blank = width(" ", piece.font, piece.style.size)
    spaces = round(gap / blank) if blank else 0
    if last and not last.mark and last.font == piece.font and last.style == piece.style:
        joined = Piece(last.x, last.text + " " * spaces + piece.text, last.font, last.style)
        pieces[-1] = joined
        return joined.x + width(joined.text, joined.font, joined.style.size)
    pieces.append(Piece(piece.x + gap, piece.text, piece.font, piece.style))
    return piece.x + gap + width(piece.text, piece.font, piece.style.size)


def _cut(atoms: list[_Atom], style: Style, room: float) -> Line:
    """As much as fits with the ellipsis behind it."""
    dots = "…" if language() != "en" else "..."
    kept: list[_Atom] = []
    left = room - _width(Run(dots, style))
    for atom in atoms:
        need = atom.width + (atom.gap if kept else 0)
        if need > left:
            part = _part(atom, left - (atom.gap if kept else 0))
            kept += [part] if part else []
            break
        kept.append(atom)
        left -= need
    tail = kept[-1].runs[-1].style if kept and not kept[-1].runs[-1].glued else style
    return _set([*kept, _Atom([Run(dots, tail)], 0)])


def _part(atom: _Atom, room: float) -> _Atom | None:
    """The beginning of a word that is wider than what is left."""
    first = atom.runs[0]
    shown = ""
    for sign in first.text:
        if _width(Run(shown + sign, first.style)) > room:
            break
        shown += sign
    return _Atom([Run(shown, first.style)], 0, atom.gap) if shown else None
