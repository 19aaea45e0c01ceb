"""The background worker hears of a new job at once: it waits at a named pipe, into which a byte is written.

A worker on another machine hears nothing; it looks into the queue all the same, only less often.
"""

import os
import select
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings


def _bell() -> Path:
    return Path(settings.PORTAL_DATA) / "tmp" / "bell"


def ring(**_signal: Any) -> None:
    """Say that there is a job; nobody needs to be listening."""
    with suppress(OSError):
        handle = os.open(_bell(), os.O_WRONLY | os.O_NONBLOCK)
        with open(handle, "wb", buffering=0) as bell:
            bell.write(b"1")


class Listener:
    """The worker's end of the pipe. Where none can be made, waiting is by the clock."""

    def __init__(self) -> None:
        self._handle: int | None = None
        with suppress(OSError):  # it is there as a rule
            os.mkfifo(_bell(), 0o660)
        with suppress(OSError):
            if _bell().is_fifo():
                # For writing too: with no writer at all it would count as ended, and never be waited for.
                self._handle = os.open(_bell(), os.O_RDWR | os.O_NONBLOCK)

    def wait(self, seconds: float) -> bool:
        """Wait until a job is announced, at most so long; return whether one was, since the last wait."""
        if self._handle is None:
            time.sleep(seconds)
            return False
        if not select.select([self._handle], [], [], seconds)[0]:
            return False
        with suppress(BlockingIOError):  # another worker was quicker
            os.read(self._handle, 65536)
        return True

    def close(self) -> None:
        """Listen no longer."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
