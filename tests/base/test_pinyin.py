"""Our pinyin is pypinyin's, from the same tables, without its million objects."""

import random
import subprocess
import sys

import pytest
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

from kamdesk.base.pinyin import spelled


def theirs(text):
    return "".join(lazy_pinyin(text, v_to_u=False)), "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))


def ours(text):
    pieces = spelled(text)
    return "".join(pieces), "".join(piece[0] for piece in pieces)


@pytest.mark.parametrize(("text", "pinyin"), [
    ("重庆", "chong qing"), ("重要", "zhong yao"), ("女", "nv"), ("恒泰 Co", "heng tai   C o"), ("", ""),
])  # fmt: skip
def test_a_sign_sounds_as_in_its_phrase(text, pinyin):
    assert " ".join(spelled(text)) == pinyin


def test_every_sign_and_phrase_is_spelled_as_pypinyin_spells_it():
    signs = [chr(code) for code in PINYIN_DICT]
    assert [text for text in [*signs, *PHRASES_DICT] if ours(text) != theirs(text)] == []


def test_names_made_of_anything_are_spelled_as_pypinyin_spells_them():
    chance, phrases = random.Random(7), list(PHRASES_DICT)
    for _ in range(3_000):
        parts = [chance.choice((chance.choice(phrases), chance.choice(phrases)[:2], "Ab", "-1 ")) for _ in range(4)]
        assert ours("".join(parts)) == theirs("".join(parts))


def test_the_library_itself_is_never_loaded():
    told = (
        "import sys; from kamdesk.base.folding import search_text; "
        "print(search_text('恒泰'), 'pypinyin' in sys.modules)"
    )
    assert subprocess.check_output([sys.executable, "-c", told], text=True).split()[1:] == ["hengtai", "ht", "False"]
