"""Open tables once, keep the most recently used ones open."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from datasets.store.errors import StoreError
from datasets.store.table import Table, open_file

DEFAULT_OPEN = 16


class TableCache:
    """At most `max_open` tables stay open; one dropped while in use closes after its last reader."""

    def __init__(self, max_open: int = DEFAULT_OPEN) -> None:
        self.max_open = max_open
        self._tables: OrderedDict[Path, Table] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, path: Path) -> Table:
        """Return the open table of a file; files never change, so the path says it all."""
        with self._lock:
            table = self._tables.get(path)
            if table is not None:
                self._tables.move_to_end(path)
                return table
            if not path.is_file():
                raise StoreError("missing", f"Die Tabelle „{path.name}“ gibt es nicht.")
            table = open_file(path)
            self._tables[path] = table
            while len(self._tables) > self.max_open:
                self._tables.popitem(last=False)
            return table

    def forget(self, path: Path) -> None:
        """Close a table before its file is deleted."""
        with self._lock:
            self._tables.pop(path, None)

    def clear(self) -> None:
        """Close every table."""
        with self._lock:
            self._tables.clear()

    def __len__(self) -> int:
        return len(self._tables)


_default = TableCache()


def open_table(path: Path) -> Table:
    """Open a table through the process's own cache."""
    return _default.open(path)
