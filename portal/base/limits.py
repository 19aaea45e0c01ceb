"""At most so many requests of one kind in a minute; kept in the process's cache."""

import ipaddress
import time

from django.conf import settings
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
    """Return where a request comes from; of IPv6 the network, for one house has as many as it likes.

    Only so many entries of X-Forwarded-For are believed as there are proxies before the portal.
    """
    address = request.META.get("REMOTE_ADDR", "")
    proxies = settings.PORTAL_PROXIES
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies > 0 and passed != [""]:
        address = passed[max(0, len(passed) - proxies)]
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(ip, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
