"""Words that data bring in two languages: the one that fits the language in force."""

from __future__ import annotations

from kamdesk.base.words import language, tr


def industry_words(name: str, chinese: str) -> str:
    """An industry's name in the language in force; what has no Chinese name of its own is looked up."""
    if language() != "en" and chinese:
        return chinese
    return tr(name) if name else ""


def grade_words(grade: str) -> str:
    """Grade A."""
    return tr("Grade {grade}", grade=grade) if grade else ""


def in_order(name: str, other: str) -> tuple[str, str]:
    """A client's two names, first the one in the script of the language in force."""
    if not other:
        return name, ""
    if (language() == "en") == has_han(name) and has_han(name) != has_han(other):
        return other, name
    return name, other


def client_name(name: str, other: str) -> str:
    """What the reader calls a client: the name in the script of the language in force."""
    return in_order(name, other)[0]


def has_han(text: str) -> bool:
    """Whether any Chinese character stands in the text."""
    return any("\u3400" <= mark <= "\u9fff" for mark in text)
