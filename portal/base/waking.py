"""The background worker hears of a new job at once: a file is touched, and looking at it costs next to nothing.

A worker on another machine does not see the file; it looks into the queue all the same, only less often.
"""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

LOOK = 0.02  # seconds


def _bell() -> Path:
    return Path(settings.PORTAL_DATA) / "tmp" / "queue"


def ring(**_signal: Any) -> None:
    """Say that there is a job."""
    now = time.time_ns()
    with suppress(OSError):
        _bell().touch()
        os.utime(_bell(), ns=(now, now))  # exactly: the clock of files ticks some milliseconds


def rung() -> int:
    """Return when the last job was announced; it only matters whether this changes."""
    with suppress(OSError):
        return _bell().stat().st_mtime_ns
    return 0


def wait(heard: int, seconds: float) -> None:
    """Wait, but not beyond an announcement after `heard`."""
    until = time.monotonic() + seconds
    while rung() == heard and time.monotonic() < until:
        time.sleep(LOOK)
