"""Columns of a stored table: public name, kind of value, physical place, labels."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from datasets.store.errors import StoreError

ID = "_id"


class Kind(StrEnum):
    """What the values of a column are; decides comparison, sorting and output."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"  # exact decimal
    FLOAT = "float"  # IEEE double, only for tables fed by the API
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"  # without zone; zoned input is stored in UTC
    TIME = "time"
    JSON = "json"  # JSON text
    LIST = "list"  # JSON text of an array


NUMERIC = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.FLOAT})
SEARCHED = frozenset({Kind.TEXT, Kind.JSON, Kind.LIST})  # for words; others for their value
TEMPORAL = frozenset({Kind.DATE, Kind.DATETIME, Kind.TIME})

# Frictionless types that are not listed are kept as text, exactly as written.
KIND_OF_TYPE: Mapping[str, Kind] = {
    "integer": Kind.INTEGER,
    "year": Kind.INTEGER,
    "number": Kind.NUMBER,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
    "datetime": Kind.DATETIME,
    "time": Kind.TIME,
    "object": Kind.JSON,
    "array": Kind.LIST,
    "geojson": Kind.JSON,
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `sql_type` is DuckDB's type, `sort_name` a hidden key for > 38 digits.

    `folded` is the hidden column with the text for word search; without one, the whole row's serves.
    """

    name: str
    kind: Kind
    physical: str
    sql_type: str
    label: str = ""
    notes: str = ""
    info: Mapping[str, Any] = field(default_factory=dict)
    sort_name: str = ""
    folded: str = ""

    @property
    def expression(self) -> str:
        """SQL that yields the stored value."""
        return self.physical

    @property
    def order_expression(self) -> str:
        """SQL that compares and sorts as the value does."""
        if self.kind is Kind.LIST:  # item by item, as a list compares
            return f"TRY_CAST(CAST({self.physical} AS JSON) AS VARCHAR[])"
        return self.sort_name or self.physical


def quoted(name: str) -> str:
    """Quote an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Quote an SQL text literal."""
    return "'" + text.replace("'", "''") + "'"


def id_column(physical: str) -> Column:
    """Return the row number column, which every table has."""
    return Column(name=ID, kind=Kind.INTEGER, physical=physical, sql_type="BIGINT")


def public_names(names: Sequence[str]) -> list[str]:
    """Give each column a name of its own; `_id` belongs to the store, so a file's own becomes `_id_`."""
    seen: set[str] = {ID}
    result = []
    for name in names:
        if not name:
            raise StoreError("column-name", "Eine Spalte hat keinen Namen.")
        candidate = name if name != ID else f"{ID}_"
        while candidate in seen and name == ID:
            candidate += "_"
        if candidate in seen:
            raise StoreError("column-name", f"Die Spalte „{name}“ kommt zweimal vor.", column=name)
        seen.add(candidate)
        result.append(candidate)
    return result


def dump_columns(columns: Iterable[Column]) -> str:
    """Serialise columns for the metadata table."""
    return json.dumps([asdict(column) for column in columns], ensure_ascii=False)


def load_columns(text: str) -> tuple[Column, ...]:
    """Read what `dump_columns` wrote."""
    return tuple(Column(**{**item, "kind": Kind(item["kind"])}) for item in json.loads(text))
