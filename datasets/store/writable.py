"""Tables fed row by row: create, insert, update, upsert, delete, all or nothing and durable.

How it is kept and what it costs: docs/table-store.md.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from datasets.store.batches import Batch
from datasets.store.coerce import LONG_WIDTH, SQL_TYPES
from datasets.store.columns import ID, SEARCHED, Column, Kind
from datasets.store.errors import StoreError
from datasets.store.filters import Filter
from datasets.store.layers import merge_start, open_layers, write_layer
from datasets.store.manifest import (
    LAYER,
    Manifest,
    files_of,
    manifest_path,
    read_manifest,
    write_manifest,
    writing,
)
from datasets.store.query import TableQuery
from datasets.store.table import Table

GRACE = 60.0  # seconds that a file stays for readers that have just read the older state
METHODS = ("insert", "update", "upsert")


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column as it is asked for; `native` is the caller's own name of the type."""

    name: str
    kind: Kind
    label: str = ""
    notes: str = ""
    native: str = ""
    info: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: ids of the rows in the order sent, and the number of rows now."""

    ids: tuple[int, ...]
    rows: int


class WritableTable:
    """One table of a folder by its key; every method may be called from several processes."""

    def __init__(self, directory: Path, key: str) -> None:
        self.directory = directory
        self.key = key

    def exists(self) -> bool:
        """Tell whether the table has been created."""
        return manifest_path(self.directory, self.key).is_file()

    def state(self) -> Manifest:
        """Return the present state; raises StoreError (code "missing")."""
        return read_manifest(self.directory, self.key)

    def state_text(self) -> str:
        """Return the present state as it is stored, empty if there is no table; no two are alike."""
        try:
            return manifest_path(self.directory, self.key).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def open(self) -> Table:
        """Open the present state for reading."""
        for _attempt in range(3):  # a file of the state just read may be swept away meanwhile
            try:
                return open_layers(self.directory, self.state())
            except (StoreError, FileNotFoundError):
                continue
        return open_layers(self.directory, self.state())

    def create(
        self,
        columns: Sequence[ColumnSpec],
        *,
        primary_key: Sequence[str] = (),
        info: Mapping[str, Any] | None = None,
    ) -> Manifest:
        """Create the empty table; an existing one is an error (code "exists")."""
        with writing(self.directory, self.key):
            if self.exists():
                raise StoreError("exists", "Die Tabelle gibt es schon.")
            manifest = _with_columns(Manifest(info=dict(info or {})), columns)
            manifest = replace(manifest, primary_key=_known(manifest, primary_key))
            write_manifest(self.directory, self.key, manifest)
            return manifest

    def alter(
        self,
        columns: Sequence[ColumnSpec],
        *,
        drop: Iterable[str] = (),
        primary_key: Sequence[str] | None = None,
        info: Mapping[str, Any] | None = None,
    ) -> Manifest:
        """Add columns, change labels of known ones, drop some, set another key; rows stay.

        Raises StoreError: "type" when a known column is to have another type, "duplicate" when
        the new key is not unique.
        """
        with writing(self.directory, self.key):
            manifest = self.state()
            gone = set(drop)
            kept = tuple(column for column in manifest.columns if column.name not in gone)
            changed = _with_columns(manifest.next(columns=kept), columns)
            if primary_key is not None:
                keys = _known(changed, primary_key)
                if keys and keys != manifest.primary_key:
                    self._must_be_unique(manifest, keys)
                changed = replace(changed, primary_key=keys)
            if info is not None:
                changed = replace(changed, info=dict(info))
            write_manifest(self.directory, self.key, changed)
            return changed

    def write(
        self, records: Sequence[Mapping[str, Any]], *, method: str = "upsert", dry_run: bool = False
    ) -> Written:
        """Insert, update or upsert records; all or nothing.

        Raises StoreError with `row` (0 = first record): "value", "range", "duplicate"; without
        row: "extra-keys", "missing-key", "not-found", "no-key", "method".
        """
        if method not in METHODS:
            raise StoreError("method", f"Die Schreibweise „{method}“ gibt es nicht.")
        with writing(self.directory, self.key):
            manifest = self.state()
            table = open_layers(self.directory, manifest)
            batch = Batch(manifest, table)
            ids = batch.apply(records, method)
            if not dry_run and (batch.rows or batch.gone):
                manifest = self._switch(manifest, batch)
            return Written(tuple(ids), manifest.rows)

    def delete(self, filters: Filter | None, *, keep: int = 0) -> tuple[int, list[dict[str, Any]]]:
        """Delete the rows of a filter (None: all); return how many and the first `keep` of them."""
        with writing(self.directory, self.key):
            manifest = self.state()
            table = open_layers(self.directory, manifest)
            query = TableQuery(filters=filters, limit=None, fields=(ID,))
            ids = [row[0] for rows in table.stream(query) for row in rows]
            kept = table.search(TableQuery(filters=filters, limit=keep)).records if keep else []
            if ids:
                batch = Batch(manifest, table)
                batch.remove(ids)
                self._switch(manifest, batch)
            return len(ids), kept

    def compact(self) -> Manifest:
        """Write all layers as one file, with ids as they are; readers are not disturbed."""
        with writing(self.directory, self.key):
            manifest = self.state()
            if len(manifest.layers) < 2:
                return manifest
            layer = write_layer(self.directory, self.key, manifest, rows={}, gone=(), first=0)
            return self._publish(manifest.next(layers=(layer,)))

    def drop(self) -> None:
        """Remove the table; open readers keep what they have."""
        with writing(self.directory, self.key):
            manifest_path(self.directory, self.key).unlink(missing_ok=True)
            self._sweep(Manifest(), age=0)

    def _must_be_unique(self, manifest: Manifest, keys: Sequence[str]) -> None:
        known = {column.name for column in manifest.columns}
        if not known.issuperset(
            keys
        ):  # a new column has no value yet, and missing keys never clash
            return
        table = open_layers(self.directory, manifest)
        query = TableQuery(fields=tuple(keys), distinct=True, limit=0)
        if table.count(query) < manifest.rows:
            raise StoreError(
                "duplicate", "Der Schlüssel ist nicht eindeutig: Werte kommen mehrfach vor."
            )

    def _switch(self, manifest: Manifest, batch: Batch) -> Manifest:
        gone = batch.gone
        first = merge_start(manifest.layers, len(batch.rows) + len(gone))
        layer = write_layer(
            self.directory, self.key, manifest, rows=batch.rows, gone=gone, first=first
        )
        layers = (*manifest.layers[:first], layer) if layer.weight else manifest.layers[:first]
        return self._publish(
            manifest.next(
                layers=layers,
                rows=manifest.rows - len(gone) + len(batch.rows),
                next_id=batch.next_id,
                dense=manifest.dense and not batch.removed,
            )
        )

    def _publish(self, manifest: Manifest) -> Manifest:
        write_manifest(self.directory, self.key, manifest)
        self._sweep(manifest, age=GRACE)
        return manifest

    def _sweep(self, manifest: Manifest, *, age: float) -> None:
        needed = files_of([manifest])
        limit = time.time() - age
        for path in self.directory.glob(f"{self.key}.*{LAYER}"):
            if path.name not in needed and path.stat().st_mtime <= limit:
                path.unlink(missing_ok=True)


def _known(manifest: Manifest, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(manifest.column(name).name for name in names)


def _with_columns(manifest: Manifest, specs: Sequence[ColumnSpec]) -> Manifest:
    columns = {column.name: column for column in manifest.columns}
    number = manifest.next_column
    for spec in specs:
        old = columns.get(spec.name)
        if old is not None and old.kind is not spec.kind:
            raise StoreError(
                "type", f"Die Spalte „{spec.name}“ hat schon einen anderen Typ.", column=spec.name
            )
        physical = old.physical if old else f"c{number}"
        number += old is None
        columns[spec.name] = Column(
            name=spec.name,
            kind=spec.kind,
            physical=physical,
            sql_type=SQL_TYPES[spec.kind],
            label=spec.label,
            notes=spec.notes,
            info={
                "native": spec.native,
                "info": dict(spec.info or {}),
                **({"width": LONG_WIDTH} if spec.kind is Kind.NUMBER else {}),
            },
            sort_name=f"k{physical}" if spec.kind is Kind.NUMBER else "",
            folded=old.folded if old else f"f{physical}" if spec.kind in SEARCHED else "",
        )
    return replace(manifest, columns=tuple(columns.values()), next_column=number)
