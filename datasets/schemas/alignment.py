"""Bring a given schema into the order of a file's columns: a table is read by position."""

from collections.abc import Mapping, Sequence
from typing import Any

KEYS = ("primaryKey", "uniqueKeys", "foreignKeys")


def align(
    schema: Mapping[str, Any], labels: Sequence[str], inferred: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return the schema with one field for each label, in the file's order.

    `inferred`: fields in the file's order, for columns that the schema does not know. Fields that
    the file lacks are left out unless they are required, keys over them too. A schema none of whose
    fields is there comes back as it is: it belongs to another table, and the report will say so.
    """
    known = {str(field["name"]): dict(field) for field in schema.get("fields", [])}
    if not any(label in known for label in labels):
        return dict(schema)
    fields = [known.get(label) or dict(own) for label, own in zip(labels, inferred, strict=True)]
    wanted = [
        field
        for name, field in known.items()
        if name not in labels and field.get("constraints", {}).get("required")
    ]
    aligned = {**schema, "fields": fields + wanted}
    names = {str(field["name"]) for field in aligned["fields"]}
    for key in KEYS:
        if key in aligned and not _names(aligned[key]) <= names:
            del aligned[key]
    return aligned


def without_foreign(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema without keys into other tables: one file alone cannot be judged by them."""
    result = dict(schema)
    keys = [key for key in schema.get("foreignKeys") or [] if not foreign(key)]
    result.pop("foreignKeys", None)
    return {**result, "foreignKeys": keys} if keys else result


def foreign(key: Any) -> str:
    """Return the name of the other table that a foreign key points to, empty for its own."""
    reference = key.get("reference") if isinstance(key, Mapping) else None
    return str(reference.get("resource") or "") if isinstance(reference, Mapping) else ""


def _names(key: Any) -> set[str]:
    """Return the names of the table's own fields in a key of any of the three kinds."""
    if isinstance(key, str):
        return {key}
    if isinstance(key, Mapping):
        return _names(key.get("fields", []))
    return {name for part in key for name in _names(part)}
