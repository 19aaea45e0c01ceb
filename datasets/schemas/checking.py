"""Whether a descriptor is a Table Schema, told in German, and where schemas are found in files."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_FIELDS: Final = 2000
TYPES: Final = frozenset(
    {
        "any", "string", "integer", "number", "boolean", "date", "time", "datetime", "year",
        "yearmonth", "duration", "object", "array", "list", "geopoint", "geojson",
    }
)  # fmt: skip
COUNTS: Final = ("minLength", "maxLength")


class SchemaFault(ValueError):
    """What is wrong with a descriptor, in German."""


def schemas_in(raw: bytes) -> list[tuple[str, dict[str, Any]]]:
    """Return name and descriptor of every schema in a JSON or YAML file. Raises SchemaFault."""
    if len(raw) > MAX_BYTES:
        raise SchemaFault("Die Datei ist größer als 5 MB; ein Schema ist viel kleiner.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemaFault("Die Datei ist kein Text in UTF-8.") from error
    try:
        loaded = json.loads(text) if text.lstrip().startswith(("{", "[")) else yaml.safe_load(text)
    except (json.JSONDecodeError, yaml.YAMLError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        where = f" (Zeile {line})" if line else ""
        raise SchemaFault(f"Die Datei ist kein gültiges JSON oder YAML{where}.") from error
    if not isinstance(loaded, dict):
        raise SchemaFault("Die Datei enthält kein Objekt mit „fields“.")
    found = list(_found(loaded))
    if not found:
        raise SchemaFault(
            "In der Datei steht kein Table Schema: Es fehlt die Liste „fields“ (oder „resources“ mit "
            "„schema“ in einem Datenpaket)."
        )
    for name, descriptor in found:
        problems = problems_of(descriptor)
        if problems:
            raise SchemaFault(f"„{name or 'Schema'}“: " + " ".join(problems[:5]))
    return found


def _found(loaded: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(loaded.get("fields"), list):
        yield str(loaded.get("title") or loaded.get("name") or ""), loaded
        return
    resources = loaded.get("resources")
    for entry in resources if isinstance(resources, list) else []:
        schema = entry.get("schema") if isinstance(entry, dict) else None
        if isinstance(schema, dict) and isinstance(schema.get("fields"), list):
            yield str(entry.get("title") or entry.get("name") or ""), schema


def problems_of(descriptor: Mapping[str, Any]) -> list[str]:
    """Return what keeps a descriptor from being a Table Schema, in German."""
    fields = descriptor.get("fields")
    if not isinstance(fields, list) or not fields:
        return ["Das Schema hat keine Spalten."]
    if len(fields) > MAX_FIELDS:
        return [f"Das Schema hat mehr als {MAX_FIELDS} Spalten."]
    problems: list[str] = []
    seen: set[str] = set()
    for number, field in enumerate(fields, 1):
        if not isinstance(field, dict) or not str(field.get("name") or "").strip():
            problems.append(f"Spalte {number} hat keinen Namen.")
            continue
        name = str(field["name"])
        if name in seen:
            problems.append(f"Die Spalte „{name}“ kommt zweimal vor.")
        seen.add(name)
        problems += _of_field(name, field)
    return problems + _of_keys(descriptor, seen)


def _of_field(name: str, field: Mapping[str, Any]) -> list[str]:
    problems = []
    if field.get("type", "any") not in TYPES:
        problems.append(f"Spalte „{name}“: Die Art „{field.get('type')}“ gibt es nicht.")
    rules = field.get("constraints", {})
    if not isinstance(rules, dict):
        return [*problems, f"Spalte „{name}“: Die Regeln sind kein Objekt."]
    for key in COUNTS:
        value = rules.get(key)
        if value is not None and (not isinstance(value, int) or value < 0):
            problems.append(f"Spalte „{name}“: „{key}“ ist keine Zahl ab 0.")
    pattern = rules.get("pattern")
    if pattern is not None:
        try:
            re.compile(str(pattern))
        except re.error:
            problems.append(f"Spalte „{name}“: Das Muster „{pattern}“ ist nicht lesbar.")
    if "enum" in rules and (not isinstance(rules["enum"], list) or not rules["enum"]):
        problems.append(f"Spalte „{name}“: Die Liste erlaubter Werte ist leer.")
    return problems


def _of_keys(descriptor: Mapping[str, Any], names: set[str]) -> list[str]:
    key = descriptor.get("primaryKey", [])
    listed = [key] if isinstance(key, str) else key if isinstance(key, list) else []
    return [
        f"Der Schlüssel nennt die Spalte „{name}“, die es nicht gibt."
        for name in listed
        if name not in names
    ]
