"""Processes that run checked statements and nothing else; one that overruns is killed and replaced."""

import contextlib
import ctypes
import json
import multiprocessing as mp
import queue
import re
import resource
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import duckdb

from datasets.store.cache import open_table
from datasets.store.columns import quoted
from datasets.store.errors import StoreError
from datasets.store.sql.gate import CheckedSql, SqlRefusedError
from datasets.store.tablefile import READ_CONFIG
from datasets.store.writable import WritableTable

MIB = 1024 * 1024
# How long a worker may take to start on a busy machine, in seconds.
START_SECONDS = 30
_ARENAS = -8  # M_ARENA_MAX of malloc.h
_TOO_MUCH = "Die Anfrage brauchte zu viel Speicher."
_FETCHING = "Invalid Input Error: Attempting to fetch from an unsuccessful query result\nError: "
_TWICE = re.compile(r'has duplicate column name "(.*)"')
_AFTER_OPEN = {"enable_external_access": "false", "lock_configuration": "true"}


@dataclass(frozen=True)
class SqlLimits:
    """Bounds of one statement."""

    seconds: float = 5.0
    memory_mib: int = 1024
    rows: int = 32_000
    answer_mib: int = 64


@dataclass(frozen=True)
class SqlResult:
    """Names and DuckDB types of the columns, rows as plain values, and whether rows were cut."""

    fields: tuple[tuple[str, str], ...]
    rows: list[tuple[Any, ...]]
    truncated: bool


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, limits: SqlLimits) -> None:
        context = mp.get_context("forkserver")
        self.channel, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, limits), daemon=True)
        self.process.start()
        theirs.close()
        self._ready = False

    def ask(self, order: tuple[str, str, str, str], seconds: float) -> Any:
        """Return the answer, None if there is none in time. Its own start does not count."""
        if not self._ready:
            if not self.channel.poll(START_SECONDS):
                return None
            self._ready = self.channel.recv() == "ready"
        self.channel.send(order)
        # A little more than the statement may take: the table is opened within it.
        return self.channel.recv() if self.channel.poll(seconds + 2) else None

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.join(5)
        self.channel.close()


class SqlPool:
    """A fixed number of workers, started when they are first needed."""

    def __init__(self, size: int = 2, limits: SqlLimits | None = None) -> None:
        self.limits = limits or SqlLimits()
        self._free: queue.Queue[_Worker | None] = queue.Queue()
        for _ in range(size):
            self._free.put(None)

    def run(self, checked: CheckedSql, path: Path, key: str = "") -> SqlResult:
        """Run the tree on one table: a file, or with a key the table that is fed row by row in a folder.

        Raises SqlRefusedError, also with the codes busy, time, memory and query.
        """
        if len(checked.tables) > 1:
            raise SqlRefusedError("table", "Eine Anfrage kann nur eine Tabelle lesen.")
        name = checked.tables[0] if checked.tables else "data"
        try:
            worker = self._free.get(timeout=self.limits.seconds)
        except queue.Empty:
            raise SqlRefusedError("busy", "Zu viele Anfragen zur selben Zeit.") from None
        try:
            worker = worker or _Worker(self.limits)
            answer, worker = self._ask(worker, (str(path), key, name, checked.tree))
        finally:
            self._free.put(worker)
        if answer[0] == "refused":
            raise SqlRefusedError(answer[1], answer[2])
        return SqlResult(*answer[1:])

    def _ask(self, worker: _Worker, order: tuple[str, str, str, str]) -> tuple[Any, _Worker | None]:
        """Return the worker's answer and the worker, None in its place if it had to be killed."""
        try:
            answer = worker.ask(order, self.limits.seconds)
            if answer is not None:
                if answer[:2] != ("refused", "memory"):
                    return answer, worker
                # What is left of its memory is in pieces: the next statement gets a fresh process.
                worker.kill()
                return answer, None
            answer = ("refused", "time", f"Die Anfrage lief länger als {self.limits.seconds:g} s.")
        except (EOFError, OSError):
            answer = ("refused", "memory", _TOO_MUCH)
        worker.kill()
        return answer, None

    def close(self) -> None:
        """End all workers."""
        with contextlib.suppress(queue.Empty):
            while True:
                worker = self._free.get_nowait()
                if worker is not None:
                    worker.kill()


def _serve(channel: Connection, limits: SqlLimits) -> None:
    """Answer statements until the pipe closes; the life of a worker."""
    # Else every thread that meets another one reserves 64 MB, which count.
    with contextlib.suppress(AttributeError):  # a C library without it
        ctypes.CDLL(None).mallopt(_ARENAS, 2)
    with open("/proc/self/statm", encoding="ascii") as statm:
        reserved = int(statm.read().split()[0]) * resource.getpagesize()
    bound = reserved + limits.memory_mib * MIB
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # It reads tables and writes nothing.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    channel.send("ready")
    while True:
        try:
            order = channel.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[Any, ...] = _answer(order, limits)
        except (MemoryError, duckdb.OutOfMemoryException):
            answer = ("refused", "memory", _TOO_MUCH)
        except (StoreError, duckdb.Error) as error:
            # DuckDB also wraps its lack of memory into other errors.
            lacking = "Out of Memory" in str(error)
            answer = ("refused", "memory", _TOO_MUCH) if lacking else _wrong(error)
        except (ArithmeticError, ValueError) as error:  # a value that Python has no place for
            answer = ("refused", "query", f"Out of Range Error: {error}"[:400])
        channel.send(answer)


def _wrong(error: Exception) -> tuple[str, str, str]:
    """Return what the database says of a statement, without the lines that quote our own."""
    text = str(error).split("\n\nLINE", 1)[0].removeprefix(_FETCHING)
    twice = _TWICE.search(text)
    if twice:
        text = f"Zwei Spalten heißen „{twice[1]}“: Bitte geben Sie ihnen mit AS verschiedene Namen."
    return ("refused", "query", text[:400])


def _open(path: Path, key: str) -> tuple[duckdb.DuckDBPyConnection, str]:
    """Return a locked database that reads the table, and the SELECT over its public columns.

    Trees are executed in a connection of DuckDB's own, which sees views but no temporary ones: so
    the file is attached to an empty database in memory, which can hold a view.
    """
    table = WritableTable(path, key).open() if key else open_table(path)
    listed = ", ".join(
        f"{column.expression} AS {quoted(column.name)}" for column in table.columns.values()
    )
    if key:
        return table.connection, f"SELECT {listed} FROM main.data"  # noqa: S608 - quoted above
    config = {key: value for key, value in READ_CONFIG.items() if key not in _AFTER_OPEN}
    connection = duckdb.connect(":memory:", config=config)
    place = str(path).replace("'", "''")
    connection.execute(f"ATTACH '{place}' AS stored (READ_ONLY)")
    for setting, value in _AFTER_OPEN.items():
        connection.execute(f"SET {setting} = {value}")
    return connection, f"SELECT {listed} FROM stored.data"  # noqa: S608 - quoted above


def _answer(order: tuple[str, str, str, str], limits: SqlLimits) -> tuple[Any, ...]:
    """Execute exactly the checked tree and return its rows as plain values."""
    path, key, name, tree = order
    connection, select = _open(Path(path), key) if key else _open_cached(Path(path))
    with contextlib.closing(connection.cursor()) as cursor:
        cursor.execute(f"CREATE OR REPLACE VIEW {quoted(name)} AS {select}")
        try:
            cursor.execute("SELECT * FROM json_execute_serialized_sql(?)", [tree])
            fields = tuple((str(item[0]), str(item[1])) for item in cursor.description or ())
            rows: list[tuple[Any, ...]] = []
            size = 0
            while len(rows) <= limits.rows and (part := cursor.fetchmany(1000)):
                rows += part
                size += len(json.dumps(part, default=str))
                if size > limits.answer_mib * MIB:
                    return ("refused", "size", "Die Antwort ist zu groß.")
        finally:
            cursor.execute(f"DROP VIEW IF EXISTS {quoted(name)}")
    return ("rows", fields, rows[: limits.rows], len(rows) > limits.rows)


@lru_cache(maxsize=4)
def _open_cached(path: Path) -> tuple[duckdb.DuckDBPyConnection, str]:
    """Keep the last few immutable tables open; a new version has a new name."""
    return _open(path, "")
