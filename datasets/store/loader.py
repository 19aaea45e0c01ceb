"""From text cells to typed columns in two parallel passes: measure, then load and prove."""

# ruff: noqa: S608 - identifiers are the store's own (c0, r0 …), values are quoted literals or bound

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from datasets.store.casts import FieldCast, fast_sql, field_cast, number_text, python_cast
from datasets.store.columns import SEARCHED, Column, Kind, literal, public_names, quoted
from datasets.store.csvcount import count_lines, count_records
from datasets.store.errors import StoreError
from datasets.store.measuring import TYPED, measured_sql, plain_pattern
from datasets.store.numbers import digits, is_special, number_type, sort_key
from datasets.store.tablefile import DATA, create_data
from datasets.store.textsearch import folded_cells, folded_sql

LONG_LINES = ", max_line_size=67108864"  # bytes; such buffers read with one thread only
_TEXT = ["VARCHAR"]
_REJECTED = "SELECT row FROM rejected"
_NEVER_NULL = "\x02"  # DuckDB's reader turns '' into NULL unless another text means NULL
_CELLS = "cells"
_SQL_TYPES = {
    Kind.BOOLEAN: "BOOLEAN",
    Kind.DATE: "DATE",
    Kind.DATETIME: "TIMESTAMP",
    Kind.TIME: "TIME",
}


@dataclass(frozen=True, slots=True)
class _Stored:
    cast: FieldCast
    column: Column
    width: int = 0
    exact: bool = True  # every present cell has the plain form, so the fast SQL needs no guard


class Loader:
    """Loads one CSV, or the cells that were read of it already, into one new table file."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        csv_path: Path,
        schema: Mapping[str, Any],
        rejected: Sequence[int],
        cells: pa.Table | None = None,
    ) -> None:
        self.connection = connection
        self.cells = cells
        self.csv_path = csv_path
        fields = schema["fields"]
        missing = schema.get("missingValues", [""])
        names = public_names([item["name"] for item in fields])
        self.casts = [field_cast(item, i, missing) for i, item in enumerate(fields)]
        self.names = names
        self.rejected = rejected
        self.stored: list[_Stored] = []
        self.present: list[int] = []
        self._functions: set[str] = set()
        self._line_size = ""
        self.large = False
        self.rows = 0
        self._folded: set[int] = set()
        if cells is not None:
            self._register(cells)

    def _register(self, cells: pa.Table) -> None:
        """Hand the cells to the database as columns r0, r1 …, with folded texts beside them."""
        cells = cells.rename_columns([cast.raw for cast in self.casts])
        for index, cast in enumerate(self.casts):
            if cast.kind in SEARCHED:
                folded = folded_cells(self.connection, cells.column(index), cast)
                if folded is not None:
                    self._folded.add(index)
                    cells = cells.append_column(f"f{index}", folded)
        self.connection.register(_CELLS, cells)

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns, known after `survey`."""
        return tuple(item.column for item in self.stored)

    @property
    def _reader(self) -> str:
        if self.cells is not None:
            return _CELLS
        columns = ", ".join(f"'r{i}': 'VARCHAR'" for i in range(len(self.casts)))
        return (
            f"read_csv({literal(str(self.csv_path))}, auto_detect=false, header=true, delim=',',"
            f" quote='\"', escape='\"', columns={{{columns}}}, nullstr={literal(_NEVER_NULL)},"
            f" strict_mode=true, null_padding=false, encoding='utf-8'{self._line_size})"
        )

    @property
    def _numbered(self) -> str:
        return f"(SELECT row_number() OVER () AS rn, * FROM {self._reader})"

    @property
    def _source(self) -> str:
        prepared = ", ".join(
            [cast.prepared for cast in self.casts] + [f"f{index}" for index in self._folded]
        )
        if not self.rejected:
            return f"(SELECT {prepared} FROM {self._reader})"
        return f"(SELECT {prepared} FROM {self._numbered} WHERE rn NOT IN ({_REJECTED}))"

    def survey(self) -> int:
        """Count rows, present cells and digits in one pass; decide the columns' types."""
        self.stored, self.present = [], []
        if self.rejected:
            self.connection.execute("CREATE OR REPLACE TEMP TABLE rejected (row BIGINT)")
            self.connection.execute("INSERT INTO rejected SELECT unnest(?)", [list(self.rejected)])
        row = self._survey_row()
        self._check_rows(row[0])
        for index, cast in enumerate(self.casts):
            present, plain, whole, fraction = row[1 + 4 * index : 5 + 4 * index]
            self.present.append(present)
            self.stored.append(self._store_as(cast, index, present, plain, whole, fraction))
        self.rows = int(row[0])
        return self.rows

    def _survey_row(self) -> tuple[int, ...]:
        for line_size in ("", LONG_LINES):
            self._line_size = line_size
            try:
                sql = measured_sql(self.casts, self._source, integers=self.large)
                [row] = self.connection.execute(sql).fetchall()
            except duckdb.Error as error:
                if line_size or "line size" not in str(error).lower():
                    raise StoreError(
                        "csv", "Die aufbereitete CSV-Datei ließ sich nicht lesen."
                    ) from error
            else:
                break
        return tuple(row)

    def _check_rows(self, accepted: int) -> None:
        expected = self._expected(accepted + len(self.rejected))
        left_out = sum(1 for row in self.rejected if row <= expected)
        if accepted + left_out != expected:
            raise StoreError(
                "rows",
                f"Die CSV-Datei hat {expected} Zeilen, gelesen wurden {accepted + left_out}."
                " Die Tabelle wurde nicht angelegt.",
            )

    def _expected(self, supposed: int) -> int:
        """Count the rows without the reader."""
        if self.cells is not None:
            return int(self.cells.num_rows)
        lines = count_lines(self.csv_path) - 1
        # Else some cell has a line break, or rows are lost.
        return lines if lines == supposed else count_records(self.csv_path) - 1

    def _store_as(
        self, cast: FieldCast, index: int, present: int, plain: int, whole: int, fraction: int
    ) -> _Stored:
        exact = cast.kind is Kind.NUMBER and plain == present
        sql_type, width, sort_name = _SQL_TYPES.get(cast.kind, "VARCHAR"), 0, ""
        if cast.kind is Kind.INTEGER and not self.large:
            sql_type = "BIGINT"  # nearly always; `load` starts again if some are longer
        elif cast.kind in (Kind.INTEGER, Kind.NUMBER):
            special = False
            if not exact:
                whole, fraction, special = self._odd_digits(cast, whole, fraction)
            sql_type = number_type(whole, fraction, integer=cast.kind is Kind.INTEGER)
            if special or sql_type == "VARCHAR":
                sql_type, width, sort_name, exact = "VARCHAR", whole, f"k{index}", False
        options = cast.options
        column = Column(
            name=self.names[index],
            kind=cast.kind,
            physical=f"c{index}",
            sql_type=sql_type,
            label=options.get("title") or "",
            notes=options.get("description") or "",
            info={"width": width} if width else {},
            sort_name=sort_name,
            folded=f"f{index}" if cast.kind in SEARCHED else "",
        )
        return _Stored(cast, column, width, exact)

    def _odd_digits(self, cast: FieldCast, whole: int, fraction: int) -> tuple[int, int, bool]:
        """Measure the numbers that are not plain digits (exponents, other scripts' digits)."""
        plain = plain_pattern(cast)
        found = self.connection.execute(
            f"SELECT DISTINCT {cast.text} FROM {self._source}"
            f" WHERE NOT regexp_full_match({number_text(cast)}, '{plain}')"
        )
        read, special = python_cast(cast), False
        while batch := found.fetchmany(10_000):
            for (cell,) in batch:
                text = read(cell)
                if text is None:
                    continue  # reported with its row when the columns are counted
                if is_special(text):
                    special = True
                    continue
                before, after = digits(text)
                whole, fraction = max(whole, before), max(fraction, after)
        return whole, fraction, special

    def load(self) -> None:
        """Write the rows, then prove that no present cell has become NULL."""
        self._create(frozenset())
        odd = self._lossy()
        if odd:
            self.connection.execute(f"DROP TABLE {DATA}")
            self.large = True
            self.survey()
            self._create(frozenset(odd))
            for index in self._lossy():
                self._raise_cast(index)

    def _create(self, odd: frozenset[int]) -> None:
        types: list[tuple[str, str]] = []
        values: list[str] = []
        for index, item in enumerate(self.stored):
            value = self._value_sql(item, index in odd)
            types.append((item.column.physical, item.column.sql_type))
            values.append(value)
            if item.column.sort_name:
                key = self._function(f"key_{index}", _key_function(item.width))
                types.append((item.column.sort_name, "VARCHAR"))
                values.append(f"{key}({value})")
            if item.column.folded:
                types.append((item.column.folded, "VARCHAR"))
                known = index in self._folded
                values.append(item.column.folded if known else folded_sql([item.cast.text]))
        create_data(self.connection, types)
        try:
            self.connection.execute(
                f"INSERT INTO {DATA} SELECT {', '.join(values)} FROM {self._source}"
            )
        except duckdb.OutOfMemoryException as error:
            raise StoreError("memory", "Die Tabelle ist zu groß für diesen Server.") from error

    def _value_sql(self, item: _Stored, odd: bool) -> str:
        cast, sql_type = item.cast, item.column.sql_type
        if item.column.sort_name:
            return f"{self._reader_function(item)}({cast.text})"
        if cast.kind is Kind.NUMBER and item.exact:
            return f"TRY_CAST({number_text(cast)} AS {sql_type})"
        value = fast_sql(cast, sql_type)
        if cast.kind in TYPED and (
            odd or (not item.exact and cast.kind in (Kind.INTEGER, Kind.NUMBER))
        ):
            slow = f"{self._reader_function(item)}({cast.text})"
            value = f"coalesce({value}, TRY_CAST({slow} AS {sql_type}))"
        return value

    def _reader_function(self, item: _Stored) -> str:
        return self._function(f"read_{item.column.physical}", python_cast(item.cast))

    def _function(self, name: str, function: Any) -> str:
        if name not in self._functions:
            self._functions.add(name)
            connection: Any = self.connection
            connection.create_function(name, function, _TEXT, "VARCHAR", null_handling="special")
        return quoted(name)

    def _lossy(self) -> list[int]:
        [counted] = self.connection.execute(
            "SELECT "
            + ", ".join(f"count({item.column.physical})" for item in self.stored)
            + f" FROM {DATA}"
        ).fetchall()
        return [
            index
            for index, item in enumerate(self.stored)
            if item.column.kind in TYPED and counted[index] != self.present[index]
        ]

    def _raise_cast(self, index: int) -> None:
        item = self.stored[index]
        value = self._value_sql(item, odd=True)
        skip = f"WHERE rn NOT IN ({_REJECTED})" if self.rejected else ""
        found = self.connection.execute(
            f"SELECT rn, {item.cast.text} FROM (SELECT rn, {item.cast.prepared}"
            f" FROM {self._numbered} {skip})"
            f" WHERE {item.cast.text} IS NOT NULL AND {value} IS NULL ORDER BY rn LIMIT 1"
        ).fetchall()
        row, cell = found[0] if found else (None, "")
        raise StoreError(
            "cast",
            f"Zeile {row}, Spalte „{item.column.name}“: „{str(cell)[:80]}“ ist kein Wert vom Typ"
            f" {item.cast.type}. Bitte die Datei erneut prüfen.",
            row=row,
            column=item.column.name,
        )


def _key_function(width: int) -> Callable[[str | None], str | None]:
    def key(text: str | None) -> str | None:
        return None if text is None else sort_key(text, width)

    return key
