"""The menus of a site, read once a minute and after each change, whichever worker it came by."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from wagtail.models import Site

from home.models import Menus, Operator
from home.models.settings import entries_of
from portal.base.navigation import Entry, Navigation
from portal.base.pagecache import stamp_of_request

KEY = "home.navigation"
SECONDS = 60
HOSTS = 20


def navigation(request: HttpRequest) -> Navigation:
    """Return the menus of the request's site."""
    now = stamp_of_request()
    stored: dict[str, Navigation]
    held, stored = cache.get(KEY) or ("", {})
    host = request.get_host()
    if host not in stored or (now and held != now):
        kept: dict[str, Navigation] = stored if held == now and len(stored) < HOSTS else {}
        stored = {**kept, host: _read(Site.find_for_request(request))}
        cache.set(KEY, (now, stored), SECONDS)
    return stored[host]


def forget(**_: Any) -> None:
    """Read the menus anew: receiver of everything that may change them."""
    cache.delete(KEY)


def _read(site: Site | None) -> Navigation:
    """Read the menus from the database."""
    menus = Menus.objects.filter(site=site).first() if site else None
    operator = Operator.objects.filter(site=site).first() if site else None
    return Navigation(
        main=_entries(menus.main) if menus else (),
        footer=_entries(menus.footer) if menus else (),
        operator=operator.name if operator else "",
        email=operator.email if operator else "",
    )


def _entries(stream: Any) -> tuple[Entry, ...]:
    """Return the links of one menu."""
    return tuple(Entry(label, url) for label, url in entries_of(stream))
