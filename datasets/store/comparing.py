"""What changed between two tables: rows that came, went, or have other values, found by their key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from datasets.store.columns import NUMERIC, Column, literal, load_columns, quoted
from datasets.store.errors import StoreError
from datasets.store.tablefile import DATA, META

CONFIG: Final[Mapping[str, Any]] = {
    "threads": 2,
    "memory_limit": "512MB",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
# Only so many columns are tried as a key.
TRIED: Final = 20
BATCH: Final = 5_000
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows there were and are, and what became of them."""

    before: int
    after: int
    added: int
    removed: int
    changed: int


class Comparison:
    """Two attached tables; rows are tuples in the order of `columns`."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        old: Sequence[Column],
        new: Sequence[Column],
        key: Sequence[str],
    ) -> None:
        self._run = connection
        self._old = {column.name: column for column in old}
        self._new = {column.name: column for column in new}
        self.columns = tuple(name for name in self._new if name in self._old)
        self.columns_added = tuple(name for name in self._new if name not in self._old)
        self.columns_removed = tuple(name for name in self._old if name not in self._new)
        if not self.columns:
            raise StoreError("compare", "Die beiden Fassungen haben keine Spalte gemeinsam.")
        self.numeric = frozenset(n for n in self.columns if self._new[n].kind in NUMERIC)
        self.key = self._find_key(key)

    def _find_key(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """Return columns that name every row once in both tables; without such, none."""
        candidates = [tuple(wanted)] if wanted and set(wanted) <= set(self.columns) else []
        candidates += [(name,) for name in self.columns[:TRIED]]
        return next((names for names in candidates if self._is_key(names)), ())

    def _is_key(self, names: Sequence[str]) -> bool:
        for side, columns in (("a", self._old), ("b", self._new)):
            listed = ", ".join(quoted(columns[name].physical) for name in names)
            empty = " OR ".join(f"{quoted(columns[name].physical)} IS NULL" for name in names)
            sql = (
                f"SELECT count(*) = (SELECT count(*) FROM (SELECT DISTINCT {listed} FROM {side}.{DATA}))"  # noqa: S608
                f" AND count(*) FILTER (WHERE {empty}) = 0 FROM {side}.{DATA}"
            )
            if not self._one(sql):
                return False
        return True

    def _one(self, sql: str) -> Any:
        row = self._run.execute(sql).fetchone()
        return row[0] if row else None

    def counts(self) -> Counts:
        """Count everything, in full."""
        return Counts(
            before=self._one(f"SELECT count(*) FROM a.{DATA}"),  # noqa: S608
            after=self._one(f"SELECT count(*) FROM b.{DATA}"),  # noqa: S608
            added=self._one(f"SELECT count(*) FROM ({self._only('b')})"),  # noqa: S608
            removed=self._one(f"SELECT count(*) FROM ({self._only('a')})"),  # noqa: S608
            changed=self._one(f"SELECT count(*) FROM ({self._pairs()})") if self.key else 0,  # noqa: S608
        )

    def added(self, limit: int | None = None) -> Iterator[Row]:
        """Yield rows that are only in the new table."""
        return self._stream(self._only("b"), limit)

    def removed(self, limit: int | None = None) -> Iterator[Row]:
        """Yield rows that are only in the old table."""
        return self._stream(self._only("a"), limit)

    def changed(self, limit: int | None = None) -> Iterator[tuple[Row, Row]]:
        """Yield rows with the same key and other values, as they were and as they are."""
        if not self.key:
            return
        width = len(self.columns)
        for row in self._stream(self._pairs(), limit):
            yield row[:width], row[width:]

    def _stream(self, sql: str, limit: int | None) -> Iterator[Row]:
        cursor = self._run.cursor()
        try:
            cursor.execute(sql if limit is None else f"{sql} LIMIT {int(limit)}")
            while rows := cursor.fetchmany(BATCH):
                yield from rows
        finally:
            cursor.close()

    def _cells(self, side: str) -> str:
        columns = self._old if side == "a" else self._new
        return ", ".join(f"{side}.{quoted(columns[n].physical)}" for n in self.columns)

    def _value(self, side: str, name: str) -> str:
        """Return a value's SQL; columns of another kind are compared as they are written."""
        old, new = self._old[name], self._new[name]
        sql = f"{side}.{quoted((old if side == 'a' else new).physical)}"
        return sql if old.sql_type == new.sql_type else f"CAST({sql} AS VARCHAR)"

    def _same_key(self) -> str:
        return " AND ".join(f"{self._value('a', n)} = {self._value('b', n)}" for n in self.key)

    def _only(self, side: str) -> str:
        other = "b" if side == "a" else "a"
        if self.key:
            return (
                f"SELECT {self._cells(side)} FROM {side}.{DATA} {side} "  # noqa: S608
                f"ANTI JOIN {other}.{DATA} {other} ON {self._same_key()} ORDER BY {side}.rowid"
            )
        mine, theirs = (
            "SELECT "  # noqa: S608
            + ", ".join(self._value(s, n) for n in self.columns)
            + f" FROM {s}.{DATA} {s}"
            for s in (side, other)
        )
        return f"({mine}) EXCEPT ALL ({theirs})"

    def _pairs(self) -> str:
        differ = " OR ".join(
            f"{self._value('a', n)} IS DISTINCT FROM {self._value('b', n)}"
            for n in self.columns
            if n not in self.key
        )
        return (
            f"SELECT {self._cells('a')}, {self._cells('b')} FROM a.{DATA} a JOIN b.{DATA} b "  # noqa: S608
            f"ON {self._same_key()} WHERE {differ or 'false'} ORDER BY b.rowid"
        )


def values_missing(
    child: Path, parent: Path, pairs: Sequence[tuple[str, str]], examples: int = 3
) -> tuple[int, list[tuple[int, str]]]:
    """Count rows of `child` whose values are not in `parent`; the first with their row numbers.

    `pairs`: column of the child, column of the parent. Rows with an empty part point nowhere.
    Raises StoreError.
    """
    with _attached(child, parent) as (connection, old, new):
        mine = {column.name: f"a.{quoted(column.physical)}" for column in old}
        theirs = {column.name: f"b.{quoted(column.physical)}" for column in new}
        try:
            parts = [(mine[a], theirs[b]) for a, b in pairs]
        except KeyError as error:
            raise StoreError("compare", f"Die Spalte {error} gibt es nicht.") from error
        same = " AND ".join(f"CAST({a} AS VARCHAR) = CAST({b} AS VARCHAR)" for a, b in parts)
        given = " AND ".join(f"{a} IS NOT NULL" for a, _b in parts)
        shown = " || ', ' || ".join(f"CAST({a} AS VARCHAR)" for a, _b in parts)
        sql = (
            f"SELECT a.rowid + 1, {shown} FROM a.{DATA} a ANTI JOIN b.{DATA} b ON {same} "  # noqa: S608
            f"WHERE {given} ORDER BY 1"
        )
        rows = connection.execute(f"SELECT count(*) FROM ({sql})").fetchall()  # noqa: S608
        first = connection.execute(f"{sql} LIMIT {int(examples)}").fetchall()
        return int(rows[0][0]), [(int(row), str(value)) for row, value in first]


@contextmanager
def compare(old: Path, new: Path, key: Sequence[str] = ()) -> Iterator[Comparison]:
    """Open two table files side by side. Raises StoreError if one cannot be read."""
    with _attached(old, new) as (connection, before, after):
        yield Comparison(connection, before, after, key)


@contextmanager
def _attached(
    old: Path, new: Path
) -> Iterator[tuple[duckdb.DuckDBPyConnection, tuple[Column, ...], tuple[Column, ...]]]:
    """Attach two table files as `a` and `b`, and nothing else."""
    connection = duckdb.connect(":memory:", config=dict(CONFIG))
    try:
        try:
            connection.execute(f"ATTACH {literal(str(old))} AS a (READ_ONLY)")
            connection.execute(f"ATTACH {literal(str(new))} AS b (READ_ONLY)")
            columns = [
                load_columns(
                    connection.execute(
                        f"SELECT value FROM {side}.{META} WHERE key = 'columns'"  # noqa: S608
                    ).fetchall()[0][0]
                )
                for side in ("a", "b")
            ]
        except (duckdb.Error, IndexError) as error:
            raise StoreError("open", "Eine der beiden Tabellen ließ sich nicht öffnen.") from error
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield connection, columns[0], columns[1]
    except duckdb.Error as error:
        raise StoreError("compare", "Der Vergleich braucht mehr, als erlaubt ist.") from error
    finally:
        connection.close()
