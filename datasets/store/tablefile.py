"""A table's file: written beside its place, moved there when whole, described in itself."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from datasets.store.columns import Column, dump_columns

FORMAT_VERSION = 1
DATA, META = "data", "meta"
BUILD_MEMORY = "1GB"
BUILD_THREADS = max(1, min(4, os.cpu_count() or 1))
DENSE_ID = "rowid + 1"
# Else DuckDB draws a bar into the standard output of every command that takes longer than seconds.
QUIET = "SET enable_progress_bar = false"
READ_CONFIG: Mapping[str, Any] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "temp_directory": "",
    "threads": 2,
    "memory_limit": "512MB",
}
LOCK = "SET lock_configuration = true"
# DuckDB shares out groups of so many rows; with fewer a second thread only has to be waited for.
GROUP_ROWS = 122_880


@contextmanager
def new_file(target: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a temporary DuckDB file and move it to `target` when the block ends well."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    spill = temporary.with_suffix(".spill")
    try:
        connection = duckdb.connect(
            str(temporary),
            config={
                "memory_limit": BUILD_MEMORY,
                "threads": BUILD_THREADS,
                "temp_directory": str(spill),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        try:
            connection.execute(QUIET)
            yield connection
            connection.execute("CHECKPOINT")
        finally:
            connection.close()
        sync(temporary)
        os.replace(temporary, target)
        sync(target.parent)
    finally:
        temporary.unlink(missing_ok=True)
        temporary.with_name(temporary.name + ".wal").unlink(missing_ok=True)
        if spill.is_dir():
            for leftover in spill.iterdir():
                leftover.unlink(missing_ok=True)
            spill.rmdir()


def write_meta(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[Column],
    rows: int,
    schema: Mapping[str, Any],
    id_expression: str = DENSE_ID,
    info: Mapping[str, Any] | None = None,
) -> None:
    """Store what a reader must know to serve the table."""
    values = {
        "format": str(FORMAT_VERSION),
        "rows": str(rows),
        "columns": dump_columns(columns),
        "id": id_expression,
        "schema": json.dumps(schema, ensure_ascii=False),
        "info": json.dumps(info or {}, ensure_ascii=False),
        "built": datetime.now(UTC).isoformat(),
    }
    connection.execute(f"CREATE TABLE {META} (key VARCHAR, value VARCHAR)")
    connection.executemany(f"INSERT INTO {META} VALUES (?, ?)", list(values.items()))  # noqa: S608


def create_data(connection: duckdb.DuckDBPyConnection, columns: Sequence[tuple[str, str]]) -> None:
    """Create the empty table of rows from names and SQL types.

    Compressed as DuckDB likes: measured with 100,000 rows, a filter over a dictionary takes 0.4 ms
    and over plain texts 1.1 ms, pages are equal, the file is a third.
    """
    definitions = ", ".join(f"{name} {sql_type}" for name, sql_type in columns)
    connection.execute(f"CREATE TABLE {DATA} ({definitions})")


def sync(path: Path) -> None:
    """Make a file's bytes, or a folder's names, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lock(connection: duckdb.DuckDBPyConnection, rows: int) -> None:
    """Settle for how many threads read a table of so many rows, and forbid every further setting."""
    if rows <= GROUP_ROWS:
        connection.execute("SET threads = 1")
    connection.execute(LOCK)
