"""Deleting rows and tables."""

import json
from typing import Any

from datasets.ckan.actions.datastore_write import COUNT, FORCE, present_table, writable_resource
from datasets.ckan.dicts import TABLE_CLAIM, Dict
from datasets.ckan.errors import invalid, missing
from datasets.ckan.params import Param, flag, text
from datasets.ckan.registry import Call, write_action
from datasets.ckan.tables import filter_ops, query_fault
from datasets.ckan.waiting import not_fed
from datasets.models import Resource
from datasets.services.tables import table_drop, table_rows_delete
from datasets.store import QueryError, filters_from_mapping

# Deleted rows that are given back at most.
MOST_KEPT = 32_000


def _read_filters(_name: str, value: Any) -> Any:
    """Read an object, also as JSON text."""
    try:
        parsed = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise invalid({"filters": ["Must be a dict"]})
    return parsed


_DELETE = (
    text("resource_id", about="id of the resource"),
    text("id"),
    FORCE,
    Param("filters", _read_filters, text="which rows; `{}`: all"),
    flag("include_deleted_records"),
    COUNT,
)


@write_action(*_DELETE)
def datastore_delete(call: Call) -> Dict:
    """Delete the rows of `filters`, or without filters the whole table."""
    resource = writable_resource(call)
    if present_table(resource) is None:
        raise not_fed(resource)
    if call["filters"] is None:
        if resource.additional.pop(TABLE_CLAIM, None):
            resource.save(update_fields=["additional"])
        table_drop(actor=call.caller.user, resource=resource)
        return {"resource_id": resource.pk}
    return _delete_rows(call, resource)


@write_action(*_DELETE)
def datastore_records_delete(call: Call) -> Dict:
    """Delete the rows of `filters`; the table stays."""
    if call["filters"] is None:
        raise missing("filters")
    resource = writable_resource(call)
    if present_table(resource) is None:
        raise not_fed(resource)
    return _delete_rows(call, resource)


def _delete_rows(call: Call, resource: Resource) -> Dict:
    filters = call["filters"]
    try:
        _count, kept = table_rows_delete(
            actor=call.caller.user,
            resource=resource,
            filters=filters_from_mapping(filters),
            keep=MOST_KEPT if call["include_deleted_records"] else 0,
        )
    except QueryError as error:
        raise query_fault(error) from error
    answer: Dict = {"resource_id": resource.pk, "filters": filters}
    if filters:
        answer["filterops"] = filter_ops(filters)
    if call["include_deleted_records"]:
        answer["deleted_records"] = [
            {
                name: value if isinstance(value, int | float | None) else str(value)
                for name, value in row.items()
            }
            for row in kept
        ]
    return answer
