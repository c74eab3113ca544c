"""Names in two scripts: the one that a reader of the language in force reads."""

from __future__ import annotations

from kamdesk.base.words import language


def in_order(name: str, other: str) -> tuple[str, str]:
    """Two names of one thing, first the one in the script of the language in force."""
    if not other:
        return name, ""
    if (language() == "en") == has_han(name) and has_han(name) != has_han(other):
        return other, name
    return name, other


def in_script(name: str, other: str) -> str:
    """The name in the script of the language in force, where there is one."""
    return in_order(name, other)[0]


def has_han(text: str) -> bool:
    """Whether any Chinese character stands in the text."""
    return any("\u3400" <= mark <= "\u9fff" for mark in text)
