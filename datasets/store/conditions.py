"""From filter trees and bound values to SQL: identifiers come from the table, values are parameters."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation, localcontext
from typing import Any

from datasets.store.casts import json_text
from datasets.store.columns import Column, Kind
from datasets.store.errors import QueryError
from datasets.store.filters import OPERATORS, And, Condition, Filter
from datasets.store.numbers import decimal_key

SYMBOLS = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_TRUE, _FALSE = (
    ("true", "t", "yes", "y", "1", "on", "ja"),
    ("false", "f", "no", "n", "0", "off", "nein"),
)
_NEVER, _ALWAYS = "FALSE", "{} IS NOT NULL"


class Conditions:
    """Compiles filters of one table; `parameters` fill the question marks in order."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self.columns = columns
        self.parameters: list[Any] = []

    def column(self, name: str) -> Column:
        """Find a column by its public name."""
        column = self.columns.get(name)
        if column is None:
            raise QueryError(
                "unknown-column",
                f"Die Spalte „{name}“ gibt es in dieser Tabelle nicht.",
                column=name,
            )
        return column

    def compile(self, tree: Filter) -> str:
        """Return SQL for the tree and append its parameters."""
        if isinstance(tree, Condition):
            return self._condition(tree)
        if not tree.items:
            return "TRUE" if isinstance(tree, And) else _NEVER
        joint = " AND " if isinstance(tree, And) else " OR "
        return "(" + joint.join(self.compile(item) for item in tree.items) + ")"

    def _condition(self, condition: Condition) -> str:
        column, op, value = self.column(condition.field), condition.op, condition.value
        if op not in OPERATORS:
            raise QueryError(
                "filter-operator",
                f"Den Vergleich „{op}“ gibt es nicht.",
                column=column.name,
                value=op,
            )
        if op == "null":
            return f"{column.expression} IS {'' if value in (True, 'true', 1) else 'NOT '}NULL"
        if op == "in":
            return self._one_of(column, value)
        if value is None:
            return self._against_null(column, op)
        if op == "ne":
            return f"coalesce(NOT ({self._compare(column, 'eq', value)}), TRUE)"
        return self._compare(column, op, value)

    def _against_null(self, column: Column, op: str) -> str:
        if op in ("eq", "ne"):
            return f"{column.expression} IS {'NOT ' if op == 'ne' else ''}NULL"
        return _NEVER

    def _one_of(self, column: Column, values: Any) -> str:
        if not isinstance(values, list | tuple):
            raise QueryError(
                "filter-form",
                f"„in“ für die Spalte „{column.name}“ braucht eine Liste.",
                column=column.name,
            )
        present = [value for value in values if value is not None]
        parts = [f"{column.expression} IS NULL"] if len(present) < len(values) else []
        start = len(self.parameters)
        compared = [self._compare(column, "eq", value) for value in present]
        simple = f"{column.order_expression} = "
        if len(compared) > 1 and all(part.startswith(simple) for part in compared):
            inner = ", ".join(part[len(simple) :] for part in compared)
            parts.append(f"{column.order_expression} IN ({inner})")
        else:
            parts.extend(compared)
        if not parts:
            del self.parameters[start:]
            return _NEVER
        return "(" + " OR ".join(parts) + ")"

    def _compare(self, column: Column, op: str, value: Any) -> str:
        if column.kind in (Kind.INTEGER, Kind.NUMBER):
            return self._compare_number(column, op, value)
        bound, sql_type = bind(column, value)
        self.parameters.append(bound)
        return f"{column.expression} {SYMBOLS[op]} CAST(? AS {sql_type})"

    def _compare_number(self, column: Column, op: str, value: Any) -> str:
        number = as_decimal(column, value)
        if column.sort_name:
            self.parameters.append(decimal_key(number, int(column.info.get("width", 0))))
            return f"{column.sort_name} {SYMBOLS[op]} ?"
        if number.is_nan():
            return _NEVER
        whole, scale = _capacity(column.sql_type)
        if not number.is_finite() or number.adjusted() >= whole:
            inside = (op in ("lt", "lte")) == (number > 0) and op != "eq"
            return _ALWAYS.format(column.expression) if inside else _NEVER
        fitted = _fit(number, scale, up=op in ("gte", "lt"))
        if op == "eq" and fitted != number:
            return _NEVER
        if fitted.adjusted() >= whole and fitted:  # rounded up to one digit more
            return _ALWAYS.format(column.expression) if (op == "lt") == (fitted > 0) else _NEVER
        self.parameters.append(format(fitted, "f"))
        return f"{column.expression} {SYMBOLS[op]} CAST(? AS {column.sql_type})"


def _capacity(sql_type: str) -> tuple[int, int]:
    """Digits before and after the point that certainly fit the type."""
    if sql_type.startswith("DECIMAL"):
        precision, scale = (int(part) for part in sql_type[8:-1].split(","))
        return precision - scale, scale
    return {"BIGINT": (18, 0), "HUGEINT": (38, 0)}.get(sql_type, (9, 0))


def _fit(number: Decimal, scale: int, *, up: bool) -> Decimal:
    with localcontext(prec=4000):
        step = Decimal(1).scaleb(-scale)
        return number.quantize(step, rounding=ROUND_CEILING if up else ROUND_FLOOR)


def wrong_type(column: Column, value: Any) -> QueryError:
    """Return the error for a value that cannot be compared with the column."""
    return QueryError(
        "filter-type",
        f"„{str(value)[:80]}“ ist kein Wert für die Spalte „{column.name}“ ({column.kind.value}).",
        column=column.name,
        value=value,
    )


def as_decimal(column: Column, value: Any) -> Decimal:
    """Read a bound number exactly; texts may use a decimal comma."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise wrong_type(column, value)
    text = str(value).strip()
    try:
        number = Decimal(text.replace(",", ".") if "." not in text else text)
    except InvalidOperation:
        raise wrong_type(column, value) from None
    if number.is_finite() and abs(number.adjusted()) > 2000:
        return Decimal("Infinity") if number > 0 else Decimal("-Infinity")
    return number


def bind(column: Column, value: Any) -> tuple[Any, str]:
    """Turn a question's value into a parameter and its SQL type."""
    try:
        return _BINDERS[column.kind](value)
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise wrong_type(column, value) from None


def _bind_text(value: Any) -> tuple[Any, str]:
    return (value if isinstance(value, str) else str(value)), "VARCHAR"


def _bind_json(value: Any) -> tuple[Any, str]:
    return (value if isinstance(value, str) else json_text(value)), "VARCHAR"


def _bind_list(value: Any) -> tuple[Any, str]:
    """Write a list as it is stored."""
    if isinstance(value, list | tuple):
        value = json.dumps(list(value), ensure_ascii=False, separators=(",", ":"), default=str)
    return str(value), "VARCHAR"


def _bind_boolean(value: Any) -> tuple[Any, str]:
    text = str(value).strip().lower()
    if text in _TRUE:
        return True, "BOOLEAN"
    if text in _FALSE:
        return False, "BOOLEAN"
    raise ValueError


def _bind_date(value: Any) -> tuple[Any, str]:
    return parse_date(value).isoformat(), "DATE"


def parse_date(value: Any) -> date:
    """Read an ISO date, the date part of an ISO time stamp, or a German date."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = value.strip()
    if "." in text[:3]:
        return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007
    return datetime.fromisoformat(text).date()


def _bind_datetime(value: Any) -> tuple[Any, str]:
    if isinstance(value, date) and not isinstance(value, datetime):
        value = value.isoformat()
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value.strip())
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(sep=" "), "TIMESTAMP"


def _bind_time(value: Any) -> tuple[Any, str]:
    moment = value if isinstance(value, time) else time.fromisoformat(value.strip())
    return moment.replace(tzinfo=None).isoformat(), "TIME"


def _bind_float(value: Any) -> tuple[Any, str]:
    if isinstance(value, bool):
        raise ValueError
    return float(value), "DOUBLE"


_BINDERS = {
    Kind.TEXT: _bind_text,
    Kind.JSON: _bind_json,
    Kind.LIST: _bind_list,
    Kind.BOOLEAN: _bind_boolean,
    Kind.DATE: _bind_date,
    Kind.DATETIME: _bind_datetime,
    Kind.TIME: _bind_time,
    Kind.FLOAT: _bind_float,
}
