"""The table store in the words of CKAN's DataStore: types, fields, sorting, filters, errors."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.ckan.auth import Caller
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import ActionError, invalid, not_found
from datasets.ckan.lookup import readable_resource
from datasets.models import RecordState, Resource
from datasets.services.tables import resource_by_alias, table_of
from datasets.store import Column, Kind, QueryError, SortKey, StoreError, Table

TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "text",
    Kind.INTEGER: "int8",
    Kind.NUMBER: "numeric",
    Kind.FLOAT: "float8",
    Kind.BOOLEAN: "bool",
    Kind.DATE: "date",
    Kind.DATETIME: "timestamp",
    Kind.TIME: "time",
    Kind.JSON: "json",
    Kind.LIST: "_text",
}
NATIVE = {
    "int4": "integer",
    "int8": "bigint",
    "float8": "double precision",
    "bool": "boolean",
    "timestamp": "timestamp without time zone",
    "time": "time without time zone",
    "_text": "text[]",
}
ID = "_id"
_SORT_PART = re.compile(
    r'\s*(?:"(?P<quoted>(?:[^"]|"")+)"|(?P<plain>.+?))'
    r"(?:\s+(?P<direction>asc|desc))?(?:\s+nulls\s+(?P<nulls>first|last))?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A resource with its table."""

    resource: Resource
    table: Table


def open_readable(caller: Caller, key: str) -> OpenTable:
    """Return the table of a resource id or alias that the caller may read."""
    resource = Resource.objects.filter(pk=key, state=RecordState.ACTIVE).first()
    if resource is None:
        resource = resource_by_alias(key)
    if resource is None:
        raise not_found(f'Resource "{key}" was not found.')
    resource = readable_resource(caller, resource.pk)
    return OpenTable(resource, opened(resource))


def opened(resource: Resource) -> Table:
    """Return the resource's table. Raises a not-found error if it has none."""
    try:
        table = table_of(resource)
    except (StoreError, FileNotFoundError):
        table = None
    if table is None:
        raise not_found(f'Resource "{resource.pk}" was not found.')
    return table


def type_of(column: Column) -> str:
    """Return CKAN's name of the column's type: the one it was made with, if it was."""
    if column.name == ID:
        return "int"
    return str(column.info.get("native") or TYPES[column.kind])


def field_dict(column: Column) -> Dict:
    """Return what `fields` says of a column."""
    field: Dict = {"id": column.name, "type": type_of(column)}
    info = dict(column.info.get("info") or {})
    if column.label:
        info.setdefault("label", column.label)
    if column.notes:
        info.setdefault("notes", column.notes)
    if info:
        field["info"] = info
    return field


def sort_keys(sort: str | Sequence[str] | None, table: Table) -> tuple[SortKey, ...]:
    """Read `a, "b c" desc nulls last`. Raises a validation error for what is no column."""
    if not sort:
        return ()
    text = sort if isinstance(sort, str) else ", ".join(str(part) for part in sort)
    keys = []
    for part in re.findall(r'(?:"(?:[^"]|"")*"|[^,"]|")+', text):
        match = _SORT_PART.match(part)
        name = ""
        if match:
            quoted = match["quoted"]
            name = quoted.replace('""', '"') if quoted else match["plain"].strip()
        if not match or name not in table.columns:
            raise invalid({"sort": [f'invalid value "{part.strip()}"']})
        nulls = match["nulls"]
        keys.append(
            SortKey(
                name,
                descending=(match["direction"] or "").lower() == "desc",
                nulls_last=nulls.lower() == "last" if nulls else None,
            )
        )
    return tuple(keys)


def filter_ops(filters: Any) -> Any:
    """Return filters as the tree of operations that CKAN 2.12 answers with."""
    if isinstance(filters, list):
        parts = [op for item in filters if (op := filter_ops(item)) is not None]
        return {"op": "$or", "field": None, "value": parts}
    ops = [_operation(key, value) for key, value in filters.items()]
    if not ops:
        return None
    return ops[0] if len(ops) == 1 else {"op": "$and", "field": None, "value": ops}


def _operation(key: str, value: Any) -> Dict:
    if key in ("$or", "$and"):
        parts = [filter_ops(item) for item in value] if isinstance(value, list) else []
        return {"op": key, "field": None, "value": parts}
    field = key[1:] if key.startswith("$$") else key
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return {"op": "$or", "field": None, "value": [_operation(key, item) for item in value]}
    if isinstance(value, list):
        return {"op": "in", "field": field, "value": value}
    if isinstance(value, dict):
        ops = [{"op": op, "field": field, "value": bound} for op, bound in value.items()]
        return ops[0] if len(ops) == 1 else {"op": "$and", "field": None, "value": ops}
    return {"op": "eq", "field": field, "value": value}


def query_fault(error: QueryError) -> ActionError:
    """Return the validation error for a question to a table that cannot be answered."""
    if error.code == "unknown-column":
        return invalid({"filters": [f"Unknown field: {error.column}"]})
    if error.code == "filter-operator":
        return invalid({"filters": [f"Unknown filter operation: {error.value}"]})
    if error.code.startswith("filter") and error.code != "filter-type":
        return invalid({"filters": [error.message]})
    # CKAN puts its SQL here; the keys are kept, what they hold is nobody's business.
    info = {"statement": [""], "params": [{"value_0": str(error.value)}], "orig": [error.message]}
    return invalid({"query": ["Invalid query"], "info": info})
