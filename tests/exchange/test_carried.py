"""What travels comes back as it was: actions and items as bytes, messages in frames that are cut anywhere, digests."""

import struct
from datetime import UTC, date, datetime

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from kamdesk.base.errors import BadValue
from kamdesk.exchange.actions import Action, Author, Change, Deed, Edit
from kamdesk.exchange.digest import digest_of
from kamdesk.exchange.frames import FRAME_BYTES_MAX, cut_out, opened, squeezed, streamed
from kamdesk.exchange.items import item_bytes, item_of
from kamdesk.exchange.protocol import Frame, Frames, Pull
from kamdesk.exchange.verdicts import Contested, Item, ItemKind
from kamdesk.exchange.wire import action_bytes, action_of
from kamdesk.facts.kinds import Kind, canonical, from_driver, to_driver
from kamdesk.facts.policies import Compartment, Role
from kamdesk.records.every import RECORDS

ids = st.binary(min_size=16, max_size=16)
words = st.text(max_size=12).map(lambda text: canonical(Kind.TEXT, text))
whole = st.integers(-(2**62), 2**62)
VALUES = {
    Kind.BOOLEAN: st.booleans(),
    Kind.DAY: st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    Kind.MOMENT: st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1)).map(  # noqa: DTZ001  (made UTC below)
        lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
    ),
    Kind.REFERENCE: ids,
    Kind.REFERENCES: st.lists(ids, max_size=3).map(lambda many: canonical(Kind.REFERENCES, many)),
    Kind.CHOICES: st.lists(st.sampled_from("abc"), max_size=3).map(lambda many: canonical(Kind.CHOICES, many)),
    **dict.fromkeys((Kind.INTEGER, Kind.AMOUNT, Kind.PRICE, Kind.QUANTITY, Kind.PERCENT), whole),
    **dict.fromkeys((Kind.TEXT, Kind.LINES, Kind.CHOICE, Kind.PHONE, Kind.EMAIL), words),
}


@st.composite
def records_and_values(draw):
    """A kind of record, and values for some of its facts."""
    record = draw(st.sampled_from(RECORDS))
    names = draw(st.lists(st.sampled_from(sorted(record.facts())), unique=True, max_size=4))
    value = {name: st.none() | VALUES[record.fact(name).kind] for name in names}
    return record, {name: (draw(value[name]), draw(value[name])) for name in names}


@st.composite
def changes(draw):
    record, pairs = draw(records_and_values())
    return Change(
        deed=draw(st.sampled_from(Deed)), word=record.word, row_id=draw(ids), scope_id=draw(ids),
        edits={name: Edit(seen=seen, wanted=wanted) for name, (seen, wanted) in pairs.items()},
        external_key=draw(words), after=draw(st.none() | ids), into=draw(st.none() | ids),
        children_seen=tuple(draw(st.lists(ids, max_size=2))),
    )  # fmt: skip


@st.composite
def actions(draw):
    author = Author(name=draw(words), role=draw(st.sampled_from(Role)), employee_id=draw(st.none() | ids))
    return Action(
        action_id=draw(ids), verb=draw(words), author=author, made_at=draw(VALUES[Kind.MOMENT]),
        changes=tuple(draw(st.lists(changes(), max_size=3))), is_indivisible=draw(st.booleans()),
        settles=draw(st.none() | ids),
    )  # fmt: skip


def test_every_kind_of_value_has_a_way_to_travel():
    assert VALUES.keys() == set(Kind)


@given(actions())
def test_an_action_comes_out_of_its_bytes_as_it_went_in(action):
    assert action_of(action_bytes(action)) == action
    assert action_bytes(action_of(action_bytes(action))) == action_bytes(action)


def test_an_action_of_the_program_before_is_still_read():
    change = Change(deed=Deed.REMOVE, word="note", row_id=b"r" * 16, scope_id=b"s" * 16)
    author = Author(name="Lin", role=Role.REP)
    made_at = datetime(2026, 1, 1, tzinfo=UTC)
    action = Action(action_id=b"a" * 16, verb="remove", author=author, made_at=made_at, changes=(change,))
    plain = msgspec.msgpack.decode(action_bytes(action))
    plain["changes"] = [each[:8] for each in plain["changes"]]
    assert action_of(msgspec.msgpack.encode(plain)) == action


@given(records_and_values(), ids, st.sampled_from(ItemKind), words)
def test_an_item_comes_out_of_its_bytes_as_it_went_in(found, row_id, kind, said):
    record, pairs = found
    facts = tuple(Contested(fact=name, seen=seen, mine=mine, theirs=seen) for name, (seen, mine) in pairs.items())
    item = Item(
        item_id=row_id, kind=kind, action_id=row_id, word=record.word, row_id=row_id, scope_id=row_id,
        compartments=(record.compartment,), facts=facts, sentence=said, actions=(b"as sent",), author=said,
    )  # fmt: skip
    assert item_of(item_bytes(item)) == item


@given(st.sampled_from(list(Kind)).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind])))
def test_a_value_has_one_form_whatever_way_it_took(found):
    kind, value = found
    assert canonical(kind, value) == value
    assert from_driver(kind, to_driver(kind, value)) == value


def a_frame(rows):
    values = [[b"i" * 16, "", n, "x"] for n in range(rows)]
    return Frame(b"s" * 16, Compartment.OPEN, "note", ("text",), values, [], ends=False)


def read(chunks):
    return [frame for data in cut_out(chunks) for frame in opened(data, Frames).frames]


@given(st.lists(st.integers(0, 1200), max_size=4), st.integers(1, 50))
def test_frames_come_whole_however_the_stream_is_cut_up(sizes, piece):
    sent = [a_frame(rows) for rows in sizes]
    stream = b"".join(streamed(sent))
    assert read(stream[at : at + piece] for at in range(0, len(stream), piece)) == sent


SENT = [a_frame(rows) for rows in (3, 1000, 1200, 20)]
STREAM = b"".join(streamed(SENT))


@given(st.integers(0, len(STREAM)))
def test_of_a_stream_that_ends_anywhere_only_whole_frames_are_read(end):
    found = read([STREAM[:end]])
    assert found == SENT[: len(found)]
    assert (len(found) == len(SENT)) is (end == len(STREAM))


def bomb(size):
    return zstandard.ZstdCompressor(write_content_size=True).compress(bytes(size))


@pytest.mark.parametrize(
    "data",
    [b"", b"no message", bomb(FRAME_BYTES_MAX + 1), squeezed(Pull())[:-3], bomb(100)],
    ids=["nothing", "noise", "a bomb", "half a message", "no msgpack"],
)
def test_what_is_no_message_is_refused_in_words(data):
    with pytest.raises(BadValue):
        opened(data, Frame)


def test_a_length_beyond_reason_is_refused_before_anything_is_kept():
    with pytest.raises(BadValue):
        list(cut_out([struct.pack(">I", FRAME_BYTES_MAX + 1)]))


rows = st.lists(st.tuples(st.sampled_from(["note", "site"]), st.tuples(st.binary(max_size=2), st.integers(0, 3))))


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_their_digest(some, random):
    shuffled = random.sample(some, len(some))
    assert digest_of(some) == digest_of(shuffled)


@given(rows, rows)
def test_two_digests_are_equal_exactly_when_the_rows_are(some, others):
    assert (digest_of(some) == digest_of(others)) is (sorted(some) == sorted(others))
