"""One pass over all records: layout, exact counts and the distinct values of every column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final, Protocol, cast

from .cells import fill
from .columns import Columns
from .footer import find_footer
from .layout import HeaderPlace, find_header
from .limits import FULL_ROWS, HEAD_RECORDS, SAMPLE_BLOCK, TAIL_RECORDS
from .text import TextTable

Record = list[str]
_FULL_CELLS: Final = 6_000_000
_MAX_DISTINCT: Final = 250_000
_SAMPLE_EVERY: Final = 25


class Table(Protocol):
    """Anything that yields its records in blocks of lists of text cells.

    `ragged`: rows end with their last filled cell (sheets), so their length tells nothing.
    `fixed_header`: the first record is the header and nothing else is around the data (JSON).
    """

    @property
    def ragged(self) -> bool:
        """Say whether the length of a row tells nothing."""
        ...

    @property
    def fixed_header(self) -> bool:
        """Say whether the first record is the header for certain."""
        ...

    def blocks(self) -> Iterator[list[Record]]:
        """All records from the first on; a blank line is an empty list."""
        ...


@dataclass(slots=True)
class Column:
    """Distinct values of a column with their counts; `complete` if no value was left out."""

    values: Mapping[str, int] = field(default_factory=Counter)
    complete: bool = True


@dataclass(slots=True)
class Survey:
    """What one pass learned."""

    place: HeaderPlace
    header: list[Record]
    preamble: list[Record]
    head: list[Record]
    columns: list[Column]
    records: int = 0
    rows: int = 0
    blank_rows: int = 0
    footer: list[Record] = field(default_factory=list)
    lengths: Counter[int] = field(default_factory=Counter)
    counted: int = 0
    sampled: bool = False
    ragged: bool = False

    @property
    def width(self) -> int:
        """Most frequent number of cells, at least that of the header."""
        if self.ragged:
            common = max(self.lengths, default=0)
        else:
            common = max(self.lengths, key=lambda n: (self.lengths[n], n), default=0)
        return max(common, max((len(row) for row in self.header), default=0))


def survey(table: Table) -> Survey:
    """Read the whole table once."""
    return _Surveyor(table).run()


class _Surveyor:
    def __init__(self, table: Table) -> None:
        self._table = table
        self._blocks = table.blocks()
        self._cells = 0
        self._counted_blocks = 0

    def run(self) -> Survey:
        head: list[Record] = []
        for block in self._blocks:
            head.extend(block)
            if len(head) >= HEAD_RECORDS:
                break
        window = head[:HEAD_RECORDS]
        if self._table.ragged:
            most = max(map(len, window), default=0)
            window = [row + [""] * (most - len(row)) if row else row for row in window]
        place = HeaderPlace((0,), 1) if self._table.fixed_header else find_header(window)
        result = Survey(
            place,
            header=[head[i] for i in place.header],
            preamble=[head[i] for i in range(place.data) if i not in place.header],
            head=window[place.data :],
            columns=[],
            records=place.data,
            ragged=self._table.ragged,
        )
        columns = self._table.columns if isinstance(self._table, TextTable) else None
        if columns is None:
            self._feed(result, head[place.data :])
        else:
            _take_columns(result, columns)
        return result

    def _feed(self, result: Survey, first: list[Record]) -> None:
        pending = first
        for block in self._blocks:
            pending.extend(block)
            if len(pending) > TAIL_RECORDS:
                self._count(result, pending[:-TAIL_RECORDS])
                pending = pending[-TAIL_RECORDS:]
        ready = max(0, len(pending) - TAIL_RECORDS)
        self._count(result, pending[:ready])
        tail = pending[ready:]
        width = result.width or max((len(row) for row in tail), default=0)
        notes = 0 if self._table.fixed_header else find_footer(tail, result.head, width)
        self._count(result, tail[: len(tail) - notes])
        result.footer = tail[len(tail) - notes :]
        result.records += notes

    def _count(self, result: Survey, rows: list[Record]) -> None:
        if not rows:
            return
        result.records += len(rows)
        result.rows += len(rows)
        result.lengths.update(map(len, rows))
        filled = [row for row in rows if row]
        result.blank_rows += len(rows) - len(filled)
        self._counted_blocks += 1
        over = result.rows > FULL_ROWS or self._cells > _FULL_CELLS
        if over and self._counted_blocks % _SAMPLE_EVERY:
            result.sampled = True
            return
        self._cells += sum(map(len, filled))
        # Cells that short rows lack count as blank, as validation sees them.
        columns = list(zip_longest(*filled, fillvalue=""))
        for index, cells in enumerate(columns):
            if index == len(result.columns):
                result.columns.append(Column(_blanks(result.counted)))
            _update(result.columns[index], cells)
        for column in result.columns[len(columns) :]:
            _counter(column)[""] += len(filled)
        result.counted += len(filled)


def _take_columns(result: Survey, columns: Columns) -> None:
    """Learn from columns what `_Surveyor._feed` learns from records."""
    begin, end = result.place.data, columns.records
    tail = columns.rows(max(begin, end - TAIL_RECORDS), end)
    notes = find_footer(tail, result.head, columns.width)
    result.footer = tail[len(tail) - notes :]
    last = end - notes
    result.records, result.rows = end, last - begin
    if last <= begin:
        return
    result.lengths[columns.width] = last - begin
    pieces = list(_pieces(begin, last, columns.width))
    result.counted = sum(stop - start for start, stop in pieces)
    result.sampled = result.counted < last - begin
    for number in range(columns.width):
        values = (
            columns.sampled(number, pieces)
            if result.sampled
            else columns.counts(number, begin, last)
        )
        result.columns.append(Column(values, complete=len(values) <= _MAX_DISTINCT))


def _pieces(begin: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of records to count: all of the first, then a spread sample."""
    full = begin + min(FULL_ROWS, max(1, _FULL_CELLS // width))
    if end <= full:
        yield begin, end
        return
    yield begin, full
    step = SAMPLE_BLOCK * _SAMPLE_EVERY
    for start in range(full + step - SAMPLE_BLOCK, end, step):
        yield start, min(end, start + SAMPLE_BLOCK)


def _blanks(count: int) -> Counter[str]:
    return Counter({"": count}) if count else Counter()


def _update(column: Column, cells: Iterable[str]) -> None:
    if column.complete:
        _counter(column).update(cells)
        column.complete = len(column.values) <= _MAX_DISTINCT


def _counter(column: Column) -> Counter[str]:
    """Return the counts of a column that is read record by record."""
    return cast("Counter[str]", column.values)


def is_blank(record: Record) -> bool:
    """True for an empty line and for a line of empty cells."""
    return fill(record) == 0
