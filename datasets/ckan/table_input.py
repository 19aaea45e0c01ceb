"""Tables as they are sent: columns with types, records, keys, in the words of CKAN's DataStore."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from datasets.ckan.dicts import Dict
from datasets.ckan.errors import ActionError, invalid
from datasets.ckan.params import as_json
from datasets.store import Kind, StoreError, Table
from datasets.store.writable import ColumnSpec

# CKAN's and PostgreSQL's names of types: kind of column, and the name that is shown.
TYPES: Mapping[str, tuple[Kind, str]] = {
    **dict.fromkeys(("text", "varchar", "character varying", "string"), (Kind.TEXT, "text")),
    **dict.fromkeys(("int", "int4", "integer", "int2", "smallint"), (Kind.INTEGER, "int4")),
    **dict.fromkeys(("int8", "bigint"), (Kind.INTEGER, "int8")),
    **dict.fromkeys(("numeric", "decimal"), (Kind.NUMBER, "numeric")),
    **dict.fromkeys(
        ("float", "float8", "float4", "double", "double precision", "real"),
        (Kind.FLOAT, "float8"),
    ),
    **dict.fromkeys(("bool", "boolean"), (Kind.BOOLEAN, "bool")),
    "date": (Kind.DATE, "date"),
    "time": (Kind.TIME, "time"),
    **dict.fromkeys(("timestamp", "datetime"), (Kind.DATETIME, "timestamp")),
    "timestamptz": (Kind.DATETIME, "timestamptz"),
    **dict.fromkeys(("json", "jsonb", "nested"), (Kind.JSON, "json")),
    **dict.fromkeys(("_text", "text[]", "_varchar"), (Kind.LIST, "_text")),
    **dict.fromkeys(("_int4", "_int8", "int[]", "_numeric", "_float8"), (Kind.LIST, "_int4")),
}
MOST_COLUMNS, MOST_RECORDS = 1600, 250_000
_NAME_BYTES = 63
_DATES = ("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%Y")
_INTEGER = re.compile(r"[-+]?\d{1,18}\Z", re.ASCII)
_DECIMAL = re.compile(r"[-+]?\d*\.\d+\Z", re.ASCII)


def is_column_name(name: object) -> bool:
    """Say whether a column may be called so."""
    return (
        isinstance(name, str)
        and bool(name)
        and name == name.strip()
        and not name.startswith("_")
        and '"' not in name
        and name.isprintable()
        and len(name.encode()) <= _NAME_BYTES
    )


def read_columns(
    fields: Any, records: Sequence[Mapping[str, Any]], present: Table | None
) -> list[ColumnSpec]:
    """Return the columns sent, and those that the first record has beside them."""
    if fields is None:
        fields = []
    if isinstance(fields, str):
        fields = as_json(fields)
    if not isinstance(fields, list) or not all(isinstance(f, dict) for f in fields):
        raise invalid({"fields": ["Only lists of dicts can be placed against subschema"]})
    faults = [
        {}
        if is_column_name(f.get("id"))
        else {"id": [f'"{f.get("id")}" is not a valid field name']}
        for f in fields
    ]
    if any(faults):
        raise invalid({"fields": faults})
    names = [str(f["id"]) for f in fields]
    if len(set(names)) < len(names):
        raise invalid({"fields": ["Duplicate column names are not supported"]})
    known = {} if present is None else {c.name: c for c in present.info().columns}
    first = records[0] if records else {}
    specs = [_spec(f, first.get(f["id"]), known.get(f["id"])) for f in fields]
    for name, value in first.items():
        if name not in names and name not in known and name != "_id":
            if not is_column_name(name):
                raise invalid({"records": [f'"{name}" is not a valid field name']})
            kind, native = TYPES[guess_type(value)]
            specs.append(ColumnSpec(name, kind, native=native))
    if len(specs) + len(known) > MOST_COLUMNS:
        raise invalid({"fields": [f"At most {MOST_COLUMNS} columns are supported"]})
    return specs


def _spec(field: Dict, value: Any, known: Any) -> ColumnSpec:
    """Return one column; without a type it keeps the one it has, or the value decides."""
    wanted = field.get("type")
    if wanted is None and known is not None:
        kind, native = known.kind, str(known.info.get("native") or "")
    else:
        wanted = guess_type(value) if wanted is None else wanted
        if not isinstance(wanted, str) or wanted.lower() not in TYPES:
            raise invalid({"fields": [f'"{wanted}" is not a valid field type']})
        kind, native = TYPES[wanted.lower()]
    info = field.get("info") or {}
    if not isinstance(info, dict):
        raise invalid({"fields": [{"info": ["Must be a dictionary"]}]})
    return ColumnSpec(
        field["id"],
        kind,
        label=str(info.get("label") or ""),
        notes=str(info.get("notes") or ""),
        native=native,
        info=info,
    )


def guess_type(value: Any) -> str:
    """Return the type that a first value suggests."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, dict | list):
        return "json"
    if isinstance(value, int):
        return "int4" if -(2**31) <= value < 2**31 else "int8"
    if isinstance(value, float):
        return "float8"
    if not isinstance(value, str):
        return "text"
    text = value.strip()
    if _INTEGER.match(text):
        return "int4" if -(2**31) <= int(text) < 2**31 else "numeric"
    if _DECIMAL.match(text):
        return "numeric"
    return "timestamp" if _is_date(text) else "text"


def _is_date(text: str) -> bool:
    if len(text) < 8 or not text[0].isdigit():
        return False
    for form in _DATES:
        try:
            datetime.strptime(text, form)  # noqa: DTZ007 - only tried
        except ValueError:
            continue
        return True
    try:
        datetime.fromisoformat(text)
    except ValueError:
        try:
            date.fromisoformat(text)
        except ValueError:
            return False
    return True


def read_records(records: Any) -> list[dict[str, Any]]:
    """Return the rows that were sent."""
    if records in (None, ""):
        return []
    if isinstance(records, str):
        records = as_json(records)
    if not isinstance(records, list) or not all(isinstance(row, dict) for row in records):
        raise invalid({"records": ["Only lists of dicts can be placed against subschema"]})
    if len(records) > MOST_RECORDS:
        raise invalid({"records": [f"At most {MOST_RECORDS} records at once"]})
    return records


_POSTGRES = {
    Kind.INTEGER: "integer",
    Kind.NUMBER: "numeric",
    Kind.FLOAT: "double precision",
    Kind.BOOLEAN: "boolean",
    Kind.DATETIME: "timestamp",
    Kind.DATE: "date",
    Kind.TIME: "time",
    Kind.JSON: "json",
    Kind.LIST: "array",
}


# Faults that need to know no more than the column.
_PLAIN = {
    "unknown-column": ("primary_key", '"{}" is not a known column'),
    "type": ("fields", 'The type of "{}" cannot be changed'),
    "unknown-fields": ("fields", 'fields "{}" do not exist'),
    "missing-key": ("key", 'fields "{}" are missing but needed as key'),
    "no-key": ("table", "unique key must be passed for update/upsert"),
}


def write_fault(
    error: StoreError, records: Sequence[Mapping[str, Any]], table: Table | None
) -> ActionError:
    """Return the validation error for rows that were not taken."""
    row, column = error.row, error.column
    if error.code == "extra-keys":
        return invalid({"records": [f'row "{(row or 0) + 1}" has extra keys "{column}"']})
    if error.code == "not-found":
        return invalid({"key": [f'key "{_key_of(records, row, column)}" not found']})
    if error.code == "duplicate":
        return _at(row, f"duplicate key value violates unique constraint ({column or 'key'})")
    if error.code in ("value", "range") and row is not None and row < len(records):
        known = table.columns.get(column or "") if table else None
        kind = _POSTGRES.get(known.kind, "text") if known else "text"
        value = str(records[row].get(column or "", ""))[:100]
        if error.code == "range":
            return _at(row, f'value "{value}" is out of range for type {kind}')
        return _at(row, f'invalid input syntax for type {kind}: "{value}"')
    if error.code in _PLAIN:
        name, text = _PLAIN[error.code]
        return invalid({name: [text.format(column)]})
    return _at(row, error.message)


def _key_of(
    records: Sequence[Mapping[str, Any]], row: int | None, column: str | None
) -> dict[str, str]:
    """Return the key of a row that was sent, as it was sent."""
    record = records[row] if row is not None and row < len(records) else {}
    names = [name.strip() for name in (column or "").split(",")]
    return {name: str(record[name])[:100] for name in names if name in record}


def _at(row: int | None, message: str) -> ActionError:
    fields: Dict = {"records": [message]}
    if row is not None:
        fields["records_row"] = row
    return invalid(fields)
