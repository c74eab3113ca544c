"""The brief room on a real desk: pages as they print, for us or for the client, saved and handed on."""

from email import message_from_bytes
from functools import partial

import pypdfium2
import pytest

from kamdesk.storage.settings import EXPORTS, read_settings
from kamdesk.ui.briefs.handing_over import file_name, letter_with, write_letter
from kamdesk.ui.shell.places import Place
from tests.ui.conftest import elsewhere


@pytest.fixture
def room(app, client_id):
    app.window.go(Place("client", client_id, tab="briefs"))
    app.settle()
    return app.window.room()


def exported(desk):
    with desk.reading() as connection:
        return read_settings(connection).get(EXPORTS, "")


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_the_brief_is_shown_page_by_page(room):
    assert room.pdf.startswith(b"%PDF")
    assert room.pages.count() == 2
    assert room.print.isEnabled()
    assert room.state.text().startswith("2 pages, ")


def test_for_the_client_is_another_paper(room, app):
    internal = text_of(room.pdf)
    room.reader._take("client")
    app.settle()
    safe = text_of(room.pdf)
    assert safe != internal
    assert len(safe) < len(internal)


def test_while_the_client_looks_only_their_paper_is_shown(room, app):
    internal = room.pdf
    app.context.set_client_safe(True)
    app.settle()
    assert room.wish().audience == "client"
    assert not room.reader.isVisible()
    assert not room.note.isVisible(), "what is left out is nothing the client should read about"
    assert room.pdf != internal
    app.context.set_client_safe(False)


def test_the_language_of_the_paper_is_chosen_apart_from_the_windows(room, app):
    room.language.setCurrentIndex(room.language.findData("zh_CN"))
    room.language.activated.emit(1)
    app.settle()
    assert "拜访简报" in text_of(room.pdf)


def test_the_brief_is_saved_where_asked(room, app, tmp_path):
    room.write_to(tmp_path / "brief.pdf")
    app.settle()
    assert (tmp_path / "brief.pdf").read_bytes() == room.pdf


def test_a_brief_that_cannot_be_saved_says_so_and_nothing_left_the_desk(room, app, tmp_path):
    room.write_to(tmp_path / "no such folder" / "brief.pdf")
    app.settle()
    assert "cannot be written" in app.window.notice.text()
    assert elsewhere(partial(exported, app.context.desk)) == ""


def test_the_mail_program_gets_an_unsent_letter_with_the_brief(tmp_path):
    path = write_letter(b"%PDF-1.7 ...", tmp_path, name="Visit brief 恒泰机械.pdf", subject="Visit brief 恒泰机械")
    letter = message_from_bytes(path.read_bytes())
    assert letter["X-Unsent"] == "1"
    (part,) = [each for each in letter.walk() if each.get_content_type() == "application/pdf"]
    assert part.get_payload(decode=True) == b"%PDF-1.7 ..."


def test_a_letter_names_its_attachment_in_any_script():
    letter = message_from_bytes(letter_with(b"%PDF", name="恒泰.pdf", subject="恒泰"))
    (part,) = [each for each in letter.walk() if each.get_content_type() == "application/pdf"]
    assert part.get_filename() == "恒泰.pdf"


def test_file_names_are_good_on_every_system():
    assert file_name("Visit brief", 'A/S "Nord": Öl?', "2026-10-20") == "Visit brief A_S _Nord__ Öl_ 2026-10-20.pdf"


def test_the_button_of_the_clients_head_leads_to_the_brief(app, client_id):
    app.window.go(Place("client", client_id))
    app.settle()
    app.window.client_frame().head.brief.click()
    app.settle()
    assert app.window.client_frame().tabs.current() == "briefs"
