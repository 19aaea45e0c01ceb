"""One writer of the index at a time, over all threads, processes and machines of a portal."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows: one process only
    fcntl = None  # type: ignore[assignment]

from search.errors import IndexBusy, IndexUnavailable

# Any number that no other program takes for a lock in this database.
ADVISORY = 0x5EA2C4
PAUSE = 0.01
_threads = threading.Lock()


@contextmanager
def alone(wait: float) -> Iterator[None]:
    """Hold the writer's lock. Raises IndexBusy if another has it for longer than `wait` seconds.

    Raises IndexUnavailable where no lock can be had at all. It ends with the process or the connection that holds it.
    """
    ends = time.monotonic() + wait
    if not _threads.acquire(timeout=max(0.0, wait)):
        raise IndexBusy
    try:
        holding = _in_database(ends) if connection.vendor == "postgresql" else _in_file(ends)
        with holding:
            yield
    finally:
        _threads.release()


@contextmanager
def _in_file(ends: float) -> Iterator[None]:
    """Lock a file beside the index: SQLite's portals live on one machine."""
    folder = Path(settings.SEARCH["PATH"])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "drain.lock").open("w")
    except OSError as error:
        raise IndexUnavailable(f"{folder}: {error.strerror}") from error
    with lock as handle:
        while fcntl is not None:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                _pause(ends)
        yield


@contextmanager
def _in_database(ends: float) -> Iterator[None]:
    """Take PostgreSQL's advisory lock: it holds over machines."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY])
            if cursor.fetchone()[0]:
                break
            _pause(ends)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY])


def _pause(ends: float) -> None:
    """Wait a moment. Raises IndexBusy when the time is over."""
    if time.monotonic() >= ends:
        raise IndexBusy
    time.sleep(PAUSE)
