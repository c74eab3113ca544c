"""The colours keep their contrast: every pair that carries text reaches 4.5 : 1 (WCAG)."""

import pytest

from kamdesk.base.tokens import DARK, LIGHT

GROUNDS = ("window", "side", "surface", "accent_bg")
TEXTS = ("text", "text2", "text3", "accent", "late", "risk", "fine", "wait")
TINTS = (("late", "late_bg"), ("risk", "risk_bg"), ("fine", "fine_bg"), ("wait", "wait_bg"), ("accent_ink", "accent"))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PAIRS = [(text, ground) for text in TEXTS for ground in GROUNDS] + list(TINTS)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read_on_its_ground(palette, text, ground):
    assert round(contrast(palette.colour(text), palette.colour(ground)), 1) >= 4.5


def test_a_colour_that_is_no_token_is_an_error():
    with pytest.raises(KeyError):
        LIGHT.colour("mauve")
