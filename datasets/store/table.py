"""One open, read-only table: pages, totals, figures."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from datasets.store import encode
from datasets.store.columns import ID, Column, id_column, load_columns
from datasets.store.errors import QueryError, StoreError
from datasets.store.figures import AggregateQuery, aggregate_sql
from datasets.store.profiles import ColumnProfile, profile_columns
from datasets.store.query import Compiled, Position, TableQuery, compile_query
from datasets.store.tablefile import QUIET, READ_CONFIG, lock

POOL_SIZE = 8
TOTALS_KEPT = 500
ROW = "rowid"
# What of a table may be held whole while words are looked for in it; bytes of its file.
FEW_CELLS, FEW_BYTES = 1_000_000, 32_000_000
_serials = itertools.count()


@dataclass(frozen=True, slots=True)
class TableDescription:
    """Facts of a version: rows, columns without `_id`, schema, free metadata, build time (ISO)."""

    rows: int
    columns: tuple[Column, ...]
    schema: Mapping[str, Any]
    info: Mapping[str, Any]
    built: str
    bytes: int


@dataclass(frozen=True, slots=True)
class TablePage:
    """Rows of one answer; the texts are ready to be pasted into a response."""

    columns: tuple[Column, ...]
    rows: Sequence[tuple[Any, ...]]
    total: int | None
    total_was_estimated: bool = False

    @property
    def records(self) -> list[dict[str, Any]]:
        """Rows as dicts of Python values."""
        names = [column.name for column in self.columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows]

    def json_objects(self) -> str:
        """JSON array of objects."""
        return encode.json_objects(self.columns, self.rows)

    def json_lists(self) -> str:
        """JSON array of arrays."""
        return encode.json_lists(self.columns, self.rows)

    def separated(self, delimiter: str = ",") -> str:
        """CSV or TSV lines without header."""
        return encode.separated(self.columns, self.rows, delimiter)


class Table:
    """A table version; safe to use from several threads at once."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        description: TableDescription,
        position: Position,
        *,
        path: Path | None = None,
    ) -> None:
        self.path = path
        self.serial = next(_serials)
        self.description = description
        self._connection = connection
        self._position = position
        self._pool: list[duckdb.DuckDBPyConnection] = []
        self._lock = threading.Lock()
        self._totals: dict[tuple[str, str], int] = {}
        self._profile: tuple[ColumnProfile, ...] | None = None
        self._profile_lock = threading.Lock()
        identifier = id_column("(rowid + 1)" if position.sql == ROW else position.sql)
        self.columns: dict[str, Column] = {
            ID: identifier,
            **{column.name: column for column in description.columns},
        }

    def info(self) -> TableDescription:
        """Describe the version."""
        return self.description

    @property
    def dense(self) -> bool:
        """Say whether a row's place is its number, with none left out."""
        return self._position.dense

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The database itself, for who runs more than a query."""
        return self._connection

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor of this thread's own."""
        with self._lock:
            cursor = self._pool.pop() if self._pool else self._connection.cursor()
        try:
            yield cursor
        except BaseException:
            cursor.close()
            raise
        with self._lock:
            if len(self._pool) < POOL_SIZE:
                self._pool.append(cursor)

    def compile(self, query: TableQuery) -> Compiled:
        """Turn a query into this table's SQL; raises QueryError."""
        return compile_query(query, self.columns, self._position)

    def search(self, query: TableQuery) -> TablePage:
        """Answer a query with a page."""
        compiled = self.compile(query)
        if query.q and query.include_total and not query.distinct and query.limit:
            return self._search_words(query, compiled)
        with self.cursor() as cursor:
            rows = self._fetch(cursor, compiled.page_sql, compiled.parameters)
            total = self._total(cursor, query, compiled, rows) if query.include_total else None
        return TablePage(compiled.columns, rows, total)

    def _search_words(self, query: TableQuery, compiled: Compiled) -> TablePage:
        """Answer a question for words: they are looked for once, for the page and the total."""
        with self.cursor() as cursor:
            about = self.description
            small = about.rows * len(about.columns) <= FEW_CELLS and about.bytes <= FEW_BYTES
            sql = compiled.few_hits_sql if small else compiled.hits_sql
            found = self._fetch(cursor, sql, compiled.parameters)
            total = int(found[0][0]) if found else self._total(cursor, query, compiled, [])
        return TablePage(compiled.columns, [row[1:] for row in found], total)

    def stream(
        self, query: TableQuery, *, select: str = "", size: int = 10_000
    ) -> Iterator[list[tuple[Any, ...]]]:
        """Yield a query's rows in lists; `select` replaces the columns by SQL of the store's own."""
        compiled = self.compile(query)
        cursor = self._connection.cursor()
        try:
            cursor.execute(compiled.selecting(select), compiled.parameters or None)
            while rows := cursor.fetchmany(size):
                yield rows
        except duckdb.OutOfMemoryException as error:
            raise QueryError("memory", "Die Abfrage braucht zu viel Speicher.") from error
        finally:
            cursor.close()

    def texts(self, query: TableQuery, select: str, size: int) -> Iterator[bytes]:
        """Yield one text per row of a query, `size` rows joined without anything between them.

        The bytes are those of DuckDB's column: no Python string is made of a row.
        """
        compiled = self.compile(query)
        cursor = self._connection.cursor()
        try:
            sql = compiled.selecting(select)
            relation = cursor.sql(sql, params=compiled.parameters or None)
            for batch in relation.to_arrow_reader(size):
                yield _joined_texts(batch.column(0))
        except duckdb.OutOfMemoryException as error:
            raise QueryError("memory", "Die Abfrage braucht zu viel Speicher.") from error
        finally:
            cursor.close()

    def arrow_batches(self, query: TableQuery, size: int) -> Iterator[Any]:
        """Yield a query's rows as Arrow record batches, at least one (perhaps empty)."""
        compiled = self.compile(query)
        cursor = self._connection.cursor()
        try:
            reader = cursor.sql(
                compiled.page_sql, params=compiled.parameters or None
            ).to_arrow_reader(size)
            empty = True
            for batch in reader:
                empty = False
                yield batch
            if empty:
                yield _empty_batch(reader.schema)
        finally:
            cursor.close()

    def count(self, query: TableQuery) -> int:
        """Count the rows of a query without its limit."""
        if query.filters is None and not query.q and not query.distinct:
            return self.description.rows
        compiled = self.compile(query)
        with self.cursor() as cursor:
            return self._counted(cursor, compiled)

    def aggregate(self, query: AggregateQuery) -> list[tuple[Any, ...]]:
        """Compute figures: per group its values, then the measures; raises QueryError."""
        sql, parameters = aggregate_sql(query, self.columns)
        with self.cursor() as cursor:
            return self._fetch(cursor, sql, parameters)

    def profile(self) -> tuple[ColumnProfile, ...]:
        """Describe the values of every column; computed once per open table."""
        with self._profile_lock:
            if self._profile is None:
                with self.cursor() as cursor:
                    self._profile = profile_columns(
                        cursor, self.description.columns, self.description.rows
                    )
            return self._profile

    def _total(
        self,
        cursor: duckdb.DuckDBPyConnection,
        query: TableQuery,
        compiled: Compiled,
        rows: Sequence[tuple[Any, ...]],
    ) -> int:
        if query.filters is None and not query.q and not query.distinct:
            return self.description.rows
        whole = compiled.limit is None or len(rows) < compiled.limit
        if whole and (rows or not compiled.offset):  # the page shows where the rows end
            return compiled.offset + len(rows)
        return self._counted(cursor, compiled)

    def _counted(self, cursor: duckdb.DuckDBPyConnection, compiled: Compiled) -> int:
        """Count the rows of a question, once: the table never changes, and people turn pages."""
        key = (compiled.total_sql, repr(compiled.parameters))
        total = self._totals.get(key)
        if total is None:
            total = int(self._fetch(cursor, compiled.total_sql, compiled.parameters)[0][0])
            with self._lock:
                if len(self._totals) >= TOTALS_KEPT:
                    self._totals.clear()
                self._totals[key] = total
        return total

    @staticmethod
    def _fetch(
        cursor: duckdb.DuckDBPyConnection, sql: str, parameters: Sequence[Any]
    ) -> list[tuple[Any, ...]]:
        try:
            return cursor.execute(sql, parameters or None).fetchall()
        except duckdb.ConversionException as error:
            raise QueryError("filter-type", "Ein Filterwert passt nicht zur Spalte.") from error
        except duckdb.OutOfMemoryException as error:
            raise QueryError("memory", "Die Abfrage braucht zu viel Speicher.") from error


def open_file(path: Path) -> Table:
    """Open the file of an immutable table; raises StoreError (code "open")."""
    try:
        connection = duckdb.connect(str(path), read_only=True, config=dict(READ_CONFIG))
        connection.execute(QUIET)
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        lock(connection, int(meta["rows"]))
    except duckdb.Error as error:
        raise StoreError("open", f"Die Tabelle „{path.name}“ ließ sich nicht öffnen.") from error
    description = TableDescription(
        rows=int(meta["rows"]),
        columns=load_columns(meta["columns"]),
        schema=json.loads(meta["schema"]),
        info=json.loads(meta["info"]),
        built=meta["built"],
        bytes=path.stat().st_size,
    )
    return Table(connection, description, Position(ROW, 0, dense=True, inserted=True), path=path)


def _joined_texts(column: Any) -> bytes:
    """Return the bytes of a text column without missing values, one after the other."""
    _valid, offsets, data = column.buffers()
    if data is None:
        return b""
    bounds = memoryview(offsets)
    ends = bounds.cast("q") if str(column.type).startswith("large") else bounds.cast("i")
    return bytes(memoryview(data)[ends[column.offset] : ends[column.offset + len(column)]])


def _empty_batch(schema: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - 60 ms that only Parquet needs

    return pa.RecordBatch.from_pylist([], schema=schema)
