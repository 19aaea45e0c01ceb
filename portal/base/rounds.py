"""What is due by the clock: apps register it, the background worker runs it once a minute."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import DatabaseError

logger = logging.getLogger(__name__)

MINUTE, HOUR, DAY = 60, 3600, 86_400


@dataclass(slots=True)
class _Due:
    """A piece of work and when it was last begun, by the clock of this process."""

    work: Callable[[], object]
    every: int
    last: float = field(default=float("-inf"))


_registered: dict[str, _Due] = {}


def register_round(name: str, work: Callable[[], object], *, every: int = MINUTE) -> None:
    """Have work done every so many seconds; it must be safe to run twice."""
    _registered[name] = _Due(work, every)


def run_round(*, now: float | None = None) -> list[str]:
    """Do what is due and return its names; what fails is noted and keeps nothing else from running."""
    now = time.monotonic() if now is None else now
    done = []
    for name, due in _registered.items():
        if now - due.last < due.every:
            continue
        due.last = now
        try:
            due.work()
        except DatabaseError:
            raise
        # The outer edge of a background task: noted, and tried again when it is due again.
        except Exception:
            logger.exception("what is due by the clock failed: %s", name)
        else:
            done.append(name)
    return done
