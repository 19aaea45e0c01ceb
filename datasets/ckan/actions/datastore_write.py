"""Writing tables row by row."""

import json
from typing import Any

from django.db import transaction

from datasets.ckan.actions.datastore_functions import refuse_triggers
from datasets.ckan.auth import Caller
from datasets.ckan.checks import Checked
from datasets.ckan.dicts import TABLE, Dict
from datasets.ckan.envelope import RawJson, dump_object
from datasets.ckan.errors import ActionError, denied, invalid, missing
from datasets.ckan.lookup import editable_dataset, find_resource
from datasets.ckan.package_save import make_resource
from datasets.ckan.params import (
    Param,
    anything,
    flag,
    names,
    read_bool,
    read_object,
    text,
)
from datasets.ckan.registry import Call, write_action
from datasets.ckan.resource_input import read_resource
from datasets.ckan.table_input import is_column_name, read_columns, read_records, write_fault
from datasets.ckan.table_params import read_indexes
from datasets.ckan.tables import opened
from datasets.ckan.waiting import not_fed
from datasets.models import RecordState, Resource
from datasets.permissions import can_edit_dataset
from datasets.services.tables import (
    TablePlan,
    fed_table,
    table_drop,
    table_make,
    table_write,
)
from datasets.store import (
    Condition,
    Kind,
    StoreError,
    Table,
    TableQuery,
)

METHODS = ("upsert", "insert", "update")
READ_ONLY = (
    "Cannot edit read-only resource because changes made may be lost. Use a resource created for "
    'editing e.g. with datastore_create or use "force=True" to ignore this warning.'
)
# The address of a resource that is nothing but a table.
ONLY_TABLE = "_datastore_only_resource"


def read_count(name: str, value: Any) -> Any:
    """Read when rows are to be counted: this portal always knows the number."""
    return value if value == "background" else read_bool(name, value)


def read_method(name: str, value: Any) -> str:
    """Read how rows are written."""
    if value not in METHODS:
        raise invalid({name: [f"Value must be one of {list(METHODS)}"]})
    return str(value)


COUNT = Param("calculate_record_count", read_count, "background")
FORCE = flag("force", about="write although the resource was not made for it")


def writable_resource(call: Call) -> Resource:
    """Return the resource to write to, which must be made for that."""
    key = call["resource_id"] or call.values.get("id")
    if not key:
        raise missing("resource_id")
    resource = find_resource(key)
    if call.caller.user is None:
        raise denied(f"Action {call.action.name} requires an authenticated user")
    if not can_edit_dataset(call.caller.user, resource.dataset):
        raise denied(
            f"User {call.caller.name} not authorized to perform resource_update "
            f"on resource {resource.pk}"
        )
    if resource.url_type != TABLE and not call["force"]:
        raise invalid({"read-only": [READ_ONLY]})
    return resource


@write_action(
    text("resource_id", about="id of the resource; or `resource` for a new one"),
    Param("resource", read_object, text="a new resource with its `package_id`"),
    FORCE,
    anything("fields", "list of {id, type, info: {label, notes}}"),
    flag("delete_fields", about="drop columns that are not in `fields`"),
    anything("records", "list of rows"),
    flag("include_records"),
    names("primary_key", "columns that tell rows apart"),
    Param("indexes", read_indexes, None, text="columns to search by"),
    names("aliases", "other names of the table"),
    anything("triggers", "functions to run at each row: there are none here"),
    COUNT,
)
def datastore_create(call: Call) -> RawJson:
    """Make a table for a resource, or change its columns, and add rows."""
    if call["resource"] is None and not call["resource_id"]:
        raise invalid({"resource_id": ["resource_id or resource required"]})
    if call["resource"] is not None and call["resource_id"]:
        raise invalid({"resource": ["resource cannot be used with resource_id"]})
    refuse_triggers(call["triggers"])
    records = read_records(call["records"])
    with transaction.atomic():
        new = call["resource"]
        resource = writable_resource(call) if new is None else _new_resource(call.caller, new)
        written = _make(call, resource, records)
    answer: Dict = {
        "calculate_record_count": call["calculate_record_count"],
        "delete_fields": call["delete_fields"],
        "resource_id": resource.pk,
    }
    for name in ("fields", "primary_key", "indexes", "aliases"):
        if call.data.get(name) is not None:
            answer[name] = call.data[name]
    answer["method"] = "insert"
    if call["include_records"]:
        answer["records"] = written
    return dump_object(answer)


def _new_resource(caller: Caller, data: Dict) -> Resource:
    """Make the resource that the table is for."""
    if not data.get("package_id"):
        raise invalid({"resource": {"package_id": ["Missing value"]}})
    dataset = editable_dataset(caller, str(data["package_id"]))
    checked = Checked({**data, "url": data.get("url") or ONLY_TABLE, "url_type": TABLE})
    sent = read_resource(checked.data, checked)
    if sent.id and Resource.objects.filter(pk=sent.id).exists():
        checked.fault("id", "Resource id already exists.")
    checked.done()
    resource = make_resource(caller, dataset, sent)
    return Resource.objects.select_related("dataset", "current_version").get(pk=resource.pk)


def present_table(resource: Resource) -> Table | None:
    """Return the table that rows are fed into, None if there is none yet."""
    if not resource.table_active:  # a table that a crash left behind is nobody's
        return None
    return opened(resource) if fed_table(resource).exists() else None


def _make(call: Call, resource: Resource, records: list[Dict]) -> RawJson:
    """Make or change the table and add the rows; a new table goes again if they are not taken."""
    present = present_table(resource)
    plan = _plan(call, records, present)
    try:
        table_make(actor=call.caller.user, resource=resource, plan=plan)
        written = table_write(
            actor=call.caller.user, resource=resource, records=records, method="insert"
        )
    except StoreError as error:
        raise _undone(call, resource, records, present, error) from error
    return _stored(resource, written.ids) if call["include_records"] else RawJson("[]")


def _undone(
    call: Call, resource: Resource, records: list[Dict], present: Table | None, error: StoreError
) -> ActionError:
    """Take a table back that was made for nothing, and return the error to answer with."""
    table = present_table(resource) if resource.table_active else None
    fault = write_fault(error, records, table)
    if table is None:
        return fault
    if present is None:
        table_drop(actor=call.caller.user, resource=resource)
    else:
        added = set(table.columns) - set(present.columns)
        plan = TablePlan(drop=sorted(added))
        table_make(actor=call.caller.user, resource=resource, plan=plan)
    return fault


def _plan(call: Call, records: list[Dict], present: Table | None) -> TablePlan:
    """Return what the table is to be."""
    columns = read_columns(call["fields"], records, present)
    known = set() if present is None else {c.name for c in present.info().columns}
    sent = {spec.name for spec in columns}
    aliases = call["aliases"]
    for alias in aliases or ():
        if not is_column_name(alias) or "%" in alias:
            raise invalid({"alias": [f'"{alias}" is not a valid alias name']})
        if Resource.objects.filter(pk=alias, state=RecordState.ACTIVE).exists():
            raise invalid({"alias": [f'Alias "{alias}" is the id of a resource']})
    for name in call["primary_key"] or ():
        if name not in known | sent:
            raise invalid({"primary_key": [f'The primary key column "{name}" does not exist']})
    indexes = call["indexes"]
    for name in indexes or ():
        if name not in known | sent:
            raise invalid({"index": [f'The field "{name}" of an index does not exist']})
    return TablePlan(
        columns=columns,
        drop=sorted(known - sent) if call["delete_fields"] and call["fields"] else (),
        primary_key=call["primary_key"],
        info=None if indexes is None else {"indexes": indexes},
        aliases=aliases,
    )


def _stored(resource: Resource, ids: tuple[int, ...]) -> RawJson:
    """Return rows as they are stored, in the order of their numbers.

    CKAN gives JSON columns back in the form of its database's own type here, and only here.
    """
    query = TableQuery(filters=Condition("_id", "in", list(ids)), limit=len(ids))
    page = opened(resource).search(query)
    nested = [column.name for column in page.columns if column.kind is Kind.JSON]
    if not nested:
        return RawJson(page.json_objects())
    rows = json.loads(page.json_objects())
    for row in rows:
        for name in nested:
            if row[name] is not None:
                row[name] = {"json": json.dumps(row[name]), "extra": ""}
    return RawJson(json.dumps(rows))


@write_action(
    text("resource_id", about="id of the resource"),
    text("id"),
    FORCE,
    anything("records", "list of rows"),
    Param("method", read_method, "upsert", text="upsert, insert or update"),
    flag("include_records"),
    flag("dry_run", about="only check"),
    COUNT,
)
def datastore_upsert(call: Call) -> RawJson:
    """Insert or update rows, all or none; `upsert` and `update` need a primary key."""
    resource = writable_resource(call)
    records = read_records(call["records"])
    table = present_table(resource)
    if table is None:
        raise not_fed(resource)
    try:
        written = table_write(
            actor=call.caller.user,
            resource=resource,
            records=records,
            method=call["method"],
            dry_run=call["dry_run"],
        )
    except StoreError as error:
        raise write_fault(error, records, table) from error
    answer: Dict = {"calculate_record_count": call["calculate_record_count"]}
    if call["dry_run"]:
        answer["dry_run"] = True
    answer |= {"method": call["method"], "resource_id": resource.pk}
    if call["include_records"] and not call["dry_run"]:
        answer["records"] = _stored(resource, written.ids)
    elif call["include_records"]:
        answer["records"] = records
    return dump_object(answer)
