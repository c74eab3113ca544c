"""Bodies as strangers may send them: messages with anything in them, actions of any content, bytes of no message."""

from datetime import UTC

import msgspec
import zstandard
from hypothesis import strategies as st

from kamdesk.base.ids import CATALOGUE
from kamdesk.exchange import http_words as words
from kamdesk.exchange.frames import squeezed
from kamdesk.exchange.http_words import Digests, HistoryAsked
from kamdesk.exchange.protocol import Cursor, Digest, Pull, Push, Sealed, Stamp
from kamdesk.facts.kinds import to_driver
from kamdesk.facts.policies import Compartment
from kamdesk.records.every import RECORDS

KNOWN = [CATALOGUE, bytes(16)]
"""Ids that stand at the office; the test puts its own there."""

numbers = st.integers(-(2**63), 2**64 - 1) | st.integers(-2, 5)
ids = st.sampled_from(KNOWN) | st.binary(min_size=16, max_size=16) | st.binary(max_size=20)
texts = st.text(max_size=12) | st.sampled_from(
    ["\0", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "en"]
)
compartments = st.sampled_from(Compartment)
plain = st.recursive(
    st.none() | st.booleans() | numbers | st.floats() | texts | st.binary(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
stamps = st.builds(Stamp, ids, compartments, numbers, ids)
places = st.none() | st.tuples(st.sampled_from([record.word for record in RECORDS]) | texts, ids)
cursors = st.builds(
    Cursor, ids, compartments, numbers, ids, numbers, places, texts, st.none() | st.tuples(numbers, ids)
)


@st.composite
def changes(draw):
    """A change as it travels: mostly of a real record and its facts, with values of any kind."""
    record = draw(st.sampled_from(RECORDS))
    names = draw(st.lists(st.sampled_from(list(record.facts())) | texts, max_size=3))
    values = (
        st.just(None)
        | plain
        | st.sampled_from([to_driver(each.kind, each.default) for each in record.facts().values()])
    )
    edits = {name: [draw(values), draw(values)] for name in names}
    deed = draw(st.sampled_from(["create", "edit", "remove"]) | texts)
    return [
        deed, draw(st.just(record.word) | texts), draw(ids), draw(ids), draw(texts), draw(st.none() | ids),
        draw(st.lists(ids, max_size=2)), edits, draw(st.none() | ids),
    ]  # fmt: skip


@st.composite
def actions(draw):
    """An action as bytes under its id; sometimes no action at all."""
    action_id = draw(ids)
    whole = {
        "version": draw(st.just(1) | numbers), "id": draw(st.just(action_id) | ids),
        "verb": draw(texts | st.just("undo")),
        "author": [draw(texts), draw(st.sampled_from(["rep", "owner", "x"])), draw(st.none() | ids)],
        "made_at": draw(st.datetimes(timezones=st.just(UTC)).map(lambda at: at.isoformat()) | texts),
        "whole": draw(st.booleans()), "settles": draw(st.none() | ids),
        "changes": draw(st.lists(changes(), max_size=3)),
    }  # fmt: skip
    packed = draw(st.just(whole) | plain.map(lambda other: whole | {"changes": other}) | plain)
    return Sealed(draw(st.integers(1, 9) | numbers), action_id, msgspec.msgpack.encode(packed))


MESSAGES = {
    words.PUSH: st.builds(
        Push, nonce=ids, first_kept=numbers, actions=st.lists(actions(), max_size=4).map(tuple), language=texts
    ),
    words.PULL: st.builds(
        Pull,
        digest=ids,
        cursors=st.none() | st.lists(cursors, max_size=3).map(tuple),
        stamps=st.lists(stamps, max_size=3).map(tuple),
        page_rows=numbers,
    ),
    words.VERIFY: st.builds(
        Digests,
        parts=st.lists(st.builds(Digest, ids, compartments, numbers, numbers, ids), max_size=2).map(tuple),
        facts=st.dictionaries(
            st.sampled_from([record.word for record in RECORDS]), st.lists(texts, max_size=3).map(tuple), max_size=2
        ),
    ),
    words.HISTORY: st.builds(HistoryAsked, word=st.sampled_from(["client", "note"]) | texts, scope_id=ids, row_id=ids),
}
"""What belongs on each path, with anything in it."""

bodies = (
    st.one_of(*MESSAGES.values()).map(squeezed)
    | plain.map(lambda value: zstandard.ZstdCompressor().compress(msgspec.msgpack.encode(value)))
    | st.binary(max_size=60)
)
