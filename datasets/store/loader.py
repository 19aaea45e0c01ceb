"""From a normalised CSV to typed columns in two parallel passes: measure, then load and prove."""

# ruff: noqa: S608 - identifiers are the store's own (c0, r0 …), values are quoted literals or bound

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from datasets.store.casts import FieldCast, fast_sql, field_cast, number_text, python_cast
from datasets.store.columns import Column, Kind, literal, public_names, quoted
from datasets.store.csvcount import count_lines, count_records
from datasets.store.errors import StoreError
from datasets.store.numbers import digits, is_special, number_type, sort_key
from datasets.store.tablefile import DATA, create_data
from datasets.store.textsearch import TEXT_COLUMN, folded_sql

LONG_LINES = ", max_line_size=67108864"  # bytes; such buffers read with one thread only
_TEXT = ["VARCHAR"]
_REJECTED = "SELECT row FROM rejected"
_NEVER_NULL = "\x02"  # DuckDB's reader turns '' into NULL unless another text means NULL
_TYPED = frozenset(Kind) - {Kind.TEXT, Kind.JSON, Kind.LIST, Kind.FLOAT}
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
    """Loads one CSV into one new table file."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        csv_path: Path,
        schema: Mapping[str, Any],
        rejected: Sequence[int],
    ) -> None:
        self.connection = connection
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

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns, known after `survey`."""
        return tuple(item.column for item in self.stored)

    @property
    def _reader(self) -> str:
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
        prepared = ", ".join(cast.prepared for cast in self.casts)
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
                sql = _measured(self.casts, self._source, integers=self.large)
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
        expected = count_lines(self.csv_path) - 1
        if expected != accepted + len(
            self.rejected
        ):  # some cell has a line break, or rows are lost
            expected = count_records(self.csv_path) - 1
        left_out = sum(1 for row in self.rejected if row <= expected)
        if accepted + left_out != expected:
            raise StoreError(
                "rows",
                f"Die CSV-Datei hat {expected} Zeilen, gelesen wurden {accepted + left_out}."
                " Die Tabelle wurde nicht angelegt.",
            )

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
        )
        return _Stored(cast, column, width, exact)

    def _odd_digits(self, cast: FieldCast, whole: int, fraction: int) -> tuple[int, int, bool]:
        """Measure the numbers that are not plain digits (exponents, other scripts' digits)."""
        plain = _plain_pattern(cast)
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
        texts = [
            item.cast.text
            for item in self.stored
            if item.column.kind in (Kind.TEXT, Kind.JSON, Kind.LIST)
        ]
        if texts:
            types.append((TEXT_COLUMN, "VARCHAR"))
            values.append(folded_sql(texts))
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
        if cast.kind in _TYPED and (
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
            if item.column.kind in _TYPED and counted[index] != self.present[index]
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


def _plain_pattern(cast: FieldCast) -> str:
    return "[+-]?[0-9]+" if cast.kind is Kind.INTEGER else r"[+-]?[0-9]+(\.[0-9]+)?"


def _measured(casts: Sequence[FieldCast], source: str, *, integers: bool) -> str:
    """Layer the cleaned number and its plainness over the source, so each is computed once."""
    numbers = {
        index: cast
        for index, cast in enumerate(casts)
        if cast.kind is Kind.NUMBER or (integers and cast.kind is Kind.INTEGER)
    }
    cleaned = "".join(f", {number_text(cast)} AS n{index}" for index, cast in numbers.items())
    plain = "".join(
        f", CASE WHEN regexp_full_match(n{index}, '{_plain_pattern(cast)}') THEN n{index} END"
        f" AS p{index}"
        for index, cast in numbers.items()
    )
    parts = ["count(*)"]
    for index, cast in enumerate(casts):
        parts.append(f"count({cast.text})" if cast.kind in _TYPED else "0")
        if index not in numbers:
            parts.extend(["0", "0", "0"])
            continue
        whole = f"split_part(ltrim(p{index}, '+-0'), '.', 1)"
        fraction = f"split_part(p{index}, '.', 2)"
        parts.append(f"count(p{index})")
        parts.extend(f"coalesce(max(length({part})), 0)" for part in (whole, fraction))
    inner = f"(SELECT *{cleaned} FROM {source})"
    return f"SELECT {', '.join(parts)} FROM (SELECT *{plain} FROM {inner})"
