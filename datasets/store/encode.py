"""Values to text: JSON and CSV as CKAN's datastore writes them, for pages (Python) and dumps (SQL)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from json.encoder import encode_basestring  # C speed
from math import isfinite
from typing import Any

from datasets.store.casts import plain_decimal
from datasets.store.columns import Column, Kind

Encoder = Callable[[Any], str]
_SAFE_INTEGER = 2**53


def moment_text(value: datetime) -> str:
    """`2023-12-31T12:30:15.123`: CKAN's time stamps have milliseconds."""
    return value.isoformat(timespec="milliseconds")


def float_text(value: float) -> str:
    """Return the shortest digits that give the same double; whole numbers without point."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def number_text(value: Decimal | str | int) -> str:
    """All digits of an exact number."""
    return plain_decimal(value) if isinstance(value, Decimal) else str(value)


def _json_number(value: Any) -> str:
    text = number_text(value)
    return text if text[-1:].isdigit() else f'"{text}"'


_JSON: dict[Kind, Encoder] = {
    Kind.TEXT: encode_basestring,
    Kind.INTEGER: str,
    Kind.NUMBER: _json_number,
    Kind.FLOAT: lambda value: float_text(value) if isfinite(value) else f'"{value}"',
    Kind.BOOLEAN: lambda value: "true" if value else "false",
    Kind.DATE: lambda value: f'"{value.isoformat()}"',
    Kind.DATETIME: lambda value: f'"{moment_text(value)}"',
    Kind.TIME: lambda value: f'"{value.isoformat()}"',
    Kind.JSON: str,
    Kind.LIST: str,
}
_TEXT: dict[Kind, Encoder] = {
    **_JSON,
    Kind.TEXT: str,
    Kind.NUMBER: number_text,
    Kind.FLOAT: lambda value: float_text(value) if isfinite(value) else str(value),
    Kind.BOOLEAN: lambda value: "t" if value else "f",
    Kind.DATE: lambda value: value.isoformat(),
    Kind.DATETIME: moment_text,
    Kind.TIME: lambda value: value.isoformat(),
}


def json_objects(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> str:
    """Return a JSON array of objects, without blanks after separators and without escaping umlauts."""
    plan = [
        (("{" if i == 0 else ",") + encode_basestring(column.name) + ":", _JSON[column.kind], i)
        for i, column in enumerate(columns)
    ]
    lines = []
    for row in rows:
        cells = [head + ("null" if row[i] is None else encode(row[i])) for head, encode, i in plan]
        lines.append("".join(cells) + "}")
    return "[" + ",".join(lines) + "]"


def json_lists(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> str:
    """Return a JSON array of arrays."""
    encoders = [_JSON[column.kind] for column in columns]
    return "[" + ",".join(_json_row(encoders, row) for row in rows) + "]"


def _json_row(encoders: Sequence[Encoder], row: Sequence[Any]) -> str:
    cells = (
        "null" if value is None else encode(value)
        for encode, value in zip(encoders, row, strict=True)
    )
    return "[" + ",".join(cells) + "]"


def separated(columns: Sequence[Column], rows: Iterable[Sequence[Any]], delimiter: str) -> str:
    """CSV or TSV lines without header; missing JSON is `null`, other missing values are empty."""
    encoders = [_TEXT[column.kind] for column in columns]
    missing = ["null" if column.kind in (Kind.JSON, Kind.LIST) else "" for column in columns]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    for row in rows:
        writer.writerow(
            [
                empty if value is None else encode(value)
                for value, encode, empty in zip(row, encoders, missing, strict=True)
            ]
        )
    return buffer.getvalue()


def text_of(column: Column, value: Any) -> str:
    """One value as text, empty when missing."""
    return "" if value is None else _TEXT[column.kind](value)
