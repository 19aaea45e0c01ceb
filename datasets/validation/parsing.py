"""A CSV file as blocks of columns, with the rows of a wrong width beside them."""

import csv
import io
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from datasets.validation.engine import NotColumnar
from datasets.validation.source import Feed

BLOCK: Final = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How the file is written, as far as the block parser follows."""

    path: Path
    encoding: str
    delimiter: str
    quote_char: str
    columns: int
    header_end: int


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of the right width with their record numbers, and those of a wrong width by number."""

    columns: pa.RecordBatch
    records: np.ndarray[Any, np.dtype[np.int64]]
    irregular: dict[int, list[str]]


class Parser:
    """Read blocks one ahead in a thread; `total` and the sums hold once the blocks are at an end."""

    def __init__(self, form: CsvForm) -> None:
        self.form = form
        self.feed = Feed(form.path, form.encoding)
        self._irregular: dict[int, list[str]] = {}
        self.total = 0

    def blocks(self) -> Generator[Block]:
        """Yield the data of the file in order. Raises NotColumnar."""
        start = 1
        with ThreadPoolExecutor(max_workers=1, thread_name_prefix="csv") as ahead:
            try:
                reader = ahead.submit(self._open).result()
                waiting = ahead.submit(self._next, reader)
                while (batch := waiting.result()) is not None:
                    waiting = ahead.submit(self._next, reader)
                    block = self._block(batch, start)
                    start = self.total + 1
                    yield block
            except (pa.ArrowException, UnicodeError, csv.Error, OSError) as error:
                raise NotColumnar("parse", str(error)[:200]) from error
            finally:
                # pyarrow waits for its thread when the reader goes.
                self.feed.release()
        yield self._block(None, start)

    def close(self) -> None:
        """Close the file."""
        self.feed.close()

    def _next(self, reader: pa_csv.CSVStreamingReader) -> pa.RecordBatch | None:
        with self.feed.wanted():
            try:
                return reader.read_next_batch()
            except StopIteration:
                return None

    def _open(self) -> pa_csv.CSVStreamingReader:
        with self.feed.wanted():
            return self._reader()

    def _reader(self) -> pa_csv.CSVStreamingReader:
        names = [str(number) for number in range(self.form.columns)]
        return pa_csv.open_csv(
            pa.PythonFile(self.feed, mode="r"),
            read_options=pa_csv.ReadOptions(
                use_threads=False, block_size=BLOCK, column_names=names
            ),
            parse_options=pa_csv.ParseOptions(
                delimiter=self.form.delimiter,
                quote_char=self.form.quote_char or False,
                newlines_in_values=bool(self.form.quote_char),
                ignore_empty_lines=False,
                invalid_row_handler=self._keep_irregular,
            ),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )

    def _keep_irregular(self, row: pa_csv.InvalidRow) -> str:
        """Keep a row of a wrong width; "error" where its text does not tell its cells."""
        try:
            cells = list(self._read_text(row.text))
        except (csv.Error, UnicodeError):
            return "error"
        if len(cells) != 1 or len(cells[0]) != row.actual_columns:
            return "error"
        self._irregular[int(row.number)] = cells[0]
        return "skip"

    def _read_text(self, text: str) -> Iterator[list[str]]:
        """Read strictly: of a quote that is never closed, pyarrow hands out less than it read."""
        quote = self.form.quote_char
        return csv.reader(
            io.StringIO(text, newline=""),
            delimiter=self.form.delimiter,
            quotechar=quote or None,
            quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE,
            strict=True,
        )

    def _block(self, batch: pa.RecordBatch | None, start: int) -> Block:
        """Give the rows their record numbers and leave the header out."""
        count = batch.num_rows if batch is not None else 0
        odd = [number for number in self._irregular if number >= start]
        records = np.arange(start, start + count + len(odd), dtype=np.int64)
        if odd:
            records = np.setdiff1d(records, np.array(odd), assume_unique=True)
        records = records[:count]
        last = int(records[-1]) if count else start - 1
        if batch is None:
            last = max([last, *odd])
        irregular = {n: self._irregular.pop(n) for n in sorted(odd) if n <= last}
        self.total = last
        end = self.form.header_end
        skip = int(np.searchsorted(records, end, side="right")) if start <= end else 0
        if batch is None:
            batch = pa.RecordBatch.from_pylist([], pa.schema([]))
        return Block(
            batch.slice(skip) if skip else batch,
            records[skip:],
            {n: cells for n, cells in irregular.items() if n > end},
        )
