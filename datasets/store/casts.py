"""From a cell's text to its value: fast SQL for the usual, Frictionless's rules in Python for the rest.

Semantics follow Frictionless 5.21 (types: https://datapackage.org/standard/table-schema/).
The SQL part may refuse what Python accepts (`٣`, `5. 1. 2020`, `1_000`), never the reverse.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from dateutil import parser as dateutil_parser

from datasets.store.columns import KIND_OF_TYPE, Kind, literal

TRUE_VALUES = ("true", "True", "TRUE", "1")
FALSE_VALUES = ("false", "False", "FALSE", "0")
MAX_EXPONENT = 2000
_SAFE_FORMAT = re.compile(r"^(?:%[YmdHMS]|[-./: T])+$")


@dataclass(frozen=True, slots=True)
class FieldCast:
    """How one CSV column becomes a value; `text` names the cell's text, NULL where missing."""

    name: str
    type: str
    kind: Kind
    raw: str
    text: str
    options: Mapping[str, Any]
    missing: tuple[str, ...]

    @property
    def prepared(self) -> str:
        """SQL of `text` from the CSV's column."""
        if not self.missing:
            return f"{self.raw} AS {self.text}"
        missing = ", ".join(literal(value) for value in self.missing)
        return f"CASE WHEN {self.raw} NOT IN ({missing}) THEN {self.raw} END AS {self.text}"


def field_cast(field: Mapping[str, Any], index: int, schema_missing: Sequence[str]) -> FieldCast:
    """Describe the cast of one Table Schema field."""
    return FieldCast(
        name=field["name"],
        type=field.get("type", "string"),
        kind=KIND_OF_TYPE.get(field.get("type", "string"), Kind.TEXT),
        raw=f"r{index}",
        text=f"t{index}",
        options=dict(field),
        missing=tuple(field.get("missingValues", schema_missing)),
    )


def number_text(cast: FieldCast) -> str:
    """Return SQL for the digits with a decimal point, without groups and currency signs."""
    text = cast.text
    if cast.options.get("bareNumber") is False:
        text = rf"regexp_replace(regexp_replace({text}, '^[^-\d]*', ''), '\D*$', '')"
    group = cast.options.get("groupChar")
    if group:
        text = f"replace({text}, {literal(group)}, '')"
    if cast.type == "number" and cast.options.get("decimalChar", ".") != ".":
        text = f"replace({text}, {literal(cast.options['decimalChar'])}, '.')"
    return text


def fast_sql(cast: FieldCast, sql_type: str) -> str:
    """Return SQL for the value of the cell, NULL where missing or not of the plain form."""
    if cast.kind in (Kind.INTEGER, Kind.NUMBER):
        text = number_text(cast)
        pattern = "[+-]?[0-9]+" if cast.kind is Kind.INTEGER else r"[+-]?[0-9]+(\.[0-9]+)?"
        value = text if sql_type == "VARCHAR" else f"TRY_CAST({text} AS {sql_type})"
        return f"CASE WHEN regexp_full_match({text}, '{pattern}') THEN {value} END"
    if cast.kind is Kind.BOOLEAN:
        yes, no = (_literals(values) for values in boolean_values(cast.options))
        return (
            f"CASE WHEN {cast.text} IN ({yes}) THEN TRUE WHEN {cast.text} IN ({no}) THEN FALSE END"
        )
    if cast.kind in (Kind.DATE, Kind.DATETIME, Kind.TIME):
        return _temporal_sql(cast)
    return cast.text


def boolean_values(options: Mapping[str, Any]) -> tuple[Sequence[str], Sequence[str]]:
    """Return the texts that mean yes and no."""
    return options.get("trueValues", TRUE_VALUES), options.get("falseValues", FALSE_VALUES)


def _literals(values: Sequence[str]) -> str:
    return ", ".join(literal(value) for value in values) or "NULL"


_ISO_FORMATS = {
    Kind.DATE: (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "DATE"),
    Kind.DATETIME: (
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?",
        "TIMESTAMP",
    ),
    Kind.TIME: (r"[0-9]{2}:[0-9]{2}:[0-9]{2}", "TIME"),
}


def _temporal_sql(cast: FieldCast) -> str:
    form = cast.options.get("format", "default")
    pattern, sql_type = _ISO_FORMATS[cast.kind]
    text = cast.text
    if form in ("default", "any") or (cast.kind is Kind.DATE and form == "%Y-%m-%d"):
        return f"CASE WHEN regexp_full_match({text}, '{pattern}') THEN TRY_CAST({text} AS {sql_type}) END"
    if cast.kind is not Kind.TIME and _SAFE_FORMAT.match(form) and "%Y" in form:
        return f"TRY_CAST(try_strptime({text}, {literal(form)}) AS {sql_type})"
    return f"CAST(NULL AS {sql_type})"


def python_cast(cast: FieldCast) -> Callable[[str | None], str | None]:
    """Return the exact reader for the cells that the fast SQL leaves NULL: canonical text or None."""
    readers: dict[Kind, Callable[[str, Mapping[str, Any]], str]] = {
        Kind.INTEGER: _read_integer,
        Kind.NUMBER: _read_number,
        Kind.DATE: _read_date,
        Kind.DATETIME: _read_datetime,
        Kind.TIME: _read_time,
        Kind.BOOLEAN: _refuse,
    }
    reader = readers[cast.kind]
    options = {**cast.options, "type": cast.type}

    @lru_cache(maxsize=100_000)
    def read(cell: str | None) -> str | None:
        if cell is None:
            return None
        try:
            return reader(cell, options)
        except (ValueError, InvalidOperation, OverflowError, TypeError):
            return None

    return read


def _refuse(_cell: str, _options: Mapping[str, Any]) -> str:
    raise ValueError


def _read_integer(cell: str, options: Mapping[str, Any]) -> str:
    text = cell.strip()
    if options.get("bareNumber") is False:
        text = re.sub(r"\D*$", "", re.sub(r"^[^-\d]*", "", text))
    if options.get("groupChar"):
        text = text.replace(options["groupChar"], "")
    return str(int(text))


def _read_number(cell: str, options: Mapping[str, Any]) -> str:
    text = cell.strip()
    if options.get("bareNumber") is False:
        text = re.sub(r"\D*$", "", re.sub(r"^[^-\d]*", "", text))
    if options.get("groupChar"):
        text = text.replace(options["groupChar"], "")
    decimal = options.get("decimalChar", ".")
    if decimal != ".":
        text = text.replace(decimal, ".")
    return plain_decimal(Decimal(text))


def plain_decimal(value: Decimal) -> str:
    """All digits of a number without exponent; `NaN`, `Infinity` by name."""
    if not value.is_finite():
        return "NaN" if value.is_nan() else ("-Infinity" if value < 0 else "Infinity")
    if abs(value.adjusted()) > MAX_EXPONENT:
        raise ValueError
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _read_date(cell: str, options: Mapping[str, Any]) -> str:
    form = options.get("format", "default")
    if form == "any":
        return dateutil_parser.parse(cell).date().isoformat()
    return (
        datetime.strptime(cell, "%Y-%m-%d" if form == "default" else form)  # noqa: DTZ007
        .date()
        .isoformat()
    )


def _read_datetime(cell: str, options: Mapping[str, Any]) -> str:
    form = options.get("format", "default")
    if form == "default":
        value = dateutil_parser.isoparse(cell)
    elif form == "any":
        value = dateutil_parser.parse(cell)
    else:
        value = datetime.strptime(cell, form)  # noqa: DTZ007
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return value.isoformat(sep=" ")


def _read_time(cell: str, options: Mapping[str, Any]) -> str:
    form = options.get("format", "default")
    if form == "default":
        value = time.fromisoformat(cell)
    elif form == "any":
        value = dateutil_parser.parse(cell).time()
    else:
        value = datetime.strptime(cell, form).time()  # noqa: DTZ007
    return value.replace(tzinfo=None).isoformat()


def json_text(value: Any) -> str:
    """Write a nested value as the JSON text that the store keeps."""
    return json.dumps(value, ensure_ascii=False, default=_json_default)


def _json_default(value: Any) -> str:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value)
