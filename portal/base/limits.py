"""At most so many requests of one kind in a minute; kept in the process's cache."""

import time

from django.core.cache import cache
from django.http import HttpRequest

MINUTE = 60


def minute() -> int:
    """Return the minute that is counted now."""
    return int(time.time()) // MINUTE


def too_often(purpose: str, who: str, most: int) -> bool:
    """Count one more and say whether that is too many within this minute."""
    key = f"limit:{purpose}:{who}:{minute()}"
    cache.add(key, 0, MINUTE * 2)
    try:
        return cache.incr(key) > most
    except ValueError:  # thrown out of the cache in between
        return False


def address_of(request: HttpRequest) -> str:
    """Return the network address a request comes from."""
    return str(request.META.get("REMOTE_ADDR", ""))
