"""Values that arrive as JSON become the canonical texts that a column's SQL type reads."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from dateutil import parser as dateutil_parser

from datasets.store.casts import json_text, plain_decimal
from datasets.store.columns import Column, Kind
from datasets.store.errors import StoreError
from datasets.store.numbers import digits, is_special

LONG_WIDTH = 64  # digits before the point in a column that is fed value by value
SQL_TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.NUMBER: "VARCHAR",
    Kind.FLOAT: "DOUBLE",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.DATE: "DATE",
    Kind.DATETIME: "TIMESTAMP",
    Kind.TIME: "TIME",
    Kind.JSON: "VARCHAR",
    Kind.LIST: "VARCHAR",
}
_TRUE = frozenset({"true", "t", "yes", "y", "on", "1"})
_FALSE = frozenset({"false", "f", "no", "n", "off", "0"})
_SMALL, _LARGE = 2**31, 2**63


def coerce(column: Column, value: Any) -> str | None:
    """Turn a JSON value into text for the column, None for missing.

    Raises StoreError (code "value" or "range") with the column. An empty text is missing in every
    column but a text column.
    """
    if value is None or (value == "" and column.kind is not Kind.TEXT):
        return None
    try:
        return _COERCERS[column.kind](column, value)
    except (ValueError, TypeError, InvalidOperation, OverflowError):
        raise StoreError(
            "value",
            f"„{str(value)[:80]}“ ist kein Wert für die Spalte „{column.name}“.",
            column=column.name,
        ) from None


def _text(_column: Column, value: Any) -> str:
    if isinstance(value, dict | list):
        return json_text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _integer(column: Column, value: Any) -> str:
    if isinstance(value, bool):
        raise TypeError
    if isinstance(value, float):
        if not value.is_integer():
            raise ValueError
        value = int(value)
    number = value if isinstance(value, int) else int(str(value).strip())
    limit = _SMALL if column.info.get("native") == "int4" else _LARGE
    if not -limit <= number < limit:
        raise StoreError(
            "range", f"{number} ist zu groß für die Spalte „{column.name}“.", column=column.name
        )
    return str(number)


def _number(column: Column, value: Any) -> str:
    if isinstance(value, bool):
        raise TypeError
    text = plain_decimal(Decimal(str(value).strip()))
    if not is_special(text) and digits(text)[0] > LONG_WIDTH:
        raise StoreError(
            "range",
            f"„{text[:20]}…“ hat zu viele Stellen (höchstens {LONG_WIDTH}).",
            column=column.name,
        )
    return text


def _float(_column: Column, value: Any) -> str:
    if isinstance(value, bool):
        raise TypeError
    number = float(value)
    return (
        repr(number)
        if math.isfinite(number)
        else {"inf": "inf", "-inf": "-inf"}.get(str(number), "nan")
    )


def _boolean(_column: Column, value: Any) -> str:
    text = str(value).strip().lower()
    if text in _TRUE:
        return "true"
    if text in _FALSE:
        return "false"
    raise ValueError


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    text = value.strip()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return dateutil_parser.parse(text, dayfirst="." in text)


def _datetime(_column: Column, value: Any) -> str:
    moment = _moment(value)
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(sep=" ")


def _date(_column: Column, value: Any) -> str:
    return _moment(value).date().isoformat()


def _time(_column: Column, value: Any) -> str:
    moment = value if isinstance(value, time) else time.fromisoformat(value.strip())
    return moment.replace(tzinfo=None).isoformat()


def _json(_column: Column, value: Any) -> str:
    if isinstance(value, str):  # text is taken as JSON where it is, else as a JSON string
        try:
            json.loads(value)
        except ValueError:
            return json.dumps(value, ensure_ascii=False)
        return value
    return json_text(value)


def _list(_column: Column, value: Any) -> str:
    items = json.loads(value) if isinstance(value, str) else value
    if not isinstance(items, list | tuple):
        raise TypeError
    return json.dumps(list(items), ensure_ascii=False, separators=(",", ":"), default=str)


_COERCERS: Mapping[Kind, Callable[[Column, Any], str]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.FLOAT: _float,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.TIME: _time,
    Kind.JSON: _json,
    Kind.LIST: _list,
}
