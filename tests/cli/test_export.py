"""Everything can be taken out in open formats, and no spreadsheet runs what was written into a note."""

import csv
import json

import pytest

from kamdesk.operations.clients import add_client
from kamdesk.operations.contacts import add_contact
from kamdesk.operations.notes import write_note
from kamdesk.operations.promises import record_promise
from kamdesk.records.every import RECORDS
from kamdesk.storage.desk import open_desk


@pytest.fixture
def filled(made, profile, today):
    """Two clients; the first has people, a promise and a hostile note."""
    desk = open_desk(profile, password="a long one")
    first = add_client(desk, desk.author, {"legal_name": "恒泰机械", "otif_aim": 985_000}, external_key="0042")[0]
    add_client(desk, desk.author, {"legal_name": "Other"}, external_key="B")
    chen = add_contact(desk, desk.author, first, {"name": "Chen", "rights": ("decides", "pays")})[0]
    record_promise(desk, desk.author, first, {"what": "Samples", "due_on": today, "contact_id": chen}, today=today)
    write_note(desk, desk.author, first, "=HYPERLINK(1)")
    desk.close()
    return made


def table(out, name):
    with (out / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_one_client_is_taken_out_with_all_its_records_and_nothing_else(filled, tmp_path):
    answer = filled("export", "0042", "--out", tmp_path / "out", "--json")
    assert answer.json["records"] == {"clients": 1, "contacts": 1, "promises": 1, "notes": 1}
    (client,) = table(tmp_path / "out", "clients")
    assert (client["key"], client["legal_name"], client["otif_aim"]) == ("0042", "恒泰机械", "98.5")
    (contact,) = json.loads((tmp_path / "out" / "contacts.json").read_text("utf-8"))
    assert (contact["client"], contact["rights"]) == ("0042", ["decides", "pays"])
    (promise,) = json.loads((tmp_path / "out" / "promises.json").read_text("utf-8"))
    assert promise["contact_id"] == contact["id"]


def test_all_is_every_client(filled, tmp_path):
    assert filled("export", "--all", "--out", tmp_path / "out", "--json").json["records"]["clients"] == 2


def test_a_spreadsheet_runs_nothing_and_json_keeps_the_exact_words(filled, tmp_path):
    filled("export", "--all", "--out", tmp_path / "out")
    assert table(tmp_path / "out", "notes")[0]["text"] == "'=HYPERLINK(1)"
    assert json.loads((tmp_path / "out" / "notes.json").read_text("utf-8"))[0]["text"] == "=HYPERLINK(1)"


def test_export_asks_for_one_client_or_all(filled, tmp_path):
    assert filled("export", "--out", tmp_path).code == 2
    assert filled("export", "0042", "--all", "--out", tmp_path).code == 2
    assert filled("export", "nobody", "--out", tmp_path).code == 1


def test_every_kind_of_record_can_be_taken_out():
    assert len({record.__tablename__ for record in RECORDS}) == len(RECORDS)


def test_a_table_that_cannot_be_written_is_told_in_a_sentence(filled, tmp_path):
    (tmp_path / "out" / "clients.csv").mkdir(parents=True)
    told = filled("export", "--all", "--out", tmp_path / "out")
    assert told.code == 1
    assert "cannot be written" in told.err
