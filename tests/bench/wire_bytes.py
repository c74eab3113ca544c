"""What an order line weighs on the wire, as a laptop receives it in a first sync."""

from kamdesk.exchange.frames import streamed
from kamdesk.exchange.protocol import Pull
from kamdesk.records.orders import OrderLine
from kamdesk.sync.office_client import OfficeClient
from tests.bench import reps


def of_an_order_line(office):
    """Bytes for each of a rep's order lines: their frames as they came, squeezed without those of other rows."""
    (rep,) = reps.made(office.database, 1, "weigher")
    client = OfficeClient(office.url, token=rep.token)
    with client.pull(Pull(cursors=())) as (_, frames):
        theirs = [frame for frame in frames if frame.word == OrderLine.word]
    client.close()
    return sum(map(len, streamed(theirs))) / sum(len(frame.rows) for frame in theirs)
