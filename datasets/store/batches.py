"""One write to a table: find the rows meant, merge the values sent, refuse what breaks a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

from datasets.store.coerce import coerce
from datasets.store.columns import ID, Column, id_column
from datasets.store.errors import StoreError
from datasets.store.manifest import Manifest
from datasets.store.table import Table

Key = tuple[str | None, ...]
Values = dict[str, str | None]


class Batch:
    """The rows that come anew (by id) and the ids that vanish from older layers."""

    def __init__(self, manifest: Manifest, table: Table) -> None:
        self.manifest = manifest
        self.table = table
        self.rows: dict[int, Values] = {}
        self.gone: set[int] = set()
        self.removed = False
        self.next_id = manifest.next_id
        self._by_name = {column.name: column for column in manifest.columns}
        self._known: dict[Key, int] = {}
        self._numbers: dict[str, int] = {}

    def remove(self, ids: Iterable[int]) -> None:
        """Delete rows by id."""
        self.gone.update(ids)
        self.removed = bool(self.gone)

    def apply(self, records: Sequence[Mapping[str, Any]], method: str) -> list[int]:
        """Take the records in; return the id of each. Raises StoreError as `WritableTable.write`."""
        values = [
            self._values(number, record, known_only=method != "insert")
            for number, record in enumerate(records)
        ]
        keys = [self._by_name[name] for name in self.manifest.primary_key]
        numbered = method != "insert" and self._load_numbers(records)
        if method != "insert":
            _need_keys(records, self.manifest.primary_key)
        if keys:
            self._load_keys(keys, values)
        result = []
        for number, (record, row) in enumerate(zip(records, values, strict=True)):
            if numbered and ID in record:
                result.append(self._by_number(number, str(record[ID]), row))
            elif keys:
                result.append(self._one(number, row, keys, method))
            else:
                result.append(self._add(row))
        return result

    def _values(self, number: int, record: Mapping[str, Any], *, known_only: bool) -> Values:
        if not isinstance(record, Mapping):
            raise StoreError("form", "Ein Datensatz muss ein Objekt sein.", row=number)
        extra = [name for name in record if name not in self._by_name and name != ID]
        if extra:
            raise StoreError(
                "unknown-fields" if known_only else "extra-keys",
                f"Datensatz {number + 1} hat unbekannte Spalten: {', '.join(map(str, extra))}.",
                row=number,
                column=str(extra[0]) if len(extra) == 1 else ", ".join(map(str, extra)),
            )
        values: Values = {}
        for name, value in record.items():
            if name == ID:
                continue
            column = self._by_name[name]
            try:
                values[column.physical] = coerce(column, value)
            except StoreError as error:
                raise StoreError(error.code, error.message, row=number, column=name) from error
        return values

    def _add(self, values: Values) -> int:
        identifier = self.next_id
        self.next_id += 1
        self.rows[identifier] = values
        return identifier

    def _one(self, number: int, values: Values, keys: Sequence[Column], method: str) -> int:
        key = tuple(values.get(column.physical) for column in keys)
        found = self._known.get(key) if None not in key else None
        if found is not None and method == "insert":
            raise StoreError(
                "duplicate",
                "Den Schlüssel gibt es schon.",
                row=number,
                column=", ".join(c.name for c in keys),
            )
        if found is None and method == "update":
            raise StoreError(
                "not-found",
                "Den Schlüssel gibt es nicht.",
                row=number,
                column=", ".join(c.name for c in keys),
            )
        if found is not None:
            self.rows[found].update(values)
            if found < self.manifest.next_id:
                self.gone.add(found)
            return found
        identifier = self._add(values)
        if None not in key:
            self._known[key] = identifier
        return identifier

    def _load_keys(self, keys: Sequence[Column], values: Sequence[Values]) -> None:
        """Fetch the stored rows whose keys are sent, as texts."""
        wanted = {tuple(row.get(column.physical) for column in keys) for row in values}
        wanted = {key for key in wanted if None not in key}
        names = [f"k{number}" for number in range(len(keys))]
        sent = pa.table(
            {
                name: pa.array([key[i] for key in wanted], pa.string())
                for i, name in enumerate(names)
            }
        )
        joined = " AND ".join(
            f"data.{column.physical} = CAST(sent.{name} AS {column.sql_type})"
            for column, name in zip(keys, names, strict=True)
        )
        self._fetch(sent, joined, [f"sent.{name}" for name in names], by_key=True)

    def _load_numbers(self, records: Sequence[Mapping[str, Any]]) -> bool:
        """Fetch the stored rows that are named by number; tell whether there are any."""
        identifier = id_column(ID)
        ids = {str(coerce(identifier, record[ID])) for record in records if ID in record}
        if ids:
            sent = pa.table({"k0": pa.array(ids, pa.string())})
            found = self._fetch(sent, f"data.{ID} = CAST(sent.k0 AS BIGINT)", ["sent.k0"])
            self._numbers = {str(number): number for number in found}
        return bool(ids)

    def _by_number(self, number: int, text: str, values: Values) -> int:
        found = self._numbers.get(text.strip())
        if found is None:
            raise StoreError("not-found", f"Die Zeile {text} gibt es nicht.", row=number, column=ID)
        self.rows[found].update(values)
        self.gone.add(found)
        return found

    def _fetch(
        self, sent: pa.Table, joined: str, keys: Sequence[str], *, by_key: bool = False
    ) -> list[int]:
        columns = self.manifest.columns
        stored = ", ".join(f"CAST(data.{column.physical} AS VARCHAR)" for column in columns)
        select = f"SELECT {', '.join(keys)}, data.{ID}{', ' if stored else ''}{stored}"
        numbers: list[int] = []
        with self.table.cursor() as cursor:
            cursor.register("sent", sent)
            cursor.execute(f"{select} FROM data JOIN sent ON {joined}")
            while found := cursor.fetchmany(10_000):
                for row in found:
                    identifier = row[len(keys)]
                    cells = row[len(keys) + 1 :]
                    numbers.append(identifier)
                    if by_key:
                        self._known[tuple(row[: len(keys)])] = identifier
                    self.stored_row(identifier, columns, cells)
            cursor.unregister("sent")
        return numbers

    def stored_row(
        self, identifier: int, columns: Sequence[Column], cells: Sequence[str | None]
    ) -> None:
        """Remember a stored row; it is written again only if it changes."""
        self.rows[identifier] = {
            column.physical: cell for column, cell in zip(columns, cells, strict=True)
        }


def _need_keys(records: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> None:
    for record in records:
        if ID in record:
            continue
        if not keys:
            raise StoreError("no-key", "Diese Tabelle hat keinen eindeutigen Schlüssel.")
        missing = [name for name in keys if name not in record]
        if missing:
            raise StoreError(
                "missing-key",
                f"Der Schlüssel ist unvollständig: {', '.join(missing)} fehlt.",
                column=", ".join(missing),
            )
