"""What stands in the head and foot of every page; the app that knows it registers a source."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest

from portal.base.interface import inner_path, words


@dataclass(frozen=True, slots=True)
class Entry:
    """A link of a menu. `current` says whether the shown page lies below it."""

    title: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Navigation:
    """The menus of a site and who answers for it."""

    main: tuple[Entry, ...] = ()
    footer: tuple[Entry, ...] = ()
    operator: str = ""
    email: str = ""


@dataclass(slots=True)
class _Registry:
    source: Callable[[HttpRequest], Navigation] | None = field(default=None)


_registry = _Registry()


def register_navigation(source: Callable[[HttpRequest], Navigation]) -> None:
    """Say where the menus come from; called in `AppConfig.ready()`."""
    _registry.source = source


def navigation_for(request: HttpRequest) -> Navigation:
    """Return the menus of the request's site, the current entry marked."""
    found = _registry.source(request) if _registry.source else Navigation()
    path = inner_path(request.path)
    return Navigation(
        main=tuple(_marked(entry, path) for entry in found.main),
        footer=tuple(_marked(entry, path) for entry in found.footer),
        operator=found.operator,
        email=found.email,
    )


def _marked(entry: Entry, path: str) -> Entry:
    """Return the entry, marked if it is the address shown or one above it."""
    above = entry.url if entry.url.endswith("/") else f"{entry.url}/"
    current = path == entry.url or (len(above) > 1 and path.startswith(above))
    return Entry(words(entry.title), entry.url, current)
