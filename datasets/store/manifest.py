"""Which files make up a table that is fed row by row; switched by one atomic rename."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from datasets.store.columns import Column, Kind
from datasets.store.errors import StoreError
from datasets.store.tablefile import sync

MANIFEST = ".table.json"
LAYER = ".layer.duckdb"


@dataclass(frozen=True, slots=True)
class Layer:
    """A file of rows; `gone` counts the ids it hides in the layers before it."""

    file: str
    rows: int
    gone: int
    columns: tuple[str, ...]

    @property
    def weight(self) -> int:
        """Return what rewriting the layer costs, in rows."""
        return self.rows + self.gone


@dataclass(frozen=True, slots=True)
class Manifest:
    """State of the table: never changed, only replaced."""

    generation: int = 0
    columns: tuple[Column, ...] = ()
    layers: tuple[Layer, ...] = ()
    primary_key: tuple[str, ...] = ()
    rows: int = 0
    next_id: int = 1
    next_column: int = 0
    dense: bool = True
    info: Mapping[str, Any] = field(default_factory=dict)

    def column(self, name: str) -> Column:
        """Find a column by its public name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise StoreError("unknown-column", f"Die Spalte „{name}“ gibt es nicht.", column=name)

    def next(self, **changes: Any) -> Manifest:
        """Return the following state."""
        return replace(self, generation=self.generation + 1, **changes)


def manifest_path(directory: Path, key: str) -> Path:
    """Return where the state of a table stands."""
    return directory / f"{key}{MANIFEST}"


def layer_name(key: str, generation: int) -> str:
    """Return a file name that was never used before."""
    return f"{key}.{generation}-{secrets.token_hex(4)}{LAYER}"


def read_manifest(directory: Path, key: str) -> Manifest:
    """Read the present state; raises StoreError (code "missing")."""
    try:
        data = json.loads(manifest_path(directory, key).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StoreError("missing", "Die Tabelle gibt es nicht.") from None
    return Manifest(
        **{
            **data,
            "columns": tuple(Column(**{**c, "kind": Kind(c["kind"])}) for c in data["columns"]),
            "layers": tuple(
                Layer(**{**layer, "columns": tuple(layer["columns"])}) for layer in data["layers"]
            ),
            "primary_key": tuple(data["primary_key"]),
        }
    )


def write_manifest(directory: Path, key: str, manifest: Manifest) -> None:
    """Make a state the present one, durably."""
    path = manifest_path(directory, key)
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("w", encoding="utf-8") as stream:
            json.dump(asdict(manifest), stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
        sync(directory)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def writing(directory: Path, key: str) -> Iterator[None]:
    """Let one writer in at a time, over all threads and processes of this machine."""
    directory.mkdir(parents=True, exist_ok=True)
    with (directory / f".{key}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def files_of(manifests: Sequence[Manifest]) -> set[str]:
    """Return the names of all files that some state needs."""
    return {layer.file for manifest in manifests for layer in manifest.layers}
