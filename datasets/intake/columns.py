"""A delimited text read as columns at once: the quick way for files that are written plainly.

Plain means: every record has as many cells as the first, none is blank, lines end in one way, and
the bytes decode without repair. Then pyarrow reads what `csv.reader` reads, ten times as fast.
Everything else is read record by record (`TextTable.blocks`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from .counted import Counted

if TYPE_CHECKING:
    from .text import TextTable

Record = list[str]
# The whole text and its columns are held in memory, about three times this.
MAX_BYTES: Final = 128 * 1024 * 1024
_BLOCK: Final = 4 * 1024 * 1024
_WRITTEN_AT_ONCE: Final = 50_000
_STRUCTURE: Final = '[",\r\n]'


class NotPlain(Exception):
    """The text has to be read record by record; the message says why."""


class Columns:
    """All records of a text, the heading too, as columns of texts."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self.width: int = table.num_columns
        self.records: int = table.num_rows
        self._counts: dict[tuple[int, int, int], Counted] = {}

    def part(self, column: int, begin: int, end: int) -> pa.ChunkedArray:
        """Return the cells of a column from one record (0-based) to before another."""
        return self.table.column(column).slice(begin, max(0, end - begin))

    def rows(self, begin: int, end: int) -> list[Record]:
        """Return records as lists of cells."""
        cells = [self.part(i, begin, end).to_pylist() for i in range(self.width)]
        return [list(row) for row in zip(*cells, strict=True)]

    def counts(self, column: int, begin: int, end: int) -> Counted:
        """Return the distinct cells in the order they come first, with their numbers."""
        key = (column, begin, end)
        if key not in self._counts:
            self._counts[key] = Counted.in_column(self.part(column, begin, end))
        return self._counts[key]

    def sampled(self, column: int, pieces: Sequence[tuple[int, int]]) -> Counted:
        """Return the distinct cells of some stretches of records with their numbers."""
        parts = [self.part(column, begin, end) for begin, end in pieces]
        chunks = [chunk for part in parts for chunk in part.chunks]
        return Counted.in_column(pa.chunked_array(chunks, pa.string()))

    def lines(self, columns: Sequence[int], begin: int, end: int) -> Iterator[tuple[int, Any]]:
        """Yield numbers of rows and their text as `write_rows` writes it, in buffers of bytes."""
        for start in range(begin, end, _WRITTEN_AT_ONCE):
            stop = min(end, start + _WRITTEN_AT_ONCE)
            cells = [_written(_joined_chunks(self.part(i, start, stop))) for i in columns]
            cells[-1] = pc.binary_join_element_wise(cells[-1], _text("\n"), _text(""))
            text = pc.binary_join_element_wise(*cells, _text(","))
            yield stop - start, _bytes_of(text)


def read_columns(table: TextTable) -> Columns:
    """Read the whole text as columns. Raises NotPlain; faults of the text are left to `blocks`."""
    if table.dialect.escape:
        raise NotPlain("characters are escaped")
    if table.path.stat().st_size > MAX_BYTES:
        raise NotPlain("the text is large")
    width = len(next(table.blocks(), [[]])[0])
    if not width:
        raise NotPlain("the first record is blank")
    found = Columns(_parsed(table, _decoded(table), width))
    if _has_blank(found):
        raise NotPlain("a record is blank")
    return found


def _decoded(table: TextTable) -> bytes:
    """Return the text in UTF-8 without a mark of byte order."""
    data = table.path.read_bytes()
    encoding = table.encoding
    if encoding.mixed_bytes:
        raise NotPlain("the encoding is mixed")
    if encoding.name == "utf-8-sig":
        data = data.removeprefix(b"\xef\xbb\xbf")
    elif encoding.name != "utf-8":
        try:
            data = data.decode(encoding.name).encode("utf-8")
        except UnicodeError as error:
            raise NotPlain("bytes without meaning") from error
    if data.startswith(b"\xef\xbb\xbf"):
        raise NotPlain("a second mark of byte order")
    returns = data.count(b"\r")
    if returns and not returns == data.count(b"\r\n") == data.count(b"\n"):
        raise NotPlain("lines end in several ways")
    return data


def _parsed(table: TextTable, data: bytes, width: int) -> pa.Table:
    quote = table.dialect.quote
    quoted = bool(quote) and quote.encode() in data
    if not quoted:
        data = data.replace(b"\r\n", b"\n")
    # Of a quoted CR LF between two blocks, pyarrow drops the LF (apache/arrow#51368).
    whole = b"\r" in data
    names = [str(number) for number in range(width)]
    try:
        return pa_csv.read_csv(
            pa.BufferReader(data),
            read_options=pa_csv.ReadOptions(
                use_threads=not quoted,
                block_size=len(data) + 1 if whole else _BLOCK,
                column_names=names,
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=table.dialect.delimiter,
                quote_char=quote if quoted else False,
                newlines_in_values=quoted,
                ignore_empty_lines=False,
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except (pa.ArrowException, ValueError) as error:
        raise NotPlain(str(error)[:200]) from error


def _has_blank(columns: Columns) -> bool:
    """Say whether a record has no cell with anything in it: it may have been a blank line."""
    blank: Any = None
    for number in range(columns.width):
        empty = pc.equal(columns.table.column(number), "")
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank, min_count=0).as_py():
            return False
    return True


def _joined_chunks(cells: pa.ChunkedArray) -> pa.Array:
    """Return the cells as one array whose texts may be longer than 2 GiB together."""
    return cells.cast(pa.large_string()).combine_chunks()


def _written(cells: pa.Array) -> pa.Array:
    """Return the cells as a CSV has them, quoted where they must be."""
    special = pc.match_substring_regex(cells, _STRUCTURE)
    if not pc.any(special, min_count=0).as_py():
        return cells
    doubled = pc.replace_substring(cells, '"', '""')
    quoted = pc.binary_join_element_wise(_text('"'), doubled, _text('"'), _text(""))
    return pc.if_else(special, quoted, cells)


def _text(value: str) -> pa.Scalar:
    return pa.scalar(value, pa.large_string())


def _bytes_of(text: pa.Array) -> memoryview:
    """Return the bytes of an array of texts, one after the other."""
    _valid, offsets, data = text.buffers()
    if data is None:
        return memoryview(b"")
    ends = memoryview(offsets).cast("q")
    return memoryview(data)[ends[text.offset] : ends[text.offset + len(text)]]
