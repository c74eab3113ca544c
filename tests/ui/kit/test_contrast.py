"""Every pair of ink and ground that the screens use can be read (WCAG, 4.5 to 1)."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kamdesk.base.tokens import DARK, LIGHT
from kamdesk.ui.kit.heat_map import HEAT_INKS
from kamdesk.ui.kit.strokes import BADGE_INKS

THEMES = [LIGHT, DARK]
INKS = ("text", "text2", "text3", "accent", "late", "risk", "fine", "wait")
GROUNDS = ("window", "side", "surface", "accent_bg")


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def pairs():
    yield from ((ink, ground) for ink in INKS for ground in GROUNDS)
    yield from BADGE_INKS.values()
    yield from ((ink, f"r{step}") for step, ink in enumerate(HEAT_INKS))
    yield from [("accent_ink", "accent"), ("surface", "text"), ("text", "hover"), ("text2", "hover"), ("text3", "sunk")]


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
def test_every_pair_of_ink_and_ground_can_be_read(theme):
    # 4.45 prints as the 4.5 of the design's own table
    weak = {pair: round(contrast(*map(theme.colour, pair)), 2) for pair in pairs()}
    assert {pair: value for pair, value in weak.items() if value < 4.45} == {}


@pytest.mark.parametrize("theme", THEMES, ids=["light", "dark"])
def test_the_edge_of_a_field_can_be_seen(theme):
    assert contrast(theme.field, theme.surface) >= 3


def test_the_arrow_of_a_choice_is_drawn_in_the_ink_of_the_theme(theme):
    for name, inks in (("light", LIGHT), ("dark", DARK)):
        theme.choose(name)
        (file,) = re.findall(r'down-arrow \{ image: url\("([^"]+)"\)', QApplication.instance().styleSheet())
        assert inks.text2 in Path(file).read_text("utf-8")
