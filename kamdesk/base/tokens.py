"""Colour and type tokens of LOOK.md; the only module with a hex value. Window, charts and paper all stand above it."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """One theme; each field is a colour as "#RRGGBB"."""

    window: str
    side: str
    surface: str
    sunk: str
    band: str
    hover: str
    line: str
    line2: str
    field: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_bg: str
    accent_ink: str
    late: str
    late_bg: str
    risk: str
    risk_bg: str
    fine: str
    fine_bg: str
    wait: str
    wait_bg: str
    a0: str
    a1: str
    a2: str
    a3: str
    a4: str
    e1: str
    e2: str
    e3: str
    e4: str
    r0: str
    r1: str
    r2: str
    r3: str
    r4: str
    heat_ink: str
    limit_band: str
    is_dark: bool

    def colour(self, name: str) -> str:
        """The colour of a token's name. Raises: KeyError."""
        if name not in {field.name for field in fields(self)} - {"is_dark"}:
            raise KeyError(name)
        return str(getattr(self, name))


LIGHT = Palette(
    window="#F5F5F2",
    side="#EEEEEA",
    surface="#FFFFFF",
    sunk="#F9F9F7",
    band="#F3F4F2",
    hover="#F0F2F3",
    line="#E2E1DB",
    line2="#CBCAC3",
    field="#84888C",
    text="#1C2024",
    text2="#50565D",
    text3="#666C73",
    accent="#1B5E8A",
    accent_bg="#E4EEF5",
    accent_ink="#FFFFFF",
    late="#AF2A20",
    late_bg="#FBEAE7",
    risk="#855700",
    risk_bg="#FAF0DA",
    fine="#2A6B45",
    fine_bg="#E7F2EB",
    wait="#5F5299",
    wait_bg="#EEECF7",
    a0="#CBD6DE",
    a1="#EBC3B5",
    a2="#D98F7D",
    a3="#B9523F",
    a4="#7F2318",
    e1="#1B5E8A",
    e2="#5B93B8",
    e3="#A3C4DA",
    e4="#D3E2EC",
    r0="#F1F0EB",
    r1="#D7E5EE",
    r2="#A9CADF",
    r3="#6BA0C3",
    r4="#2F719D",
    heat_ink="#10212C",
    limit_band="#EAEEF0",
    is_dark=False,
)

DARK = Palette(
    window="#15181B",
    side="#111416",
    surface="#1C2024",
    sunk="#191C20",
    band="#191D20",
    hover="#23282D",
    line="#2D3238",
    line2="#434A52",
    field="#767E86",
    text="#E4E6E8",
    text2="#ABB2B9",
    text3="#929AA2",
    accent="#7FBBE3",
    accent_bg="#1D3343",
    accent_ink="#0E1A22",
    late="#F49A8F",
    late_bg="#3A2221",
    risk="#E2B45F",
    risk_bg="#352B19",
    fine="#86C89E",
    fine_bg="#1D3226",
    wait="#B9ABEC",
    wait_bg="#2B2740",
    a0="#3B4650",
    a1="#6E4038",
    a2="#A65848",
    a3="#DB8272",
    a4="#F8C3B8",
    e1="#6FA9CF",
    e2="#4A7D9F",
    e3="#345A74",
    e4="#27404F",
    r0="#24282D",
    r1="#243A48",
    r2="#2F5570",
    r3="#5A93BA",
    r4="#7FBBE3",
    heat_ink="#10212C",
    limit_band="#262C31",
    is_dark=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """The inks of printed pages (LOOK 7)."""

    ink: str = "#14171A"
    ink2: str = "#4A5057"
    ink3: str = "#6B7178"
    accent: str = "#1B5E8A"
    late: str = "#A3271D"
    rule: str = "#8E9398"
    row: str = "#C9CBC8"


PAPER = Ink()

TITLE_PX, SUBTITLE_PX, FIGURE_PX, BODY_PX, SMALL_PX, TINY_PX = 20, 15, 22, 13, 12, 11
"""Type sizes on screen; line heights are 28, 24, 28, 20, 18, 16 (LOOK 2)."""
