"""Every sign of the glyph corpus prints, can be copied and searched; what no font has prints 〓 and is named here."""

import logging

import pypdfium2
import pytest

from kamdesk.reports.kit import fonts
from kamdesk.reports.kit.blocks import Text
from kamdesk.reports.kit.document import Document, Imprint, RunningHead

CORPUS = {
    "rare signs of names": "昇喆堃珺祎鵬龘龢犇淼骉翀昉弢赟燊彧朊",
    "traditional and simplified in one name": "鵬飛機械廠（台灣）与上海灣區科技",
    "units and circled numbers": "120 ㎡, 35 m², 15 µm, ①②③, 20 ℃, ±5‰, № 7",
    "full-width punctuation": "，。；：？！（）【】《》“”‘’、…—·～％￥",
    "Latin with accents": "Łódź Çağlar Françoise Müller Ångström São Björk Dvořák ñ ß ø œ",
    "money and minus": "¥1,234.50 €9 £8 −7 × ÷",
}


def printed(text):
    """The text of a page that says this in bold and in regular."""
    document = Document(Imprint(title="t", author="a", subject="s", foot="", number="n", pages=1))
    document.page(RunningHead(text, ""), [Text(text)])
    pdf = pypdfium2.PdfDocument(document.finished())
    return pdf[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())
def test_the_corpus_can_be_copied_from_the_page_as_it_was_typed(text):
    on_page = printed(text)
    assert fonts.MISSING not in on_page
    assert on_page.count(text) == 2, on_page


@pytest.mark.parametrize("sign", ["😀", "🏭", "𠮷", "👩🏽‍💼", "ع"])
def test_a_sign_that_no_shipped_font_has_prints_as_geta(sign):
    assert f"A{fonts.MISSING}B" in printed(f"A{sign}B").replace(fonts.MISSING * 2, fonts.MISSING)


def test_a_missing_sign_is_logged_by_its_code_and_without_the_text(caplog):
    fonts.runs.cache_clear()
    fonts._note_missing.cache_clear()
    with caplog.at_level(logging.INFO, logger="kamdesk"):
        printed("机密 🦖")
    assert [r.getMessage() for r in caplog.records if "U+1F996" in r.getMessage()]
    assert "机密" not in caplog.text


def test_a_sign_beyond_the_first_plane_is_found_when_copied():
    known = next(code for code in fonts.widths()[fonts.REGULAR] if code > 0x1FFFF)
    assert chr(known) in printed(f"朱{chr(known)}")


def test_joiners_and_controls_take_no_room_and_leave_no_box():
    assert "ab" in printed("a\u200b\u0007\ufe0fb")
