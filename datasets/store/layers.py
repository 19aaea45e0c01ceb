"""The files of a table that is fed row by row: read together, written once, merged when small."""

# ruff: noqa: S608 - identifiers are the store's own, values are bound

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from datasets.store.coerce import LONG_WIDTH
from datasets.store.columns import ID, SEARCHED, Column, literal
from datasets.store.errors import StoreError
from datasets.store.manifest import Layer, Manifest, layer_name
from datasets.store.numbers import sort_key
from datasets.store.query import Position
from datasets.store.table import Table, TableDescription
from datasets.store.tablefile import QUIET, READ_CONFIG, create_data, lock, new_file, write_meta
from datasets.store.textsearch import TEXT_COLUMN, folded_columns, folded_sql

GONE = "gone"
MERGE_ROWS = 1_000  # a new layer swallows layers up to twice its size, small ones in any case
_AFTER_OPEN = ("enable_external_access",)
Row = Mapping[str, str | None]


def physical_columns(columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Return names and SQL types of a layer's columns, with `_id` and the hidden ones."""
    types = [(ID, "BIGINT")]
    for column in columns:
        types.append((column.physical, column.sql_type))
        if column.sort_name:
            types.append((column.sort_name, "VARCHAR"))
        if column.folded:
            types.append((column.folded, "VARCHAR"))
    types.append((TEXT_COLUMN, "VARCHAR"))
    return types


def open_layers(directory: Path, manifest: Manifest) -> Table:
    """Open the table in one state of it."""
    config = {key: value for key, value in READ_CONFIG.items() if key not in _AFTER_OPEN}
    connection = duckdb.connect(":memory:", config=config)
    connection.execute(QUIET)
    try:
        attach(connection, directory, manifest.layers)
    except duckdb.Error as error:
        connection.close()
        raise StoreError("open", "Die Tabelle ließ sich nicht öffnen.") from error
    connection.execute(f"CREATE VIEW data AS {visible_sql(manifest, manifest.layers)}")
    connection.execute("SET enable_external_access = false")
    lock(connection, manifest.rows)
    description = TableDescription(
        rows=manifest.rows,
        columns=manifest.columns,
        schema={},
        info=manifest.info,
        built="",
        bytes=sum((directory / layer.file).stat().st_size for layer in manifest.layers),
    )
    # Where no row was ever removed, each id from 1 on is seen exactly once, in whichever layer.
    return Table(connection, description, Position(ID, 1, dense=manifest.dense))


def attach(connection: duckdb.DuckDBPyConnection, directory: Path, layers: Iterable[Layer]) -> None:
    """Attach the files under the names l0, l1 and so on."""
    for number, layer in enumerate(layers):
        path = literal(str(directory / layer.file))
        connection.execute(f"ATTACH {path} AS l{number} (READ_ONLY)")


def visible_sql(
    manifest: Manifest, layers: Sequence[Layer], *, first: int = 0, hidden: str = ""
) -> str:
    """Return SQL for the rows that are seen in the layers from `first`, without the `hidden` ids."""
    columns = physical_columns(manifest.columns)
    parts = []
    for number in range(first, len(layers)):
        present = {ID, TEXT_COLUMN, *layers[number].columns}
        select = ", ".join(
            name if name in present else f"CAST(NULL AS {sql_type}) AS {name}"
            for name, sql_type in columns
        )
        later = [
            f"SELECT {ID} FROM l{other}.{GONE}"
            for other in range(number + 1, len(layers))
            if layers[other].gone
        ]
        later += [hidden] if hidden else []
        where = f" WHERE {ID} NOT IN ({' UNION ALL '.join(later)})" if later else ""
        parts.append(f"SELECT {select} FROM l{number}.data{where}")
    if not parts:
        nothing = ", ".join(f"CAST(NULL AS {sql_type}) AS {name}" for name, sql_type in columns)
        return f"SELECT {nothing} WHERE FALSE"
    return " UNION ALL ".join(parts)


def merge_start(layers: Sequence[Layer], weight: int) -> int:
    """Return the first layer that a new one of `weight` rows swallows.

    Layers so double in size: n batches make about log2(n) layers, and each row is rewritten
    about log2(n) times.
    """
    first, size = len(layers), max(weight, MERGE_ROWS)
    while first > 0 and layers[first - 1].weight <= 2 * size:
        first -= 1
        size += layers[first].weight
    return first


def write_layer(
    directory: Path,
    key: str,
    manifest: Manifest,
    *,
    rows: Mapping[int, Row],
    gone: Collection[int],
    first: int,
) -> Layer:
    """Write one file that takes the place of the layers from `first`, with new rows and hidden ids.

    `manifest` holds the present layers and the columns the new layer is to have; `rows` maps ids
    to texts by physical column. A row of an older layer that comes anew must be in `gone`.
    """
    layers = manifest.layers
    target = directory / layer_name(key, manifest.generation + 1)
    columns = physical_columns(manifest.columns)
    with new_file(target) as connection:
        attach(connection, directory, layers)
        connection.execute("CREATE TEMP TABLE hidden (_id BIGINT)")
        if gone:
            connection.register("gone_ids", pa.table({ID: pa.array(list(gone), pa.int64())}))
            connection.execute("INSERT INTO hidden SELECT _id FROM gone_ids")
        create_data(connection, columns)
        if first < len(layers):
            kept = visible_sql(manifest, layers, first=first, hidden=f"SELECT {ID} FROM hidden")
            connection.execute(f"INSERT INTO data {kept} ORDER BY {ID}")
        if rows:
            _insert(connection, manifest.columns, rows)
        _write_gone(connection, layers, first)
        counts = "SELECT (SELECT count(*) FROM data), (SELECT count(*) FROM gone)"
        [(count, hidden)] = connection.execute(counts).fetchall()
        for number in range(len(layers)):
            connection.execute(f"DETACH l{number}")
        write_meta(connection, manifest.columns, count, {}, ID, manifest.info)
    return Layer(target.name, count, hidden, tuple(name for name, _ in columns))


def _write_gone(connection: duckdb.DuckDBPyConnection, layers: Sequence[Layer], first: int) -> None:
    """Keep the ids that are still to be hidden in the layers before `first`."""
    connection.execute(f"CREATE TABLE {GONE} ({ID} BIGINT)")
    if first == 0:
        return
    parts = [f"SELECT {ID} FROM hidden"]
    parts += [f"SELECT {ID} FROM l{n}.{GONE}" for n in range(first, len(layers))]
    below = " UNION ALL ".join(f"SELECT {ID} FROM l{number}.data" for number in range(first))
    connection.execute(
        f"INSERT INTO {GONE} SELECT DISTINCT {ID} FROM ({' UNION ALL '.join(parts)})"
        f" WHERE {ID} IN ({below})"
    )


def _row_text(columns: Sequence[Column]) -> str:
    """Return SQL of the row's folded text, which only tables with columns from before `folded` need."""
    texts = [column for column in columns if column.kind in SEARCHED]
    if all(column.folded for column in texts):
        return "NULL"
    return folded_sql([column.physical for column in texts])


def _insert(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[Column], rows: Mapping[int, Row]
) -> None:
    values: dict[str, Any] = {ID: pa.array(rows.keys(), pa.int64())}
    select = [ID]
    for column in columns:
        cells = [row.get(column.physical) for row in rows.values()]
        values[column.physical] = pa.array(cells, pa.string())
        select.append(f"CAST({column.physical} AS {column.sql_type})")
        if column.sort_name:
            keys = [None if cell is None else sort_key(cell, LONG_WIDTH) for cell in cells]
            values[column.sort_name] = pa.array(keys, pa.string())
            select.append(column.sort_name)
        if column.folded:
            select.append(column.folded)
    folded = [column for column in columns if column.folded]
    if folded:
        texts = folded_columns(connection, [values[column.physical] for column in folded])
        values |= {column.folded: text for column, text in zip(folded, texts, strict=True)}
    select.append(_row_text(columns))
    connection.register("batch", pa.table(values))
    connection.execute(f"INSERT INTO data SELECT {', '.join(select)} FROM batch")
    connection.unregister("batch")
