"""Build one immutable table file from a validated, normalised CSV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from datasets.store.columns import Column
from datasets.store.errors import StoreError
from datasets.store.loader import Loader
from datasets.store.tablefile import DENSE_ID, new_file, write_meta

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class TableInfo:
    """What was built: number of rows, the columns without `_id`, size in bytes."""

    rows: int
    columns: tuple[Column, ...]
    bytes: int


def build(
    csv_path: Path,
    schema: Mapping[str, Any],
    target: Path,
    *,
    rejected: Iterable[int] = (),
    on_progress: Progress | None = None,
    info: Mapping[str, Any] | None = None,
    cells: pa.Table | None = None,
) -> TableInfo:
    """Build the table file `target` from a UTF-8, comma-separated, RFC-quoted CSV with one header line.

    `rejected`: rows to leave out (1 = first row after the header). `on_progress` gets rows done.
    `info`: free metadata of the version, kept in the file. `cells`: what the CSV holds, if it has
    been read already (columns of texts), so that it isn't read again. Raises StoreError naming row (same
    count) and column (code "cast") when a cell has no value of its column's type: nothing becomes
    NULL silently. The file appears by `os.replace` when complete; an existing one is an error.
    """
    report = on_progress or _ignore
    if target.exists():
        raise StoreError("exists", f"Die Tabelle „{target.name}“ gibt es schon.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with new_file(target) as connection:
        loader = Loader(connection, csv_path, schema, sorted(set(rejected)), cells)
        rows = loader.survey()
        report(rows // 3)
        loader.load()
        write_meta(connection, loader.columns, rows, schema, DENSE_ID, info)
    report(rows)
    return TableInfo(rows, loader.columns, target.stat().st_size)


def _ignore(_rows: int) -> None:
    return None
