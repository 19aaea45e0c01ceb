"""The interface described for programs (OpenAPI 3.1), made from the registry of actions."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from datasets.ckan.params import Param
from datasets.ckan.registry import ACTIONS, Action

_KINDS = {
    "integer": "integer",
    "natural": "integer",
    "natural_strict": "integer",
    "bool": "boolean",
}
_ENVELOPE = {
    "type": "object",
    "required": ["help", "success"],
    "properties": {
        "help": {"type": "string"},
        "success": {"type": "boolean"},
        "result": {},
        "error": {"type": "object"},
    },
}


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """Send the description."""
    response = JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Return the OpenAPI document of all actions that are offered."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": settings.PORTAL_NAME,
            "version": "3",
            "description": "Action API in the dialect of CKAN 2.12.",
        },
        "servers": [{"url": settings.PORTAL_BASE_URL}],
        "components": {
            "schemas": {"Envelope": _ENVELOPE},
            "securitySchemes": {
                "token": {"type": "apiKey", "in": "header", "name": "Authorization"}
            },
        },
        "paths": {f"/api/3/action/{name}": _path(ACTIONS[name]) for name in sorted(ACTIONS)},
    }


def _path(action: Action) -> dict[str, Any]:
    """Return the operations of one action: reads also by GET."""
    lines = [line.strip() for line in action.help.strip().splitlines()] or [action.name]
    common: dict[str, Any] = {
        "summary": lines[0],
        "description": "\n".join(lines),
        "tags": ["write" if action.writes else "read"],
        "responses": _responses(),
    }
    if action.access.value != "anyone":
        common["security"] = [{"token": []}]
    body = {
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {p.name: _schema(p) for p in action.params},
                    "required": [p.name for p in action.params if p.required],
                }
            }
        }
    }
    found = {"post": {**common, "operationId": f"post_{action.name}", "requestBody": body}}
    if not action.writes:
        query = [
            {"name": p.name, "in": "query", "required": p.required, "schema": _schema(p)}
            for p in action.params
        ]
        found["get"] = {**common, "operationId": action.name, "parameters": query}
    return found


def _schema(param: Param) -> dict[str, Any]:
    """Return the JSON schema of a parameter; clients may send most kinds in several shapes."""
    kind = _KINDS.get(param.kind)
    schema: dict[str, Any] = {"type": kind} if kind else {}
    if param.text:
        schema["description"] = param.text
    return schema


def _responses() -> dict[str, Any]:
    """Return the answers that every action can give."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Envelope"}}}
    words = {
        "200": "Answer",
        "400": "Request that cannot be read",
        "403": "Not allowed",
        "404": "Not found",
        "409": "Invalid values",
    }
    return {status: {"description": text, "content": content} for status, text in words.items()}
