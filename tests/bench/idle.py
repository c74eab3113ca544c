"""What a sync costs when nothing is new, beside the least that an office can be asked by a laptop it knows."""

import statistics
import time
from contextlib import contextmanager

import httpx2

from kamdesk.exchange import http_words as words
from kamdesk.exchange.protocol import PROTOCOL
from kamdesk.storage.settings import TOKEN
from tests.bench.laptops import Laptop
from tests.bench.measures import Measure

ROUNDS, WARM = 300, 30


def measures(office, folder):
    """Medians, taken in turns so that a neighbour's work meets both."""
    laptop = Laptop(office.url, folder / "idle")
    with bare_request(office.url, laptop.desk.settings.get(TOKEN)) as bare:
        spent = [(seconds(bare), seconds(laptop.sync)) for _ in range(ROUNDS)][WARM:]
    least, whole = (statistics.median(column) for column in zip(*spent, strict=True))
    told = f"{whole * 1000:.1f} ms, bare {least * 1000:.1f} ms"
    yield Measure(f"idle sync ÷ bare authenticated request ({told})", whole / least, 2.0)
    laptop.close()


def seconds(act):
    """How long an act takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


@contextmanager
def bare_request(url, token):
    """A request on a kept connection that the office answers as soon as it knows the laptop: its body is no message."""
    headers = {"Authorization": f"Bearer {token}", words.PROTOCOL_HEADER: str(PROTOCOL)}
    with httpx2.Client(base_url=url, trust_env=False, headers=headers) as client:

        def ask():
            answer = client.post(words.VERIFY, content=b"-")
            assert answer.status_code == words.STATUS[words.Code.UNREADABLE], answer.text

        yield ask
