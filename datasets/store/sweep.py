"""Remove what a killed process has left and what no version needs any more."""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection
from pathlib import Path

SUFFIX = ".duckdb"
DEFAULT_AGE = 3600.0


def sweep(
    directory: Path, known_keys: Collection[str], *, min_age: float = DEFAULT_AGE
) -> list[Path]:
    """Delete temporary files and unknown tables older than `min_age` seconds; return what went.

    `known_keys`: file names or their stems. The age keeps files that are just being built.
    """
    known = set(known_keys)
    limit = time.time() - min_age
    removed = []
    for path in sorted(directory.glob("**/*")) if directory.is_dir() else []:
        temporary = path.name.startswith(".") and path.name.endswith((".tmp", ".tmp.wal", ".spill"))
        orphan = path.suffix == SUFFIX and not {path.name, path.stem} & known
        if not (temporary or orphan):
            continue
        try:
            if path.stat().st_mtime > limit:
                continue
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        except FileNotFoundError:  # another sweep was faster
            continue
        removed.append(path)
    return removed
