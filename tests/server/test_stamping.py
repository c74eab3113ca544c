"""Revs have no gap and stand in the order of commits, whoever writes at once; nothing else gives that."""

import random
import threading
import time
from functools import partial

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from kamdesk.base.ids import CATALOGUE, new_id
from kamdesk.facts.policies import Compartment
from kamdesk.records.catalogue import Product
from kamdesk.records.clients import Client
from kamdesk.server.database.record_tables import office_table
from kamdesk.server.database.stamping import TRIES, Part, take_heads, write
from kamdesk.server.database.tables import heads, revs, tombstones
from tests.server.rows_of_office import add_client, part, rows

CLIENTS = office_table(Client)
WRITERS, EACH = 50, 4


def test_numbers_of_a_sequence_appear_behind_a_cursor(engine):
    """Why heads are locked: the same two writers, numbered by a sequence, lose a row for a reader in between."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE office.plain (id int PRIMARY KEY, n bigserial)"))
    with engine.connect() as slow, engine.connect() as quick, engine.connect() as reader:
        slow.execute(text("INSERT INTO office.plain (id) VALUES (1)"))  # gets number 1, commits later
        quick.execute(text("INSERT INTO office.plain (id) VALUES (2)"))  # gets number 2
        quick.commit()
        cursor = reader.execute(text("SELECT max(n) FROM office.plain")).scalar_one()
        reader.rollback()
        slow.commit()
        behind = reader.execute(text("SELECT id FROM office.plain WHERE n <= :n AND id <> 2"), {"n": cursor}).all()
        after = reader.execute(text("SELECT id FROM office.plain WHERE n > :n"), {"n": cursor}).all()
    assert behind == [(1,)], "the row came to lie behind the cursor"
    assert after == [], "and is never sent"


def test_a_second_writer_of_a_part_waits_for_the_first(engine):
    client = add_client(engine)
    order = []

    def second():
        write(engine, [part(client)], lambda stamps: order.append(stamps.of(part(client)).rev))

    with engine.begin() as connection:
        first = take_heads(connection, [part(client)]).of(part(client))
        other = threading.Thread(target=second)
        other.start()
        time.sleep(0.2)
        assert order == [], "the second has no number before the first is committed"
    other.join()
    assert order == [first.rev + 1]


class Crowd:
    """Many writers who take some scopes each and commit when they like, and one reader who never stops."""

    def __init__(self, engine, seed):
        self.engine, self.seed = engine, seed
        self.scopes = [new_id() for _ in range(4)]
        self.cursors, self.seen = dict.fromkeys(self.scopes, 0), {scope: set() for scope in self.scopes}
        self.failures, self.done = [], threading.Event()

    def run(self):
        watching = threading.Thread(target=self.poll)
        writers = [threading.Thread(target=self.write_some, args=(number,)) for number in range(WRITERS)]
        for each in (watching, *writers):
            each.start()
        for each in writers:
            each.join()
        self.done.set()
        watching.join()

    def write_some(self, number):
        mine = random.Random(self.seed + number)
        try:
            for _ in range(EACH):
                chosen = mine.sample(self.scopes, mine.randint(1, 3))
                write(self.engine, map(part, chosen), partial(self.add, chosen, mine.random() / 200))
        except Exception as error:  # noqa: BLE001  (told to the test)
            self.failures.append(error)

    def add(self, chosen, pause, stamps):
        for scope in chosen:
            row = {"id": new_id(), "scope_id": scope, "rev": stamps.of(part(scope)).rev}
            stamps.connection.execute(insert(CLIENTS), row)
        time.sleep(pause)

    def poll(self):
        is_last = False
        while not is_last:
            is_last = self.done.is_set()
            with self.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
                for scope in self.scopes:
                    head = connection.execute(select(heads.c.rev).where(heads.c.scope_id == scope)).scalar() or 0
                    new = select(CLIENTS.c.id).where(CLIENTS.c.scope_id == scope, CLIENTS.c.rev > self.cursors[scope])
                    self.seen[scope].update(connection.execute(new).scalars())
                    self.cursors[scope] = head


@pytest.mark.timeout(120)
def test_fifty_writers_and_a_poller_see_no_gap_and_no_row_behind_the_cursor(engine):
    crowd = Crowd(engine, random.randrange(2**32))
    print("seed", crowd.seed)
    crowd.run()
    assert crowd.failures == []
    written = rows(engine, CLIENTS, "scope_id", "id")
    for scope in crowd.scopes:
        assert {row_id for of, row_id in written if of == scope} == crowd.seen[scope]
        numbers = sorted(rev for of, rev in rows(engine, revs, "scope_id", "rev") if of == scope)
        assert numbers == list(range(1, len(numbers) + 1))
    assert len(written) == len(rows(engine, revs, "rev")) >= WRITERS * EACH


def test_every_rev_has_a_mark_of_its_own_and_the_head_has_the_last(engine):
    client = add_client(engine)
    write(engine, [part(client)], lambda stamps: stamps.of(part(client)))
    marks = dict(rows(engine, revs, "rev", "mark"))
    assert len(set(marks.values())) == 2
    assert rows(engine, heads, "rev", "mark") == [(2, marks[2])]


def test_a_head_that_was_taken_and_not_written_keeps_its_rev(engine):
    client = add_client(engine)
    write(engine, [part(client), part(client, Compartment.MONEY)], lambda stamps: None)
    assert sorted(rows(engine, heads, "compartment", "rev")) == [("money", 0), ("open", 1)]


def test_what_a_savepoint_takes_back_is_numbered_again(engine):
    where = Part(CATALOGUE, Compartment.OPEN)
    products = office_table(Product)

    def breaks(stamps):
        with stamps.savepoint():
            row = {"id": new_id(), "scope_id": CATALOGUE, "rev": stamps.of(where).rev, "name": "gone"}
            stamps.connection.execute(insert(products), row)
            raise ZeroDivisionError

    def work(stamps):
        with pytest.raises(ZeroDivisionError):
            breaks(stamps)
        assert stamps.given == {}
        row = {"id": new_id(), "scope_id": CATALOGUE, "rev": stamps.of(where).rev, "name": "stays"}
        stamps.connection.execute(insert(products), row)

    write(engine, [where], work)
    assert rows(engine, products, "name", "rev") == [("stays", 1)]
    assert rows(engine, revs, "rev") == [(1,)]


def test_a_deadlock_is_tried_again_whole_and_not_for_ever(engine):
    tried = []

    def meets_another(stamps, times):
        tried.append(1)
        if len(tried) <= times:
            stamps.connection.execute(text("DO $$ BEGIN RAISE EXCEPTION 'met' USING ERRCODE = '40P01'; END $$"))

    write(engine, [part(CATALOGUE)], partial(meets_another, times=2))
    assert len(tried) == 3
    with pytest.raises(DBAPIError):
        write(engine, [part(CATALOGUE)], partial(meets_another, times=99))
    assert len(tried) == 3 + TRIES


def test_a_row_that_is_removed_while_a_laptop_pulls_is_told_in_the_next_pull(engine):
    """Rows, tombstones and head in separate statements lose the tombstone for ever; in one snapshot they do not."""
    client = add_client(engine)
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as pull:
        gone = pull.execute(select(tombstones.c.id)).all()
        with engine.begin() as connection:
            take_heads(connection, [part(client)]).of(part(client))
            connection.execute(CLIENTS.delete())
        head = pull.execute(select(heads.c.rev)).scalar_one()
        still = pull.execute(select(CLIENTS.c.id)).all()
    assert (gone, head, still) == ([], 1, [(client,)])
    assert rows(engine, tombstones, "id", "rev") == [(client, 2)]
