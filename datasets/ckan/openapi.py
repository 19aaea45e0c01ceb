"""The interface described for programs (OpenAPI 3.1), made from the registry of actions."""

import json
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from datasets.ckan.params import Param
from datasets.ckan.registry import ACTIONS, Action
from datasets.ckan.respond import answer

_TEXTS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
_KINDS: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "signed": {"type": "integer"},
    "natural": {"type": "integer", "minimum": 0},
    "natural_strict": {"type": "integer", "minimum": 0},
    "bool": {"type": "boolean"},
    "names": _TEXTS,
    "texts": _TEXTS,
    "json_list": _TEXTS,
    "fields": _TEXTS,
    "facets": _TEXTS,
    "object": {"type": ["object", "string"]},
}
_SCHEMAS = {
    "Success": {
        "type": "object",
        "required": ["help", "success", "result"],
        "properties": {
            "help": {"type": "string", "format": "uri"},
            "success": {"const": True},
            "result": {},
            "changed_entities": {"type": "object"},
        },
    },
    "Failure": {
        "type": "object",
        "required": ["help", "success", "error"],
        "properties": {
            "help": {"type": "string", "format": "uri"},
            "success": {"const": False},
            "error": {
                "type": "object",
                "required": ["__type"],
                "properties": {"__type": {"type": "string"}},
            },
        },
    },
    "Unreadable": {"type": "string", "description": "Why the request could not be read"},
}
# Actions that take a file beside their fields, and its name.
_UPLOADS = {
    **dict.fromkeys(("resource_create", "resource_update", "resource_patch"), "upload"),
    **dict.fromkeys(
        (
            f"{body}_{verb}"
            for body in ("organization", "group")
            for verb in ("create", "update", "patch")
        ),
        "image_upload",
    ),
}


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Send the description."""
    body = json.dumps(document(settings.PORTAL_BASE_URL, settings.PORTAL_NAME), ensure_ascii=False)
    return answer(request, body.encode())


@lru_cache(maxsize=4)
def document(base: str, title: str) -> dict[str, Any]:
    """Return the OpenAPI document of all actions that are offered."""
    paths = {f"/api/3/action/{name}": _path(ACTIONS[name]) for name in sorted(ACTIONS)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": "3",
            "description": "Action API in the dialect of CKAN 2.12. Reading needs no account; the header "
            "Authorization carries a token, with or without Bearer before it.",
        },
        "servers": [{"url": base}],
        "tags": [{"name": "read"}, {"name": "write"}, {"name": "files"}],
        "components": {
            "schemas": _SCHEMAS,
            "securitySchemes": {
                "token": {"type": "apiKey", "in": "header", "name": "Authorization"},
                "bearer": {"type": "http", "scheme": "bearer"},
                "key": {"type": "apiKey", "in": "header", "name": "X-CKAN-API-Key"},
            },
        },
        "paths": paths | _further(),
    }


def _further() -> dict[str, Any]:
    """Return the addresses beside the actions."""
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    form = {"name": "format", "in": "query", "schema": {"enum": ["csv", "tsv", "json", "xml"]}}
    whole = {
        "200": {"description": "The rows"},
        "400": {"description": "A query that makes no sense"},
    }
    refused = {"403": {"description": "Not allowed"}, "404": {"description": "Not found"}}
    dump = {
        "operationId": "datastore_dump", "summary": "All rows of a table as a file.", "tags": ["files"],
        "parameters": [key, form], "responses": whole | refused,
    }  # fmt: skip
    page = {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}}
    feed = {
        "operationId": "dataset_feed", "summary": "The newest changes as Atom feed.", "tags": ["files"],
        "parameters": [page], "responses": {"200": {"description": "Atom"}, "404": {"description": "Not found"}},
    }  # fmt: skip
    return {"/datastore/dump/{id}": {"get": dump}, "/feeds/dataset.atom": {"get": feed}}


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
        common["security"] = [{"token": []}, {"bearer": []}, {"key": []}]
    else:
        common["security"] = [{}, {"token": []}, {"bearer": []}, {"key": []}]
    body = {"content": _contents(action)}
    found = {"post": {**common, "operationId": f"post_{action.name}", "requestBody": body}}
    if not action.writes:
        query = [
            {"name": p.name, "in": "query", "required": p.required, "schema": _schema(p)}
            for p in action.params
        ]
        found["get"] = {**common, "operationId": action.name, "parameters": query}
    return found


def _contents(action: Action) -> dict[str, Any]:
    """Return the bodies that an action takes."""
    schema = {
        "type": "object",
        "properties": {p.name: _schema(p) for p in action.params},
        "required": [p.name for p in action.params if p.required],
    }
    contents = {"application/json": {"schema": schema}}
    if action.name in _UPLOADS:
        file = {
            _UPLOADS[action.name]: {
                "type": "string",
                "contentMediaType": "application/octet-stream",
            }
        }
        with_file = {**schema, "properties": {**schema["properties"], **file}}  # type: ignore[dict-item]
        contents["multipart/form-data"] = {"schema": with_file}
    return contents


def _schema(param: Param) -> dict[str, Any]:
    """Return the JSON schema of a parameter; clients may send most kinds in several shapes."""
    schema = dict(_KINDS.get(param.kind, {}))
    if param.text:
        schema["description"] = param.text
    if param.default not in (None, ""):
        schema["default"] = param.default
    return schema


def _responses() -> dict[str, Any]:
    """Return the answers that every action can give."""
    words = {
        "200": ("Answer", ("Success",)),
        "400": (
            "Request that cannot be read, or a search that makes no sense",
            ("Unreadable", "Failure"),
        ),
        "403": ("Not allowed", ("Failure",)),
        "404": ("Not found", ("Failure",)),
        "409": ("Invalid values", ("Failure",)),
        "413": ("Body too large", ("Unreadable",)),
        "429": ("Too many requests; Retry-After says when to come back", ("Failure",)),
        "503": ("The search index is away for a moment", ("Failure",)),
    }
    return {status: _response(text, names) for status, (text, names) in words.items()}


def _response(text: str, names: tuple[str, ...]) -> dict[str, Any]:
    schemas = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
    return {"description": text, "content": {"application/json": {"schema": schema}}}
