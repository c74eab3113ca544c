"""What the machine can do at best (the roof of a first sync): order lines out of PostgreSQL into an encrypted file.

Binary server cursor of values as SQLite keeps them → msgpack rows and zstd frames over loopback HTTP → typed decode →
one prepared upsert of tuples in SQLCipher, one index, 64 MB of cache, one commit. No parts, no rights, no revisions.
"""

import asyncio
import struct
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import httpx2
import msgspec
import psycopg
import uvicorn
import zstandard

from kamdesk.records.orders import OrderLine
from kamdesk.server.database.rows import as_a_file_keeps_it
from kamdesk.storage import engine

FRAME_ROWS = 1000
_LENGTH = struct.Struct(">I")


def rows_a_second(database, runs=3):
    """Rows a second of the best of some runs, its server in a process of its own."""
    with _served(database) as url:
        return max(_run(url) for _ in range(runs))


def _run(url):
    columns = ["id", "external_key", "rev", *OrderLine.facts()]
    marks = ", ".join("?" * len(columns))
    renewed = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
    with tempfile.TemporaryDirectory() as folder:
        file = engine.connect(Path(folder) / "ideal.db", bytes(32), cache_kib=engine.WRITER_CACHE_KIB)
        file.execute("PRAGMA journal_mode = wal")
        file.execute("PRAGMA synchronous = normal")
        file.execute(f"CREATE TABLE lines ({', '.join(columns)}, PRIMARY KEY (id))")
        upsert = f"INSERT INTO lines VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {renewed}"
        began, rows = time.perf_counter(), 0
        file.execute("BEGIN")
        for frame in _frames(url):
            file.executemany(upsert, frame)
            rows += len(frame)
        file.execute("COMMIT")
        file.close()
        return rows / (time.perf_counter() - began)


def _frames(url):
    decoder = msgspec.msgpack.Decoder(list[tuple])
    unzip = zstandard.ZstdDecompressor()
    buffer = bytearray()
    with httpx2.stream("GET", url, timeout=120) as response:
        for chunk in response.iter_raw():
            buffer += chunk
            while len(buffer) >= 4 and len(buffer) >= 4 + (size := _LENGTH.unpack_from(buffer)[0]):
                yield decoder.decode(unzip.decompress(bytes(buffer[4 : 4 + size])))
                del buffer[: 4 + size]


def office(database):
    """The bare application: one statement, one stream."""
    query = f"SELECT {as_a_file_keeps_it(OrderLine)} FROM office.order_lines"

    def body():
        squeeze, encode = zstandard.ZstdCompressor(level=3), msgspec.msgpack.Encoder().encode
        with psycopg.connect(database) as connection, connection.cursor("ideal", binary=True) as cursor:
            cursor.itersize = FRAME_ROWS
            cursor.execute(query)
            while rows := cursor.fetchmany(FRAME_ROWS):
                data = squeeze.compress(encode(rows))
                yield _LENGTH.pack(len(data)) + data

    async def app(scope, _receive, send):
        assert scope["type"] == "http"
        await send({"type": "http.response.start", "status": 200, "headers": []})
        chunks = body()
        while chunk := await asyncio.to_thread(next, chunks, None):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    return app


@contextmanager
def _served(database):
    import subprocess
    import sys

    from tests.bench.sample_desks import ROOT

    command = [sys.executable, "-m", "tests.bench.ideal_pipeline", database]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
    finally:
        process.stdin.close()
        process.wait(30)


def main(database):
    """Serve until stdin ends; the first line says on which port."""
    import sys

    server = uvicorn.Server(uvicorn.Config(office(database), port=0, log_level="error", lifespan="off"))

    def tell():
        while not server.started:
            time.sleep(0.01)
        print(server.servers[0].sockets[0].getsockname()[1], flush=True)
        sys.stdin.read()
        server.should_exit = True

    threading.Thread(target=tell, daemon=True).start()
    server.run()


if __name__ == "__main__":
    import sys

    main(sys.argv[1])
