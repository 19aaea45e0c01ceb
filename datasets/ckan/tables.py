"""The table store in the words of CKAN's DataStore: types, fields, sorting, filters, errors."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from datasets.ckan.auth import Caller
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import ActionError, denied, invalid, not_found
from datasets.ckan.waiting import no_table
from datasets.models import Dataset, RecordState, Resource, ResourceVersion
from datasets.permissions import can_read_dataset
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


# As fixed SQL: building this query anew takes longer than reading a page of rows.
_PLACE = f"""
SELECT r.id, r.table_active, r.table_name, d.id, d.live, d.private, d.deleted_at,
 d.organization_id, d.creator_id, v.id, v.table_key
FROM {Resource._meta.db_table} r
JOIN {Dataset._meta.db_table} d ON d.id = r.dataset_id
LEFT JOIN {ResourceVersion._meta.db_table} v ON v.id = r.current_version_id
WHERE r.id = %s AND r.state = %s
"""  # noqa: S608 - names of our own tables, values are bound


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A resource with its table."""

    resource: Resource
    table: Table


def open_readable(caller: Caller, key: str) -> OpenTable:
    """Return the table of a resource id or alias that the caller may read."""
    resource = _resource(key)
    if resource is None:
        named = resource_by_alias(key)
        resource = _resource(named.pk) if named else None
    if resource is None:
        raise not_found(f'Resource "{key}" was not found.')
    if not can_read_dataset(caller.user, resource.dataset):
        raise denied(f"User {caller.name} not authorized to read resource {resource.pk}")
    table = readable_table(resource)
    if table is None:
        raise no_table(caller, resource)
    return OpenTable(resource, table)


def _resource(key: str) -> Resource | None:
    """Return a resource with just what reading its table needs."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, (key, RecordState.ACTIVE))
        row = cursor.fetchone()
    return None if row is None else _resource_of(row)


@lru_cache(maxsize=500)
def _resource_of(row: tuple[Any, ...]) -> Resource:
    """Return the objects that a row stands for; nobody changes them, so who asks again gets the same."""
    pk, active, names, dataset_id, live, private, deleted_at, owner, creator, version, table = row
    dataset = Dataset(
        id=dataset_id,
        live=bool(live),
        private=bool(private),
        deleted_at=deleted_at,
        organization_id=owner,
        creator_id=creator,
    )
    current = ResourceVersion(id=version, table_key=table or "") if version else None
    return Resource(
        id=pk,
        table_active=bool(active),
        table_name=names,
        dataset=dataset,
        current_version=current,
    )


def readable_table(resource: Resource) -> Table | None:
    """Return the resource's table, None if it has none or it is lost."""
    try:
        return table_of(resource)
    except (StoreError, FileNotFoundError):
        return None


def opened(resource: Resource) -> Table:
    """Return the resource's table. Raises a not-found error if it has none."""
    table = readable_table(resource)
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
