"""The one style sheet of the application, made from the tokens; selectors only, no sizes of type (LOOK 6)."""

from __future__ import annotations

from kamdesk.base.tokens import Palette

_SHEET = """
QPushButton {{ background: {surface}; color: {text}; border: 1px solid {line2}; border-radius: 5px;
  padding: 0 11px; min-height: 26px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {accent_bg}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 0 10px; min-height: 24px; }}
QPushButton:disabled {{ color: {text3}; border-color: {line}; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {accent_ink}; border-color: {accent}; }}
QPushButton[kind="primary"]:focus {{ border-color: {text}; }}
QPushButton[kind="primary"]:disabled {{ background: {line}; color: {text2}; border-color: {line}; }}
QPushButton[kind="quiet"] {{ background: transparent; color: {accent}; border-color: transparent; padding: 0 5px; }}
QPushButton[kind="quiet"]:hover {{ background: {hover}; }}
QPushButton[kind="quiet"]:focus {{ border: 2px solid {accent}; padding: 0 4px; }}
QPushButton[keyed="true"] {{ text-align: left; }}
QPushButton[small="true"] {{ padding: 0 7px; min-height: 22px; }}
QPushButton[small="true"]:focus {{ padding: 0 6px; min-height: 20px; }}
QLineEdit, QPlainTextEdit, QComboBox, QDateEdit {{ background: {surface}; color: {text}; border: 1px solid {field};
  border-radius: 5px; selection-background-color: {accent}; selection-color: {accent_ink}; }}
QLineEdit, QComboBox, QDateEdit {{ min-height: 26px; padding: 0 7px; }}
QPlainTextEdit {{ padding: 3px 4px; }}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus {{ border: 2px solid {accent}; padding: 0 6px; min-height: 24px; }}
QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 2px 3px; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{ border-color: {late}; }}
QLineEdit:read-only {{ border-color: transparent; padding-left: 0; }}
QLineEdit[bare="true"] {{ border: none; background: transparent; padding: 0; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: 16px; height: 16px; }}
QComboBox QAbstractItemView {{ background: {surface}; border: 1px solid {line2};
  selection-background-color: {accent_bg}; selection-color: {text}; outline: none; }}
QToolTip {{ background: {text}; color: {surface}; border: none; padding: 4px 6px; }}
QMenu {{ background: {surface}; color: {text}; border: 1px solid {line2}; padding: 4px 0; }}
QMenu::item {{ padding: 5px 24px 5px 12px; }}
QMenu::item:selected {{ background: {accent_bg}; color: {text}; }}
QMenu::item:disabled {{ color: {text3}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 0; }}
QScrollBar:vertical {{ width: 8px; background: transparent; margin: 0; }}
QScrollBar:horizontal {{ height: 8px; background: transparent; margin: 0; }}
QScrollBar::handle {{ background: {line2}; border-radius: 3px; min-height: 24px; min-width: 24px; margin: 1px; }}
QScrollBar::handle:hover {{ background: {field}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea#table {{ border: none; background: transparent; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollArea > QWidget > QWidget#page {{ background: transparent; }}
QCheckBox {{ spacing: 8px; }}
QProgressBar {{ background: {r0}; border: none; max-height: 4px; border-radius: 1px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 1px; }}
"""


def style_sheet(chosen: Palette, arrow: str = "") -> str:
    """The sheet of a theme; set once per theme, after the palette."""
    names = {name: chosen.colour(name) for name in _NAMES}
    return _SHEET.format(arrow=arrow, **names)


_NAMES = (
    "surface", "text", "text2", "text3", "line", "line2", "hover", "accent", "accent_bg", "accent_ink", "field", "late",
    "r0",
)  # fmt: skip
