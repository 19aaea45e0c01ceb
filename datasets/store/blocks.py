"""Rows of immutable tables as JSON texts, kept by blocks: who reads page after page asks DuckDB only now and then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from datasets.recent import Recent
from datasets.store.columns import Column, Kind
from datasets.store.dumps import object_sql
from datasets.store.query import TableQuery
from datasets.store.table import Table

# Measured with 5 columns: a block of 1,000 rows takes 2.2 ms, each further thousand 0.55 ms; a page of
# a hundred rows read by itself 1.3 ms.
ROWS = 2_500
MOST_COLUMNS = 60
LARGEST, KEPT = 2_000_000, 32_000_000
Block = Sequence[str]


def json_page(table: Table, query: TableQuery) -> str | None:
    """Return a page as a JSON array of objects; None for what is not simply the rows in their order."""
    plain = TableQuery(limit=query.limit, offset=query.offset, include_total=query.include_total)
    columns = tuple(table.columns.values())
    if query != plain or not table.dense or not _suits(columns):
        return None
    if query.limit is None or query.limit > 2 * ROWS:
        return None
    start = query.offset
    count = min(query.limit, table.info().rows - start)
    rows = kept.page(table.serial, start, count, partial(_read, table, columns))
    return None if rows is None else f"[{','.join(rows)}]"


def _suits(columns: Sequence[Column]) -> bool:
    """Say whether DuckDB writes these columns exactly as pages do, and blocks stay small."""
    return len(columns) <= MOST_COLUMNS and all(column.kind is not Kind.TIME for column in columns)


def _read(table: Table, columns: Sequence[Column], start: int) -> Block:
    compiled = table.compile(TableQuery(limit=ROWS, offset=start))
    with table.cursor() as cursor:
        found = cursor.execute(compiled.selecting(object_sql(columns)), compiled.parameters or None)
        return [row[0] for row in found.fetchall()]


def _length(block: Block) -> int:
    return sum(map(len, block))


class Blocks(Recent[tuple[int, int], Block]):
    """The blocks used last, of all tables of the process together."""

    def __init__(self, most: int = KEPT) -> None:
        super().__init__(_length, most=most)
        self._too_long: set[int] = set()

    def page(
        self, table: int, start: int, count: int, read: Callable[[int], Block]
    ) -> list[str] | None:
        """Return `count` rows from `start` on; `read` makes a block. None if rows are too long to keep."""
        rows: list[str] = []
        if count <= 0:
            return rows
        for number in range(start // ROWS, (start + count - 1) // ROWS + 1):
            block = self._block(table, number, read)
            if block is None:
                return None
            first = number * ROWS
            rows += block[max(0, start - first) : start + count - first]
        return rows

    def _block(self, table: int, number: int, read: Callable[[int], Block]) -> Block | None:
        if table in self._too_long:
            return None
        key = (table, number)
        block = self.get(key)
        if block is None:
            block = read(number * ROWS)
            if _length(block) > LARGEST:
                self._too_long.add(table)
                return None
            self.put(key, block)
        return block


kept = Blocks()
