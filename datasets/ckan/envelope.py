"""Answers byte by byte as CKAN writes them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from datasets.ckan.errors import ActionError


class RawJson(str):
    """JSON text that goes into an answer as it is."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A result together with the ids of what was changed, by kind."""

    result: object
    entities: Mapping[str, Sequence[str]]


def dump(value: object) -> str:
    """Return JSON text; RawJson is pasted."""
    return value if isinstance(value, RawJson) else json.dumps(value)


def dump_object(items: Mapping[str, object]) -> RawJson:
    """Return an object whose values may be RawJson."""
    return RawJson("{" + ", ".join(f"{json.dumps(k)}: {dump(v)}" for k, v in items.items()) + "}")


def dump_list(items: Iterable[object]) -> RawJson:
    """Return a list whose items may be RawJson."""
    return RawJson("[" + ", ".join(dump(item) for item in items) + "]")


def help_url(name: str, language: str = "") -> str:
    """Return the address of an action's help text."""
    prefix = f"/{language}" if language else ""
    return f"{settings.PORTAL_BASE_URL}{prefix}/api/3/action/help_show?name={name}"


def success(name: str, result: object, language: str = "") -> bytes:
    """Return the answer of an action that went well."""
    head = json.dumps(help_url(name, language))
    tail = ""
    if isinstance(result, Changed):
        tail = f', "changed_entities": {json.dumps(result.entities)}'
        result = result.result
    return f'{{"help": {head}, "success": true, "result": {dump(result)}{tail}}}'.encode()


def failure(name: str, error: ActionError, language: str = "") -> bytes:
    """Return the answer of an action that failed."""
    fields: dict[str, Any] = {**error.fields, "__type": error.kind}
    if "message" in error.fields and len(error.fields) == 1 and error.kind != "Validation Error":
        fields = {"__type": error.kind, **error.fields}
    body = {"help": help_url(name, language), "error": fields, "success": False}
    return json.dumps(body, default=str).encode()
