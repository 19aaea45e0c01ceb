"""`/gesundheit`: is everything that the portal stands on there? For people and for monitors."""

import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from datasets.models import ResourceVersion
from search import api as search_api

# Below this much free space new files may not fit any more.
LOW_DISK_BYTES = 500 * 1024 * 1024


@dataclass(frozen=True)
class Part:
    """One thing the portal stands on; `message` says in German what is wrong and who can mend it."""

    name: str
    title: str
    ok: bool
    message: str
    detail: dict[str, object]


def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 if all is well, 503 if something is missing; JSON on request, else a page."""
    parts = [check() for check in (_database, _storage, _index, _jobs)]
    ok = all(part.ok for part in parts)
    status = 200 if ok else 503
    if _wants_json(request):
        body = {"ok": ok, "parts": {part.name: asdict(part) for part in parts}}
        response: HttpResponse = JsonResponse(body, status=status)
    else:
        response = render(request, "health.html", {"ok": ok, "parts": parts}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _wants_json(request: HttpRequest) -> bool:
    """Say whether the caller is a program: it asks for JSON, or not for HTML."""
    if request.GET.get("format"):
        return request.GET["format"] == "json"
    return "text/html" not in request.headers.get("Accept", "")


def _guarded(
    name: str, title: str, look: Callable[[], tuple[bool, str, dict[str, object]]]
) -> Part:
    """Run one look; whatever it raises is a finding, never an error page."""
    try:
        ok, message, detail = look()
    except Exception as error:  # noqa: BLE001 - the outer edge of each check
        return Part(
            name, title, False, _("Nicht erreichbar. Zuständig: Betrieb des Portals."),
            {"error": type(error).__name__},
        )  # fmt: skip
    return Part(name, title, ok, message, detail)


def _database() -> Part:
    """Look whether the database answers."""

    def look() -> tuple[bool, str, dict[str, object]]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True, _("antwortet"), {"engine": connection.vendor}

    return _guarded("database", _("Datenbank"), look)


def _storage() -> Part:
    """Look whether files can be kept."""

    def look() -> tuple[bool, str, dict[str, object]]:
        storages["files"].exists("probe")
        free = shutil.disk_usage(settings.PORTAL_DATA).free
        ok = free > LOW_DISK_BYTES
        message = (
            _("erreichbar") if ok else _("Der Platz geht aus. Zuständig: Betrieb des Portals.")
        )
        return ok, message, {"free_bytes": free}

    return _guarded("storage", _("Dateiablage"), look)


def _index() -> Part:
    """Look whether the search index answers and how much waits to be written."""

    def look() -> tuple[bool, str, dict[str, object]]:
        state = search_api.health()
        ok = bool(state.get("ok"))
        message = (
            _("antwortet")
            if ok
            else _("Die Suche zeigt nur eine einfache Liste. Abhilfe: manage.py search_rebuild.")
        )
        return ok, message, state

    return _guarded("index", _("Suchindex"), look)


def _jobs() -> Part:
    """Count what waits, runs and failed."""

    def look() -> tuple[bool, str, dict[str, object]]:
        try:
            waiting = DBTaskResult.objects.ready().count()
            failed = DBTaskResult.objects.failed().count()
        except DatabaseError:
            waiting = failed = 0
        open_files = ResourceVersion.objects.filter(finished_at__isnull=True).count()
        message = _("%(files)s Dateien in Arbeit, %(jobs)s Aufgaben warten") % {
            "files": open_files,
            "jobs": waiting,
        }
        return True, message, {"waiting": waiting, "failed": failed, "open_files": open_files}

    return _guarded("jobs", _("Aufgaben"), look)
