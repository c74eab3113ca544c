"""Words that data bring in two languages: the one that fits the language in force."""

from __future__ import annotations

from kamdesk.base.scripts import in_script
from kamdesk.base.words import language, tr


def industry_words(name: str, chinese: str) -> str:
    """An industry's name in the language in force; what has no Chinese name of its own is looked up."""
    if language() != "en" and chinese:
        return chinese
    return tr(name) if name else ""


def grade_words(grade: str) -> str:
    """Grade A."""
    return tr("Grade {grade}", grade=grade) if grade else ""


def client_name(name: str, other: str) -> str:
    """What the reader calls a client: the name in the script of the language in force."""
    return in_script(name, other)
