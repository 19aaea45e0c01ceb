"""Small addresses beside the actions that CKAN's pages and some clients use."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from datasets.ckan.auth import caller_of
from datasets.ckan.errors import ActionError, translated
from datasets.ckan.ratelimit import rate_limited
from datasets.ckan.registry import ACTIONS
from datasets.ckan.respond import answer, preflight
from datasets.ckan.script_texts import LANGUAGES, script_texts
from portal.base.errors import PortalError

_LIMIT = 20


def _ask(request: HttpRequest, name: str, **params: Any) -> Any:
    """Return what an action answers; its faults become an empty list."""
    try:
        return ACTIONS[name].call(caller_of(request), params)
    except ActionError as error:
        return [] if error.status == 409 else _fail(error)
    except PortalError as error:
        return _fail(translated(error))


def _fail(error: ActionError) -> Any:
    raise error


def _result_set(request: HttpRequest, kind: str) -> Any:
    """Return the form of the older autocompletes."""
    part = request.GET.get("incomplete", "")
    limit = request.GET.get("limit", str(_LIMIT))
    if not part:
        found: list[Any] = []
    elif kind == "dataset":
        found = _ask(request, "package_autocomplete", q=part, limit=limit)
    elif kind == "tag":
        words = _ask(request, "tag_autocomplete", q=part, limit=limit)
        found = [{"Name": word} for word in words]
    else:
        words = _ask(request, "format_autocomplete", q=part, limit=limit)
        found = [{"Format": word} for word in words]
    return {"ResultSet": {"Result": found}}


@rate_limited
def autocomplete_view(
    request: HttpRequest, kind: str, version: str = "", language: str = ""
) -> HttpResponse:
    """Answer `/api/2/util/dataset/autocomplete?incomplete=…` and its like."""
    if request.method == "OPTIONS":
        return preflight(request)
    if request.method not in ("GET", "HEAD"):
        raise Http404
    try:
        if kind in ("dataset", "tag", "resource/format"):
            found = _result_set(request, kind)
        else:
            part = request.GET.get("q", "")
            limit = request.GET.get("limit", str(_LIMIT))
            name = f"{kind}_autocomplete"
            found = _ask(request, name, q=part, limit=limit) if part else []
    except ActionError as error:
        return answer(request, json.dumps(error.fields).encode(), status=error.status)
    return answer(request, json.dumps(found).encode())


def i18n_view(request: HttpRequest, code: str, language: str = "") -> HttpResponse:
    """Answer `/api/i18n/<language>`: translations for CKAN's own scripts, which do not run here."""
    if code not in LANGUAGES:
        return answer(
            request, json.dumps(f"Bad request: Unknown locale: {code}").encode(), status=400
        )
    return answer(request, json.dumps(script_texts(code)).encode())
