"""A slow line in front of an office: half a round trip each way, and no more bits a second than it carries.

python -m tests.bench.slow_line PORT      its own port on the first line; every "slow" or "fast" on stdin sets it
"""

import asyncio
import subprocess
import sys
from contextlib import contextmanager, suppress

from tests.bench.sample_desks import ROOT

ROUND_TRIP_S = 0.1
BYTES_A_SECOND = 20_000_000 / 8
CHUNK = 8 * 1024
UNDERWAY_BYTES = 1024 * 1024
"""More than the line holds at once; whoever sends more waits, as in a socket's buffer."""


class Line:
    """Both directions of one line; every connection shares its width."""

    def __init__(self, port):
        self.port, self.is_slow = port, False
        self._free_at = {"up": 0.0, "down": 0.0}

    async def connected(self, reader, writer):
        """Hand on what comes, both ways, until one side ends."""
        if self.is_slow:
            await asyncio.sleep(ROUND_TRIP_S)  # the three steps of opening a connection
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.port)
        pumps = (self._pump(reader, there_writer, "up"), self._pump(there_reader, writer, "down"))
        with suppress(ConnectionError):
            await asyncio.gather(*pumps)

    async def _pump(self, reader, writer, way):
        loop, underway = asyncio.get_running_loop(), asyncio.Queue(UNDERWAY_BYTES // CHUNK)

        async def deliver():
            while (arriving := await underway.get()) is not None:
                at, data = arriving
                await asyncio.sleep(max(0, at - loop.time()))
                writer.write(data)
                await writer.drain()
            writer.close()

        delivering = asyncio.create_task(deliver())
        with suppress(ConnectionError):
            while data := await reader.read(CHUNK):
                await underway.put((self._arrives_at(loop.time(), way, len(data)), data))
        await underway.put(None)
        with suppress(ConnectionError):
            await delivering

    def _arrives_at(self, now, way, size):
        if not self.is_slow:
            return now
        self._free_at[way] = max(now, self._free_at[way]) + size / BYTES_A_SECOND
        return self._free_at[way] + ROUND_TRIP_S / 2


async def serve(port):
    """Until stdin ends."""
    line = Line(port)
    server = await asyncio.start_server(line.connected, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while said := await asyncio.to_thread(sys.stdin.readline):
        line.is_slow = said.strip() == "slow"
        print("so", flush=True)


@contextmanager
def before(url):
    """(the address of a line in front of this office, a function that makes it slow or fast); a process of its own."""
    command = [sys.executable, "-m", "tests.bench.slow_line", url.rsplit(":", 1)[1]]
    line = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def becomes(what):
        line.stdin.write(f"{what}\n")
        line.stdin.flush()
        line.stdout.readline()

    try:
        yield f"http://127.0.0.1:{line.stdout.readline().strip()}", becomes
    finally:
        line.kill()
        line.wait(10)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
