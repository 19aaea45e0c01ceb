"""Single rows exactly as frictionless reads them, and its figures at a place where it stops."""

from collections.abc import Iterator
from typing import Any, Final

from frictionless import FrictionlessException

from datasets.validation.engine import NotColumnar
from datasets.validation.lines import TEXT_CHUNK, Lines, NotByLines
from datasets.validation.parsing import CsvForm

# So near, frictionless's own stream is there as soon as anything else.
NEAR: Final = 300


class Exact:
    """Find records by their lines where that is certain, else by frictionless's own stream.

    Records have to be asked for in rising order.
    """

    def __init__(self, table: Any, form: CsvForm) -> None:
        self._table = table
        self._stream: Iterator[tuple[int, list[Any]]] = (
            table.dialect.read_enumerated_content_stream(table.cell_stream)
        )
        self._record = 0
        self._cells: list[Any] = []
        self._size = form.path.stat().st_size
        self._lines: Lines | None = None
        read = table.stats.bytes or 0
        if form.encoding in {"utf-8", "utf-8-sig"} and read % TEXT_CHUNK == 0:
            self._lines = Lines(form.path, form.delimiter, form.quote_char)

    def close(self) -> None:
        """Close what was opened."""
        if self._lines is not None:
            self._lines.close()

    def cells(self, record: int) -> list[Any]:
        """Return the cells of a record. Raises NotColumnar."""
        if self._lines is not None and record > self._record + NEAR:
            try:
                return list(self._lines.cells(record))
            except NotByLines:
                self._forget_lines()
        return self._by_stream(record)

    def settle(self, record: int) -> None:
        """Leave the table's figures as they are when frictionless has given out this record."""
        if self._lines is not None and record > self._record + NEAR:
            try:
                read = self._lines.bytes_read(record, self._size)
            except NotByLines:
                self._forget_lines()
            else:
                self._table.stats.bytes = max(self._table.stats.bytes or 0, read)
                return
        self._by_stream(record)

    def _forget_lines(self) -> None:
        self.close()
        self._lines = None

    def _by_stream(self, record: int) -> list[Any]:
        while self._record < record:
            try:
                self._record, self._cells = next(self._stream)
            except (StopIteration, FrictionlessException) as error:
                raise NotColumnar("parse") from error
        return self._cells
