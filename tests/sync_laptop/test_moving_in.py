"""An owner-run desk joins an office and brings its data along: shown first, nothing lost, nothing doubled."""

import json
import os
import subprocess
import sys
from contextlib import closing
from datetime import date

import pytest

from kamdesk.base.errors import Refused
from kamdesk.cli.main import main
from kamdesk.connectors.batches import batch_of
from kamdesk.connectors.hand_over import hand_over_batches
from kamdesk.connectors.intake.files import ImportWish
from kamdesk.facts.policies import Role
from kamdesk.operations.clients import add_client as write_client
from kamdesk.operations.import_files import import_files
from kamdesk.operations.imports import import_batches
from kamdesk.operations.notes import write_note
from kamdesk.operations.tray import tray
from kamdesk.records.clients import Client
from kamdesk.records.contacts import Contact
from kamdesk.records.orders import Order, OrderLine
from kamdesk.records.visits import Note
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.people.serves import serve
from kamdesk.server.people.users import add_user
from kamdesk.storage.backups import backups
from kamdesk.storage.desk import create_desk, open_desk
from kamdesk.storage.rows import rows_where
from kamdesk.storage.settings import OUTBOX_DAYS
from kamdesk.storage.window_lock import WindowLock
from kamdesk.sync.moving_in.moving import move_in
from tests.server.desks import PASSWORD, TODAY
from tests.server.rows_of_office import add, add_client, rows

OWN = "the owner's own one"


@pytest.fixture
def own(tmp_path):
    """The folder of a desk that its owner runs: three clients by key, one by hand, orders, notes."""
    folder = tmp_path / "own"
    with closing(create_desk(folder, password=OWN, company="恒泰", currency="CNY")) as desk:
        clients = [
            {"key": "ACME", "legal_name": "Acme", "phone": "0571-200", "habits": "tea first"},
            {"key": "BOLT", "legal_name": "Bolt AG", "city": "Bern"},
        ]
        people = [{"key": "P1", "client": "ACME", "name": "陈建国"}, {"key": "P2", "client": "BOLT", "name": "Beat"}]
        orders = [{"key": f"O{n}", "client": "ACME", "ordered_on": date(2026, 9, n), "currency": "CNY"} for n in (1, 2)]
        lines = [{"key": "O2/1", "order_id": "O2", "quantity": 3_000, "value_micro": 10**9}]
        for record, rows in ((Client, clients), (Contact, people), (Order, orders), (OrderLine, lines)):
            import_batches(desk, [batch_of(record, rows)])
        acme, bolt = (found(desk, Client, external_key=key)[0].id for key in ("ACME", "BOLT"))
        mine, _ = write_client(desk, desk.author, {"legal_name": "Nordwind Handel GmbH", "phone": "0571-900900"})
        for client, text in ((acme, "of Acme"), (bolt, "of Bolt"), (mine, "of Nordwind")):
            write_note(desk, desk.author, client, text)
    return folder


@pytest.fixture
def lin_at_office(engine):
    """The office knows Acme (which Lin serves), another Nordwind (which Lin serves), and order O1."""
    acme = add_client(engine, external_key="ACME", legal_name="Acme", city="Oslo", phone="0571-100")
    nordwind = add_client(engine, external_key="NW", legal_name="Nordwind Handel", city="Kiel")
    add(engine, Order, acme, external_key="O1", ordered_on=date(2026, 9, 1), currency="CNY", status="shipped")
    add(engine, Contact, acme, external_key="P1", name="陈建国", post="purchaser")
    add_client(engine, external_key="BOLT", legal_name="Bolt", city="Basel")
    with engine.begin() as connection:
        add_user(connection, "lin", Role.REP, PASSWORD)
        add_user(connection, "wei", Role.MANAGER, PASSWORD)
        for client in ("ACME", "NW"):
            serve(connection, client, "lin", Role.REP, today=TODAY)
    return acme, nordwind


@pytest.fixture
def call(own, office, monkeypatch, capsys):
    """call("join", …) → (exit code, JSON or None, stderr), on the own desk."""
    monkeypatch.setenv("KAMDESK_PASSWORD", OWN)
    monkeypatch.setenv("KAMDESK_OFFICE_PASSWORD", PASSWORD)

    def verb(name, *words):
        more = [office.address, "--user", "lin"] if name == "join" else []
        capsys.readouterr()
        code = main(["--json", "--profile", str(own), name, *more, *words])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return verb


def found(desk, record, **equal):
    with desk.reading() as connection:
        return rows_where(connection, record, **equal)


def texts(desk, client_id):
    return [note["text"] for note in found(desk, Note, scope_id=client_id)]


@pytest.mark.usefixtures("lin_at_office")
def test_what_would_happen_is_shown_and_nothing_is_sent(call, own, engine):
    code, told, err = call("join")
    assert (code, told["joined"]) == (1, False)
    assert "Nothing was sent" in err
    assert told["same"] == {"client": 2, "contact": 1, "order": 1}
    assert told["new"] == {"note": 2}
    assert told["handed_over"] == {"client": 1, "contact": 1, "note": 1, "order": 1, "order_line": 1}
    assert told["clients_handed_over"] == ["Bolt AG"]
    (twin,) = told["twins"]
    assert (twin["own"]["legal_name"], twin["office"]["legal_name"], twin["same"]) == (
        "Nordwind Handel GmbH", "Nordwind Handel", True,
    )  # fmt: skip
    assert rows(engine, office_table(Note), "text") == []
    with closing(open_desk(own, password=OWN)) as desk:
        assert not desk.has_office
        assert len(found(desk, Client)) == 3


def test_a_desk_that_joins_takes_the_offices_ids_and_sends_what_its_owner_wrote(call, own, lin_at_office, tmp_path):
    acme, nordwind = lin_at_office
    with closing(open_desk(own, password=OWN)) as desk:
        desk.back_up()
    code, told, err = call("join", "--yes", "--hand-over", str(tmp_path / "to-office.kamdesk-rows"))
    assert (code, err) == (0, "")
    assert (told["sync"]["refused"], told["sync"]["held"]) == (0, 0)
    with closing(open_desk(own, password=PASSWORD)) as desk:
        assert desk.has_office
        assert {sheet.id for sheet in found(desk, Client)} == {acme, nordwind}
        assert texts(desk, acme) == ["of Acme"]
        assert texts(desk, nordwind) == ["of Nordwind"]
        (shown,) = found(desk, Client, external_key="ACME")
        assert (shown["habits"], shown["phone"], shown["city"]) == ("tea first", "0571-100", "Oslo")
        cards = tray(desk, today=TODAY)
        assert {(each.fact, each.mine, each.theirs) for card in cards for each in card.item.facts} == {
            ("phone", "0571-200", "0571-100"), ("legal_name", "Nordwind Handel GmbH", "Nordwind Handel"),
        }  # fmt: skip
    assert call("join")[0] == 1
    assert backups(own) == []
    with closing(open_desk(own / "before-joining", password=OWN)) as before:
        assert len(found(before, Client)) == 3


def test_twins_that_are_not_the_same_stay_two(call, own, lin_at_office, tmp_path):
    twin = call("join")[1]["twins"][0]["id"]
    more = ("--yes", "--apart", twin, "--hand-over", str(tmp_path / "f.kamdesk-rows"))
    assert call("join", *more)[0] == 0
    with closing(open_desk(own, password=PASSWORD)) as desk:
        both = {sheet["legal_name"]: sheet.id for sheet in found(desk, Client)}
        assert set(both) == {"Acme", "Nordwind Handel", "Nordwind Handel GmbH"}
        assert texts(desk, both["Nordwind Handel GmbH"]) == ["of Nordwind"]


@pytest.mark.usefixtures("lin_at_office")
def test_what_the_office_lacks_is_handed_over_and_its_import_doubles_nothing(call, tmp_path):
    file = tmp_path / "to-office.kamdesk-rows"
    assert call("join", "--yes")[0] == 1, "without a file nothing is handed over, and nothing joins"
    assert call("join", "--yes", "--hand-over", str(file))[0] == 0
    handed = {batch.record.word: batch for batch in hand_over_batches(file)}
    assert list(handed["order"].keys) == ["O2"]
    with closing(create_desk(tmp_path / "office", password=OWN, company="Office", currency="CNY")) as desk:
        import_batches(desk, [batch_of(Client, [{"key": "ACME", "legal_name": "Acme"}])])
        first = import_files(desk, ImportWish(path=file))
        assert (first.new, first.unlinked_count) == (5, 0)
        again = import_files(desk, ImportWish(path=file))
        assert (again.new, again.changed) == (0, 0)
        (line,) = found(desk, OrderLine)
        assert (line["quantity"], line["value_micro"]) == (3_000, 10**9)
        (bolt,) = found(desk, Client, external_key="BOLT")
        assert texts(desk, bolt.id) == ["of Bolt"]


@pytest.mark.usefixtures("lin_at_office")
def test_after_joining_the_files_of_the_erp_are_refused_in_words(call, tmp_path, monkeypatch):
    assert call("join", "--yes", "--hand-over", str(tmp_path / "f.kamdesk-rows"))[0] == 0
    (tmp_path / "orders.csv").write_text("Order ID,Customer ID\nO9,ACME\n")
    monkeypatch.setenv("KAMDESK_PASSWORD", PASSWORD)
    code, _, err = call("import", str(tmp_path / "orders.csv"))
    assert code == 1
    assert "come from its office" in err


@pytest.mark.usefixtures("lin_at_office")
def test_an_open_window_is_not_joined_under_its_hands(call, own):
    lock = WindowLock(own)
    assert lock.take()
    code, _, err = call("join")
    lock.release()
    assert code == 1
    assert "window is open" in err


@pytest.mark.usefixtures("lin_at_office")
def test_what_is_typed_while_everything_is_put_together_is_not_left_behind(own, office, tmp_path):
    with closing(open_desk(own, password=OWN)) as desk:
        (acme,) = (client.id for client in found(desk, Client, external_key="ACME"))
        moving = move_in(desk, office.address, user="lin", password=PASSWORD)
        moving.prepare(hand_over=tmp_path / "f.kamdesk-rows")
        write_note(desk, desk.author, acme, "typed meanwhile")
    with pytest.raises(Refused, match="join once more"):
        moving.switch()
    with closing(open_desk(own, password=OWN)) as desk:
        assert not desk.has_office
        assert "typed meanwhile" in texts(desk, acme)


@pytest.mark.usefixtures("lin_at_office")
def test_how_far_the_old_outbox_reached_is_not_taken_along(own, office, tmp_path):
    """By it an office's desk would let go of what it sent as soon as a clock jumped ahead."""
    with closing(open_desk(own, password=OWN)) as desk:
        desk.back_up_if_due()
        desk.settings.reload()
        assert desk.settings.get(OUTBOX_DAYS)
        moving = move_in(desk, office.address, user="lin", password=PASSWORD)
        moving.prepare(hand_over=tmp_path / "f.kamdesk-rows")
    with closing(moving.switch()) as desk:
        assert (desk.has_office, desk.settings.get(OUTBOX_DAYS)) == (True, "")


UNPLUGGED = """
import os, sys
from kamdesk.cli.main import main
left = int(sys.argv.pop(1))
def plug(event, args):
    global left
    target = str(args[1]) if event == "os.rename" else ""
    if os.path.basename(target) in ("desk.db", "key.json") and ".coming" not in target:
        left -= 1
        if left < 0:
            os._exit(99)
sys.addaudithook(plug)
sys.exit(main(sys.argv[1:]))
"""
"""Dies before the n-th file of the desk gets its place."""


@pytest.mark.usefixtures("lin_at_office")
def test_pulling_the_plug_leaves_a_desk_that_is_its_owners_or_the_offices(own, office, tmp_path, call):
    verb = ["--profile", str(own), "join", office.address, "--user", "lin", "--yes", "--hand-over"]
    environ = os.environ | {"KAMDESK_PASSWORD": OWN, "KAMDESK_OFFICE_PASSWORD": PASSWORD}
    states = []
    for steps in (1, 2):
        words = [sys.executable, "-c", UNPLUGGED, str(steps), *verb, str(tmp_path / "f.kamdesk-rows")]
        assert subprocess.run(words, env=environ, capture_output=True, check=False).returncode == 99
        with closing(open_desk(own, password=OWN)) as desk:
            desk.check(thorough=True)
            notes = {note["text"] for note in found(desk, Note)}
            assert notes == ({"of Acme", "of Nordwind"} if desk.has_office else {"of Acme", "of Bolt", "of Nordwind"})
            states.append(desk.has_office)
    assert states == [False, True]
    assert call("sync")[1]["sent"] == 4, "what it brought along goes with the next sync"
