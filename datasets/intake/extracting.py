"""`extract`: stream the table of a file into one normalised CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, TextIO

import pyarrow as pa

from .model import Extract, Layout, Proposal
from .sources import Opened, open_source
from .survey import Table
from .text import TextTable

Progress = Callable[[int], None]
Record = list[str]
_PROGRESS_EVERY: Final = 10_000


def extract(
    path: Path, proposal: Proposal, target: Path, *, on_progress: Progress | None = None
) -> Extract:
    """Write UTF-8, comma, LF with one header line to `target`; cells stay as they are.

    `on_progress` is called with the number of rows written so far. Raises only IntakeError.
    """
    with open_source(path, sheet=proposal.sheet, member=proposal.member) as opened:
        return extract_opened(opened, proposal, target, on_progress=on_progress)


def extract_opened(
    opened: Opened, proposal: Proposal, target: Path, *, on_progress: Progress | None = None
) -> Extract:
    """Do what `extract` does with a file that is open already."""
    labels = tuple(str(field["name"]) for field in proposal.schema["fields"])
    return write_table(opened.table, proposal.layout, labels, target, on_progress)


def write_table(
    table: Table,
    layout: Layout,
    labels: tuple[str, ...],
    target: Path,
    on_progress: Progress | None = None,
) -> Extract:
    """Write the rows of a table whose layout and column names are known."""
    rows = _write(table, layout, labels, target, on_progress)
    return Extract(rows, len(labels), layout.first_data - 2, labels)


def write_rows(stream: TextIO, rows: Iterable[Sequence[str]]) -> None:
    """Write rows as `extract` does; `stream` leaves line ends as they are."""
    csv.writer(_LineFeeds(stream), lineterminator="\r\n").writerows(rows)


class _LineFeeds:
    """Ends lines with LF alone, while the writer quotes cells that hold CR or LF.

    A stray CR outside of quotes would be a line end for some readers.
    """

    def __init__(self, stream: TextIO) -> None:
        self._write = stream.write

    def write(self, line: str) -> int:
        """Write one record that ends with CR LF."""
        return self._write(line[:-2] + "\n")


def _write(
    table: Table, layout: Layout, labels: tuple[str, ...], target: Path, progress: Progress | None
) -> int:
    rows, reported = 0, 0
    with target.open("w", encoding="utf-8", newline="") as stream:
        write_rows(stream, [labels])
        for written in _written(table, layout, stream):
            rows += written
            if progress is not None and rows - reported >= _PROGRESS_EVERY:
                reported = rows
                progress(rows)
    if progress is not None:
        progress(rows)
    return rows


def _written(table: Table, layout: Layout, stream: TextIO) -> Iterator[int]:
    """Write the data; yield how many rows came with each piece."""
    columns = table.columns if isinstance(table, TextTable) else None
    if columns is None:
        for block in _data_blocks(table, layout):
            write_rows(stream, _normalise(block, layout))
            yield len(block)
        return
    stream.flush()
    end = min(layout.footer, default=columns.records + 1) - 1
    for rows, text in columns.lines(layout.keep, layout.first_data - 1, end):
        stream.buffer.write(text)
        yield rows


def is_columnar(table: Table) -> bool:
    """Say whether the rows were read as columns: then several threads may read them."""
    return isinstance(table, TextTable) and table.columns is not None


def cells_of(table: Table, layout: Layout) -> pa.Table | None:
    """Return the rows that are written as columns of texts, None if they were read one by one."""
    columns = table.columns if isinstance(table, TextTable) else None
    if columns is None:
        return None
    begin = layout.first_data - 1
    end = min(layout.footer, default=columns.records + 1) - 1
    return columns.table.select(list(layout.keep)).slice(begin, max(0, end - begin))


def _data_blocks(table: Table, layout: Layout) -> Iterator[list[Record]]:
    """Blocks without preamble, header and footer."""
    begin = layout.first_data
    end = min(layout.footer, default=layout.records + 1)
    number = 1
    for block in table.blocks():
        first, number = number, number + len(block)
        if first >= end:
            return
        inside = first >= begin and number <= end
        kept = block if inside else block[max(0, begin - first) : end - first]
        if kept:
            yield kept


def _normalise(block: list[Record], layout: Layout) -> list[Record]:
    first, width = min(layout.keep, default=0), len(layout.keep)
    if first:
        block = [row[first:] for row in block]
    if all(len(row) == width for row in block):
        return block
    return [_fit(row, width, layout.pad_short_rows) for row in block]


def _fit(row: Record, width: int, pad: bool) -> Record:
    size = len(row)
    if size > width:
        # Only surplus blanks go; surplus values stay so that validation reports them.
        return row if any(cell.strip() for cell in row[width:]) else row[:width]
    if pad and 0 < size < width:
        return row + [""] * (width - size)
    return row
