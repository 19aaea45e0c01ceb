"""How many requests a token or an address may send in a minute, counted over all processes of a machine.

The counts lie in a small file that every process has mapped into its memory: no database write per request.
Where several machines serve one portal, each counts for itself.
"""

import mmap
import os
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, wraps
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from datasets.ckan.auth import caller_of
from datasets.ckan.envelope import failure
from datasets.ckan.errors import ActionError
from datasets.ckan.respond import answer
from portal.base.limits import address_of

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows: one process only
    fcntl = None  # type: ignore[assignment]

WINDOW = 60
SLOTS, PROBES = 1 << 15, 8
# Who (hash), which window, how many.
_SLOT = struct.Struct("<QII")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to a sender in this minute."""

    limit: int
    left: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Return the headers that announce it."""
        found = {
            "RateLimit-Policy": f"{self.limit};w={WINDOW}",
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.left)),
            "RateLimit-Reset": str(self.reset),
        }
        if self.left < 0:
            found["Retry-After"] = str(self.reset)
        return found


class Counts:
    """Counts by sender in a file shared by all processes; old ones give way to new ones."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        size = SLOTS * _SLOT.size
        if os.fstat(self._handle).st_size < size:
            os.ftruncate(self._handle, size)
        self._memory = mmap.mmap(self._handle, size)
        self._threads = threading.Lock()

    def add(self, sender: str, window: int) -> int:
        """Count one more and return how many there are in this window."""
        key = int.from_bytes(blake2b(sender.encode(), digest_size=8).digest(), "little") or 1
        with self._alone():
            place, count = self._place(key, window)
            _SLOT.pack_into(self._memory, place, key, window, min(count + 1, 2**32 - 1))
        return count + 1

    def _place(self, key: int, window: int) -> tuple[int, int]:
        """Return where this sender is counted, and its count so far."""
        spare: list[tuple[int, int]] = []
        for step in range(PROBES):
            place = (key + step) % SLOTS * _SLOT.size
            owner, when, count = _SLOT.unpack_from(self._memory, place)
            if owner == key:
                return place, count if when == window else 0
            spare.append((count if when == window else -1, place))
        return min(spare)[1], 0

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._threads:
            if fcntl is not None:
                fcntl.flock(self._handle, fcntl.LOCK_EX)
            try:
                yield
            finally:
                if fcntl is not None:
                    fcntl.flock(self._handle, fcntl.LOCK_UN)


@lru_cache(maxsize=4)
def _counts(folder: str, _pid: int) -> Counts:
    """Return the counts of a portal; a forked process opens the file anew, since locks belong to handles."""
    return Counts(Path(folder) / "tmp" / "rate-limit")


def allowance(request: HttpRequest, token: str) -> Allowance:
    """Count a request of a known token, or else of an address."""
    limit = settings.CKAN["RATE_LIMIT_PER_MINUTE"]
    now = int(time.time())
    sender = f"token {token}" if token else f"address {address_of(request)}"
    used = _counts(str(settings.PORTAL_DATA), os.getpid()).add(sender, now // WINDOW)
    return Allowance(limit, limit - used, WINDOW - now % WINDOW)


def too_many(found: Allowance) -> ActionError:
    """Return the error of a sender whose minute is used up."""
    message = f"Too many requests: {found.limit} a minute. Try again in {found.reset} seconds."
    return ActionError(429, "Rate Limit Error", {"message": message})


def rate_limited(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Announce the limit on every answer of a view, and refuse what goes beyond it."""

    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.CKAN["RATE_LIMIT_PER_MINUTE"] <= 0 or request.method == "OPTIONS":
            return view(request, *args, **kwargs)
        found = allowance(request, caller_of(request).token)
        if found.left < 0:
            error = too_many(found)
            name = str(kwargs.get("name", ""))
            response: HttpResponseBase = answer(
                request,
                failure(name, error, str(kwargs.get("language") or "")),
                status=error.status,
            )
        else:
            response = view(request, *args, **kwargs)
        for header, value in found.headers().items():
            response[header] = value
        return response

    return limited
