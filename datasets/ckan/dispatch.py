"""The one view behind all actions: find, read, call, answer; bad input never becomes a 500."""

import json
import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.views.decorators.csrf import csrf_exempt

from datasets.ckan.auth import PUBLIC, Caller, caller_of
from datasets.ckan.catalogue import load_actions
from datasets.ckan.envelope import failure, success
from datasets.ckan.errors import ActionError, BadRequest, invalid, translated
from datasets.ckan.parsing import request_data
from datasets.ckan.ratelimit import rate_limited
from datasets.ckan.registry import ACTIONS, Action
from datasets.ckan.respond import answer, callback_name, preflight
from datasets.store import StoreError
from portal.base.errors import PortalError

logger = logging.getLogger(__name__)
METHODS = ("GET", "HEAD", "POST", "OPTIONS")

load_actions()


@csrf_exempt
@rate_limited
def action_view(request: HttpRequest, name: str, language: str = "") -> HttpResponse:
    """Answer `/api/3/action/<name>`."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    if request.method == "OPTIONS":
        return preflight(request)
    action = ACTIONS.get(name)
    try:
        if action is None:
            raise BadRequest(f"Bad request: Action name not known: {name[:200]}")
        callback, status, body = _answer(request, action, language)
    except BadRequest as error:
        return answer(request, json.dumps(error.text).encode(), status=error.status)
    return answer(request, body, status=status, callback=callback)


def _answer(request: HttpRequest, action: Action, language: str) -> tuple[str | None, int, bytes]:
    """Return the name of a JSONP function, the status and the body."""
    callback: str | None = None
    try:
        data = request_data(request, writes=action.writes)
        caller = caller_of(request)
    except ActionError as error:
        return None, error.status, failure(action.name, error, language)
    if "callback" in data:
        # As in CKAN: a script in a page must not read with its visitor's rights.
        callback, caller = callback_name(data.pop("callback")), PUBLIC
    return callback, *attempt(action, caller, data, request.get_full_path(), language)


def attempt(
    action: Action, caller: Caller, data: dict[str, Any], path: str, language: str = ""
) -> tuple[int, bytes]:
    """Call the action and return status and body; bad input never becomes a 500."""
    try:
        return 200, success(action.name, _run(action, caller, data, path), language)
    except ActionError as error:
        return error.status, failure(action.name, error, language)


def _run(action: Action, caller: Caller, data: dict[str, Any], path: str) -> object:
    """Call the action; every expected failure becomes an ActionError."""
    try:
        return action.call(caller, data, path)
    except (PortalError, StoreError) as error:
        raise translated(error) from error
    except ValidationError as error:
        fields = error.message_dict if hasattr(error, "error_dict") else {"message": error.messages}
        raise invalid(fields) from error
    except (DatabaseError, OverflowError, RecursionError) as error:
        logger.exception("%s: a value the database does not take", action.name)
        raise invalid({"message": "The data sent cannot be stored"}) from error


@csrf_exempt
def unknown_view(request: HttpRequest, language: str = "") -> HttpResponse:
    """Answer what looks like the interface but is not: 404 without a detour over a slash."""
    raise Http404


@csrf_exempt
def version_view(request: HttpRequest, version: str = "1", language: str = "") -> HttpResponse:
    """Answer `/api` and `/api/3`."""
    if request.method not in METHODS:
        return HttpResponseNotAllowed(METHODS)
    if request.method == "OPTIONS":
        return preflight(request)
    return answer(request, json.dumps({"version": int(version)}).encode())
