"""`datastore_search_sql`: one SELECT over one table, where the portal allows it."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from datasets.ckan.auth import Caller
from datasets.ckan.dicts import TABLE_NOTICE, Dict
from datasets.ckan.envelope import RawJson, dump_list, dump_object
from datasets.ckan.errors import ActionError, BadRequest, denied, invalid, not_found
from datasets.ckan.params import required
from datasets.ckan.registry import Call, read_action
from datasets.ckan.tables import ID, OpenTable, open_readable, type_of
from datasets.services.storage import table_path
from datasets.services.tables import fed_table
from datasets.store import Column, Kind
from datasets.store.sql import SqlPool, SqlRefusedError, SqlResult, check

FULL_TEXT = "_full_text"
# CKAN's words for an action that is switched off, and what to do instead.
OFF = (
    "Bad request: Action name not known: datastore_search_sql. This portal offers no SQL: use filters, q and "
    "sort of datastore_search, or the Parquet file on the page of the table."
)
TYPES = {
    "BIGINT": "int8", "INTEGER": "int4", "HUGEINT": "numeric", "DOUBLE": "float8", "FLOAT": "float8",
    "VARCHAR": "text", "BOOLEAN": "bool", "DATE": "date", "TIMESTAMP": "timestamp", "TIME": "time",
}  # fmt: skip


@lru_cache(maxsize=1)
def pool() -> SqlPool:
    """Return the processes that run statements; they start with the first one."""
    return SqlPool()


@read_action(required("sql", "a SELECT; the table is the id of a resource in double quotes"))
def datastore_search_sql(call: Call) -> RawJson:
    """Return what an SQL SELECT finds in a table; some portals do not offer it."""
    if not settings.CKAN["DATASTORE_SQLSEARCH_ENABLED"]:
        raise BadRequest(OFF)
    try:
        checked = check(call["sql"])
        found = [_readable(call.caller, name) for name in checked.tables]
        path, key = _place(found[0]) if found else (Path(), "")
        if not found:
            raise SqlRefusedError("table", "Die Anfrage nennt keine Tabelle.")
        result = pool().run(checked, path, key)
    except SqlRefusedError as error:
        raise _refused(error) from error
    most = settings.CKAN["DATASTORE_SEARCH_ROWS_MAX"]
    if len(result.rows) > most:
        result = replace(result, rows=result.rows[:most], truncated=True)
    columns = _columns(found[0], result)
    answer: Dict = {
        "sql": call["sql"],
        "records": _records(columns, result),
        "fields": [{"id": name, "type": kind} for name, kind, _column in columns],
    }
    if result.truncated:
        answer["records_truncated"] = True
    return dump_object(answer)


def _readable(caller: Caller, name: str) -> OpenTable:
    """Return a table of the statement that the caller may read; a resource without one says why."""
    try:
        return open_readable(caller, name)
    except ActionError as error:
        unknown = error.status == 404 and TABLE_NOTICE not in error.fields
        raise (not_found() if unknown else error) from error


def _place(found: OpenTable) -> tuple[Path, str]:
    """Return where the table lies: a file, or a folder and the key of a fed table."""
    fed = fed_table(found.resource)
    if fed.exists():
        return fed.directory, fed.key
    version = found.resource.current_version
    if version is None:
        raise not_found()
    return table_path(version.table_key), ""


_REASONS = {
    "syntax": "Invalid SQL: {}",
    "statement": "Invalid query AST element: {}",
    "element": "Invalid query AST element: {}",
}


def _refused(error: SqlRefusedError) -> ActionError:
    """Return the error for a statement that was not run, or not to its end."""
    if error.code == "system":
        return denied("Not authorized to access system tables")
    if error.code == "function":
        return denied(f"Not authorized to call function {error.detail}")
    if error.code in ("time", "memory", "busy"):
        return invalid({"query": ["Search took too long"], "info": {"message": [error.detail]}})
    return invalid({"message": _REASONS.get(error.code, "{}").format(error.detail)})


ColumnOf = tuple[str, str, Column | None]


def _columns(found: OpenTable, result: SqlResult) -> list[ColumnOf]:
    """Return name, type and, where it is one of the table's own, the column behind each."""
    own = found.table.columns
    columns: list[ColumnOf] = []
    for name, kind in result.fields:
        column = own.get(name)
        same = column is not None and column.sql_type.split("(")[0] == kind.split("(")[0]
        shown = type_of(column) if column is not None and same else _type(kind)
        columns.append((name, "int4" if name == ID else shown, column if same else None))
    return columns


def _type(kind: str) -> str:
    base = kind.split("(", maxsplit=1)[0].upper()
    return "numeric" if base == "DECIMAL" else TYPES.get(base, "text")


def _records(columns: Sequence[ColumnOf], result: SqlResult) -> RawJson:
    """Return the rows; with all columns comes the search column that CKAN's tables have."""
    whole = bool(columns) and columns[0][0] == ID and len(columns) > 1
    rows = []
    for row in result.rows:
        record: Dict = {}
        for (name, _kind, column), value in zip(columns, row, strict=True):
            record[name] = _value(column, value)
            if whole and name == ID:
                record[FULL_TEXT] = None
        rows.append(dump_object(record))
    return dump_list(rows)


def _value(column: Column | None, value: Any) -> Any:
    """Return a value as JSON has it."""
    if value is None or (isinstance(value, bool | int | str) and column is None):
        return value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return RawJson(format(value, "f"))
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if column is not None and isinstance(value, str):
        if column.kind in (Kind.JSON, Kind.LIST):
            return RawJson(value)
        if column.kind is Kind.NUMBER and value[-1:].isdigit():
            return RawJson(value)
    return value if isinstance(value, bool | int | str) else str(value)
