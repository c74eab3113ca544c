"""CSV, TSV and their kin: any delimiter, quoting, newlines in cells, any encoding; read as a stream."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from kamdesk.base.words import tr
from kamdesk.connectors.cells import Row, Table
from kamdesk.connectors.encodings import Guess, guess_encoding
from kamdesk.connectors.faults import BadFile, not_a_table
from kamdesk.connectors.packed import chunks_of, open_bytes, unpacked_name

DELIMITERS = (",", ";", "\t", "|", "\x1f", "^")
CELL_MAX = 10_000_000
"""Ten million characters in one cell: longer ones are a quote that was never closed."""
_SNIFFED_ROWS = 60
csv.field_size_limit(CELL_MAX)


def read_delimited(path: Path, *, encoding: str = "", delimiter: str = "") -> list[Table]:
    """The one table of a text file; what is not named is guessed and reported. Raises: BadFile."""
    last = [b""]
    guess = Guess(encoding, guessed=False) if encoding else guess_encoding(_watched(chunks_of(path), last))
    if guess is None:
        raise not_a_table(path.name)
    chosen, quoted = (delimiter, True) if delimiter else _sniff(path, guess.encoding)
    if quoted and not _closes_its_quotes(path, guess.encoding, chosen):
        quoted = False
    name = unpacked_name(path)
    return [
        Table(
            file=path.name,
            name=name.rsplit(".", 1)[0],
            rows=lambda: _rows(path, guess.encoding, chosen, quoted=quoted),
            encoding=guess.encoding,
            guessed=guess.guessed,
            delimiter=chosen,
            ends_open=bool(last[0].strip(b"\0")) and not last[0].strip(b"\0").endswith((b"\n", b"\r")),
        )
    ]


def _watched(chunks: Iterator[bytes], last: list[bytes]) -> Iterator[bytes]:
    """The chunks; how the last one ends is left in `last`."""
    for chunk in chunks:
        last[0] = chunk[-2:]
        yield chunk


def _text(path: Path, encoding: str) -> io.TextIOWrapper:
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise BadFile(path.name, tr('there is no encoding "{encoding}"', encoding=encoding)) from error
    return io.TextIOWrapper(open_bytes(path), encoding=encoding, newline="")


def _rows(path: Path, encoding: str, delimiter: str, *, quoted: bool) -> Iterator[Row]:
    with _text(path, encoding) as text:
        reader = csv.reader(text, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE)
        try:
            yield from reader
        except csv.Error as error:
            raise _broken_line(path, reader.line_num) from error
        except UnicodeError as error:
            raise BadFile(
                path.name,
                tr("line {line} is not {encoding}: choose another encoding", line=reader.line_num, encoding=encoding),
            ) from error


def _broken_line(path: Path, line: int) -> BadFile:
    return BadFile(path.name, tr("a quotation mark before line {line} is never closed: correct it there", line=line))


def _closes_its_quotes(path: Path, encoding: str, delimiter: str) -> bool:
    """False for tab files that use quotes as plain marks (5" pipe). Raises: BadFile where rows would be swallowed."""
    with _text(path, encoding) as text:
        try:
            if not any('"' in block for block in iter(lambda: text.read(1 << 20), "")):
                return True
        except UnicodeError:
            return True  # the rows will say where
    with _text(path, encoding) as text:
        strict = csv.reader(text, delimiter=delimiter, strict=True)
        started = 0
        try:
            for _ in strict:
                started = strict.line_num
        except csv.Error as error:
            if delimiter == "\t":
                return False
            if "unexpected end" in str(error) or "field larger" in str(error):
                raise _broken_line(path, started + 1) from error
        except UnicodeError:
            return True
    return True


def _sniff(path: Path, encoding: str) -> tuple[str, bool]:
    """The delimiter that cuts the first rows most evenly into the most cells; a comma where there is one column."""
    with _text(path, encoding) as text:
        try:
            sample = text.read(1 << 16)
        except UnicodeError as error:
            raise BadFile(
                path.name, tr("the file is not {encoding}: choose another encoding", encoding=encoding)
            ) from error
    best, delimiter = (0, 0), ","
    for candidate in DELIMITERS:
        score = _evenness(sample, candidate)
        if score > best:
            best, delimiter = score, candidate
    return delimiter, True


def _evenness(sample: str, delimiter: str) -> tuple[int, int]:
    """Share of rows with the most frequent width (in percent), then that width; nothing for one column."""
    try:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths = [len(row) for row in islice(reader, _SNIFFED_ROWS) if row]
    except csv.Error:
        return (0, 0)
    if len(widths) > 1 and len(sample) >= 1 << 16:
        widths = widths[:-1] or widths
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    if usual <= 1:
        return (0, 0)
    return (100 * widths.count(usual) // len(widths) // 10, usual)
