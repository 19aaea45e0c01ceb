"""The records of a delimited text with their own spelling, so that what stays, stays as it is."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from datasets.intake.limits import MAX_FIELD_CHARS, MAX_LINE_CHARS
from datasets.intake.text import TextTable


@dataclass(frozen=True, slots=True)
class Raw:
    """One record: its number, its cells, and the text it was read from."""

    number: int
    cells: list[str]
    text: str

    @property
    def end(self) -> str:
        """Return the line end."""
        for end in ("\r\n", "\n", "\r"):
            if self.text.endswith(end):
                return end
        return ""


def raw_records(table: TextTable) -> Iterator[Raw]:
    """Yield the records of a table."""
    csv.field_size_limit(MAX_FIELD_CHARS)
    encoding = table.encoding
    with table.path.open(encoding=encoding.name, errors=encoding.errors, newline="") as stream:
        waiting: list[str] = []

        def lines() -> Iterator[str]:
            for line in iter(partial(stream.readline, MAX_LINE_CHARS), ""):
                waiting.append(line)
                yield line

        reader = csv.reader(lines(), **table.dialect.reader_options())  # type: ignore[arg-type]
        for number, cells in enumerate(reader, start=1):
            yield Raw(number, cells, "".join(waiting))
            waiting.clear()


class Speller:
    """Write changed records as the file writes them."""

    def __init__(self, table: TextTable) -> None:
        self._buffer = io.StringIO(newline="")
        options = table.dialect.reader_options()
        self._writer = csv.writer(self._buffer, lineterminator="", **options)  # type: ignore[arg-type]

    def text(self, cells: list[str], end: str) -> str:
        """Return the text of a record."""
        self._buffer.seek(0)
        self._buffer.truncate()
        self._writer.writerow(cells)
        return self._buffer.getvalue() + end
