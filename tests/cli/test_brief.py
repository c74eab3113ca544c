"""`kamdesk brief`: both papers as files, and a sentence where that cannot be."""

import pypdfium2
import pytest

from kamdesk.operations.clients import add_client
from kamdesk.storage.desk import open_desk


@pytest.fixture
def client(made, profile):
    desk = open_desk(profile, password="a long one")
    add_client(desk, desk.author, {"legal_name": "恒泰机械"}, external_key="HT01")
    desk.close()


@pytest.mark.parametrize(("kind", "pages"), [("visit", 2), ("annual", 8)])
@pytest.mark.usefixtures("client")
def test_a_brief_is_written_as_a_file(made, tmp_path, kind, pages):
    out = tmp_path / "new" / "brief.pdf"
    answer = made("brief", kind, "HT01", "--out", out, "--language", "zh_TW", "--for", "client", "--json")
    assert answer.code == 0, answer.err
    assert answer.json == {"file": str(out), "bytes": out.stat().st_size}
    assert len(pypdfium2.PdfDocument(out)) == pages


@pytest.mark.usefixtures("client")
def test_the_same_question_of_a_named_day_gives_the_same_bytes(made, tmp_path):
    for name in ("a.pdf", "b.pdf"):
        made("brief", "visit", "HT01", "--as-of", "2026-10-20", "--out", tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.usefixtures("client")
def test_a_file_that_cannot_be_written_and_a_client_that_is_not_there_are_said(made, tmp_path):
    (tmp_path / "file").write_text("x")
    assert made("brief", "visit", "HT01", "--out", tmp_path / "file" / "brief.pdf").code == 1
    assert made("brief", "annual", "Nobody", "--out", tmp_path / "b.pdf").code == 1
