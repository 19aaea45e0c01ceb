"""The interface for people: every action with a form that sends it and shows the answer, without scripts."""

import json
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from datasets.ckan.auth import PUBLIC, caller_by_token
from datasets.ckan.dispatch import attempt
from datasets.ckan.params import Param, as_json
from datasets.ckan.ratelimit import rate_limited
from datasets.ckan.registry import ACTIONS, Action
from datasets.ckan.respond import preflight

# Longer answers are cut on the page; the address beside them gives the whole.
SHOWN = 60_000
TOKEN, FURTHER = "_token", "_json"
_NUMBERS = frozenset({"integer", "natural", "natural_strict", "signed"})
_LONG = frozenset({"any", "object", "list", "texts"})
_GROUPS = (
    (gettext_lazy("Datensätze"), ("package", "dataset", "current_package", "bulk")),
    (gettext_lazy("Ressourcen"), ("resource", "format")),
    (gettext_lazy("Tabellen"), ("datastore",)),
    (gettext_lazy("Organisationen"), ("organization",)),
    (gettext_lazy("Kategorien"), ("group",)),
    (gettext_lazy("Schlagwörter"), ("tag", "vocabulary")),
    (gettext_lazy("Konten, Mitglieder und Schlüssel"), ("user", "member", "api_token")),
    (gettext_lazy("Portal und Übriges"), ("",)),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One input of the form."""

    name: str
    text: str
    kind: str
    required: bool
    value: str
    default: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What was sent and what came back."""

    status: int
    text: str
    cut: bool
    address: str
    milliseconds: float


@require_safe
def api_page(request: HttpRequest) -> HttpResponse:
    """List all actions by what they are about."""
    groups: list[tuple[Any, list[Action]]] = [(title, []) for title, _names in _GROUPS]
    for name in sorted(ACTIONS):
        for (_title, members), (_same, starts) in zip(groups, _GROUPS, strict=True):
            if name.startswith(starts):
                members.append(ACTIONS[name])
                break
    context = {"groups": groups, "heading": _("Programmierschnittstelle"), "example": _example()}
    return render(request, "datasets/api.html", context)


def _example() -> str:
    return (
        f"{settings.PORTAL_BASE_URL}/api/3/action/package_search?{urlencode({'q': 'spielplatz'})}"
    )


# Nothing here looks at a session: who wants more than the public sees types a key, so no foreign page can
# act with its visitor's rights.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST", "OPTIONS"])
@rate_limited
def action_page(request: HttpRequest, name: str) -> HttpResponse:
    """Explain one action and try it."""
    action = ACTIONS.get(name)
    if action is None:
        raise Http404
    if request.method == "OPTIONS":
        return preflight(request)
    sent = request.POST if request.method == "POST" else request.GET
    data, fault = read_form(action, sent)
    tried = None
    if not fault and (request.method == "POST" or (data and not action.writes)):
        tried = _tried(
            action, data, sent.get(TOKEN, "").strip() if request.method == "POST" else ""
        )
    context = {
        "action": action,
        "fields": [_field(param, sent.get(param.name, "")) for param in action.params],
        "further": sent.get(FURTHER, ""),
        "fault": fault,
        "tried": tried,
        "names": {"token": TOKEN, "further": FURTHER},
    }
    response = render(request, "datasets/api_action.html", context, status=422 if fault else 200)
    response["Cache-Control"] = "no-store"
    return response


def read_form(action: Action, sent: Any) -> tuple[dict[str, Any], str]:
    """Return the parameters that were filled in, and what is wrong with the JSON for further ones."""
    data: dict[str, Any] = {}
    for param in action.params:
        text = sent.get(param.name, "").strip().replace("\x00", "")
        if text:
            parsed = as_json(text) if text[0] in "[{" else None
            data[param.name] = text if parsed is None or param.kind == "text" else parsed
    further = sent.get(FURTHER, "").strip()
    if not further:
        return data, ""
    more = as_json(further)
    if not isinstance(more, dict):
        return data, _(
            'Weitere Angaben müssen ein JSON-Objekt sein, zum Beispiel {"owner_org": "stadt-kleve"}.'
        )
    return {**more, **data}, ""


def _tried(action: Action, data: dict[str, Any], token: str) -> Tried:
    """Call the action as the public, or with the rights of a key."""
    begin = perf_counter()
    caller = caller_by_token(token) if token else PUBLIC
    address = f"{settings.PORTAL_BASE_URL}/api/3/action/{action.name}"
    status, body = attempt(action, caller, data, f"/api/3/action/{action.name}")
    if token and action.name == "api_token_create":
        # A page may end up in a browser's history; new keys are made in the admin or by programs.
        body = json.dumps({"success": status == 200}).encode()
    taken = (perf_counter() - begin) * 1000
    text = json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    query = {key: v if isinstance(v, str) else json.dumps(v) for key, v in data.items()}
    if query and not action.writes:
        address += f"?{urlencode(query)}"
    return Tried(status, text[:SHOWN], len(text) > SHOWN, address, taken)


def _field(param: Param, value: str) -> Field:
    """Return how a parameter is asked for."""
    kind = "text"
    if param.kind == "bool":
        kind = "bool"
    elif param.kind in _NUMBERS:
        kind = "number"
    elif param.kind in _LONG:
        kind = "long"
    default = "" if param.default in (None, "") else json.dumps(param.default)
    return Field(param.name, param.text, kind, param.required, value, default)
