"""Every text a person sees passes here; English in the code, other languages from `resources/words`."""

from __future__ import annotations

import gettext
import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from kamdesk.base.paths import resources

LANGUAGES = ("en", "zh_CN", "zh_TW")

_default = ["en"]
_here: ContextVar[str | None] = ContextVar("language", default=None)


def N_(text: str) -> str:  # noqa: N802  (gettext's own name, known to every extractor)
    """Mark a constant for translation; it is translated when shown."""
    return text


def tr(text: str, /, **slots: object) -> str:
    """The text in the language in force, its {slots} filled."""
    words = _catalogue(language()).gettext(text) if text else ""
    return words.format(**slots) if slots else words


def ntr(one: str, many: str, n: int, /, **slots: object) -> str:
    """The text for this number in the language in force; {n} is filled too."""
    return _catalogue(language()).ngettext(one, many, n).format(n=n, **slots)


def commas(parts: Iterable[str | None]) -> str:
    """Words in a row with the comma of the language in force; empty ones are left out."""
    return tr(", ").join(part for part in parts if part)


def language() -> str:
    """The language in force here: en, zh_CN or zh_TW."""
    return _here.get() or _default[0]


def set_language(name: str) -> None:
    """Set the language of the whole program. Raises: ValueError for one that is not shipped."""
    _default[0] = _known(name)


def language_of_system() -> str:
    """The language of this person's system, as far as KAMDesk speaks it."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    if named.startswith(("zh_TW", "zh_HK", "zh_MO", "zh_Hant")):
        return "zh_TW"
    return "zh_CN" if named.startswith("zh") else "en"


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Within this block and thread the language is another one: a brief in Chinese from an English desk."""
    token = _here.set(_known(name))
    try:
        yield
    finally:
        _here.reset(token)


def _known(name: str) -> str:
    if name not in LANGUAGES:
        msg = f"no such language: {name}"
        raise ValueError(msg)
    return name


@lru_cache(maxsize=8)
def _catalogue(name: str) -> gettext.NullTranslations:
    if name == "en":
        return gettext.NullTranslations()
    folder = resources() / "words"
    mo, po = folder / f"{name}.mo", folder / f"{name}.po"
    if mo.exists() and not (po.exists() and po.stat().st_mtime > mo.stat().st_mtime):
        with mo.open("rb") as file:
            return gettext.GNUTranslations(file)
    return gettext.GNUTranslations(io.BytesIO(compiled(po))) if po.exists() else gettext.NullTranslations()


def compiled(po: Path) -> bytes:
    """The .mo bytes of a .po file, made in memory (a fresh checkout has no .mo yet)."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415  (only without a compiled file)
    from babel.messages.pofile import read_po  # noqa: PLC0415  (only without a compiled file)

    with po.open("rb") as file:
        catalogue = read_po(file)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()
