"""Whole pages for readers without cookies, kept in the process until anything is published or changed.

The stamp of a kept page is the newest entry of the logs that every deed of editors and of the data
module writes: one cheap query tells whether the page is still true, and nothing has to be cleared.
Every worker asks the same logs, so all of them notice at once what one of them did. What a page is made
of (menus, glossary, hits) may be kept by the same stamp with `Kept`. Where transactions commit in another
order than they wrote their entries (PostgreSQL), a page may stay for PORTAL_PAGE_CACHE_SECONDS longer.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.core.cache import cache, caches
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from wagtail.models import ModelLogEntry, PageLogEntry

Value = TypeVar("Value")
# With MAX_ENTRIES of the cache "pages" this bounds the memory of a worker.
LARGEST = 250_000
# How long parts of pages are kept that something else than a page is asked for.
SECONDS = 60
_now: ContextVar[str] = ContextVar("page_stamp", default="")
_logs: dict[type[models.Model], str] = {PageLogEntry: "id", ModelLogEntry: "id"}


def register_log(model: type[models.Model], column: str) -> None:
    """Name another log and its growing column; its entries make kept pages untrue."""
    _logs[model] = column


def stamp() -> str:
    """Return the newest entries of all logs."""
    quote = connection.ops.quote_name
    parts = (
        f"(SELECT max({quote(column)}) FROM {quote(model._meta.db_table)})"  # noqa: S608 - names of our own tables
        for model, column in _logs.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}")
        row = cursor.fetchone()
    return "-".join(str(number) for number in row)


def stamp_of_request() -> str:
    """Return the stamp under which the page under way is kept; empty if it is not for everybody."""
    return _now.get()


def by_stamp(key: str, make: Callable[[], Value]) -> Value:
    """Return what the cache holds under the key, made anew where something was changed since.

    For pages that are one person's, what is there is taken; it is at most a minute old.
    """
    now = stamp_of_request()
    held: tuple[str, Value] | None = cache.get(key)
    if held is None or (now and held[0] != now):
        held = (now, make())
        cache.set(key, held, SECONDS)
    return held[1]


class Kept(Generic[Value]):
    """Parts of pages that are true until the stamp changes; empty for pages that are one person's."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: tuple[str, dict[str, Value]] = ("", {})

    def get(self, key: str) -> Value | None:
        """Return what was kept under the stamp of this request."""
        held, values = self._held
        return values.get(key) if held and held == _now.get() else None

    def put(self, key: str, value: Value) -> None:
        """Keep a value made during this request; of another stamp nothing stays."""
        now = _now.get()
        if not now:
            return
        held, values = self._held
        if held != now or len(values) >= self._most:
            values = {}
            self._held = (now, values)
        values[key] = value

    def clear(self) -> None:
        """Forget all of it; for tests, where another database may have the same stamp."""
        self._held = ("", {})


class PageCacheMiddleware:
    """Answers from what was kept; keeps pages that everybody gets alike."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        seconds = settings.PORTAL_PAGE_CACHE_SECONDS
        if not seconds or not _is_anybodys(request):
            return self.get_response(request)
        now = stamp()
        key = f"{now} {request.scheme} {request.get_host()} {request.get_full_path()}"
        cache = caches["pages"]
        kept = cache.get(_short(key))
        if kept is not None and kept[0] == key:
            return _restored(request, kept)
        token = _now.set(now)
        try:
            response = self.get_response(request)
        finally:
            _now.reset(token)
        if request.method == "GET" and _is_kept(request, response):
            headers = [(k, v) for k, v in response.items() if k != "Content-Length"]
            cache.set(_short(key), (key, headers, response.content), seconds)
        return response


def _is_anybodys(request: HttpRequest) -> bool:
    """Say whether the answer may be one that everybody gets."""
    return (
        request.method in ("GET", "HEAD")
        and not request.COOKIES
        and not getattr(request, "is_dummy", False)
        and "Authorization" not in request.headers
        and len(request.META.get("QUERY_STRING", "")) < 200
    )


def _is_kept(request: HttpRequest, response: Any) -> bool:
    """Say whether this is a published page, the same for all."""
    match = request.resolver_match
    return (
        match is not None
        and match.url_name == "wagtail_serve"
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "private" not in response.get("Cache-Control", "")
        and len(response.content) < LARGEST
    )


def _restored(request: HttpRequest, kept: tuple[str, list[tuple[str, str]], bytes]) -> HttpResponse:
    response = HttpResponse(b"" if request.method == "HEAD" else kept[2])
    for name, value in kept[1]:
        response[name] = value
    response["Content-Length"] = str(len(kept[2]))
    return response


def _short(key: str) -> str:
    return str(hash(key))
