"""What the columns of a table look like: missing, distinct, extremes, frequent values, histogram."""

# ruff: noqa: S608 - identifiers are the store's own, values are bound

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import duckdb

from datasets.store.columns import NUMERIC, Column, Kind

BUCKETS = 12
TOP_VALUES = 10
EXACT_ROWS = 100_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bar of a histogram; the upper end belongs to the last bar only."""

    lower: Any
    upper: Any
    count: int


@dataclass(frozen=True, slots=True)
class ColumnProfile:
    """What the values of a column are like; `distinct` is an estimate above 100,000 rows."""

    column: Column
    missing: int
    distinct: int
    minimum: Any
    maximum: Any
    top: Sequence[tuple[Any, int]]
    histogram: Sequence[Bucket]


def profile_columns(
    cursor: duckdb.DuckDBPyConnection, columns: Sequence[Column], rows: int
) -> tuple[ColumnProfile, ...]:
    """Describe every column with one scan for all and at most two more for each."""
    [summary] = cursor.execute(summary_sql(columns, rows)).fetchall()
    return tuple(
        _profile(cursor, column, rows, summary[1 + 4 * i : 5 + 4 * i])
        for i, column in enumerate(columns)
    )


def _profile(
    cursor: duckdb.DuckDBPyConnection, column: Column, rows: int, summary: Sequence[Any]
) -> ColumnProfile:
    present, distinct, least, greatest = summary
    top = cursor.execute(top_sql(column)).fetchall() if present else []
    return ColumnProfile(
        column=column,
        missing=rows - present,
        distinct=min(distinct, present),
        minimum=least,
        maximum=greatest,
        top=top,
        histogram=_histogram(cursor, column, least, greatest) if present else (),
    )


def _histogram(
    cursor: duckdb.DuckDBPyConnection, column: Column, least: Any, greatest: Any
) -> list[Bucket]:
    if not has_histogram(column) or least == greatest:
        return []
    low, high = _position(least), _position(greatest)
    if not low < high or abs(low) == float("inf") or abs(high) == float("inf"):
        return []
    counts = dict(cursor.execute(histogram_sql(column), [low, high]).fetchall())
    edges = [low + (high - low) * i / BUCKETS for i in range(BUCKETS + 1)]
    return [
        Bucket(_value(column, edges[i]), _value(column, edges[i + 1]), counts.get(i, 0))
        for i in range(BUCKETS)
    ]


def _position(value: Any) -> float:
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return (moment.replace(tzinfo=UTC) - _EPOCH).total_seconds()
    return float(value)


def _value(column: Column, position: float) -> Any:
    if column.kind in (Kind.DATE, Kind.DATETIME):
        moment = _EPOCH + timedelta(seconds=position)
        return moment.date() if column.kind is Kind.DATE else moment.replace(tzinfo=None)
    return position


def summary_sql(columns: Sequence[Column], rows: int) -> str:
    """Return SQL for missing, distinct, least and greatest of every column at once."""
    parts = ["count(*)"]
    for column in columns:
        value = column.expression
        distinct = "approx_count_distinct(" if rows > EXACT_ROWS else "count(DISTINCT "
        parts.append(f"count({value})")
        parts.append(f"{distinct}{value})")
        for function in ("min", "max"):
            if column.kind in (Kind.JSON, Kind.LIST):
                parts.append("NULL")
            elif column.sort_name:
                parts.append(f"arg_{function}({value}, {column.sort_name})")
            else:
                parts.append(f"{function}({value})")
    return f"SELECT {', '.join(parts)} FROM data"


def has_histogram(column: Column) -> bool:
    """Tell whether the values lie on a line that can be cut into buckets."""
    plain = column.kind in NUMERIC or column.kind in (Kind.DATE, Kind.DATETIME)
    return plain and not column.sort_name


def histogram_sql(column: Column) -> str:
    """Return SQL for bucket numbers and counts; parameters: least, greatest (as doubles)."""
    value = position_sql(column)
    return (
        f"SELECT least({BUCKETS - 1}, CAST(floor(({value} - $1) / ($2 - $1) * {BUCKETS}) AS INTEGER)),"
        f" count(*) FROM data WHERE {column.expression} IS NOT NULL GROUP BY 1 ORDER BY 1"
    )


def position_sql(column: Column) -> str:
    """Return SQL for a value's place on the line, as a double; days for dates."""
    if column.kind not in NUMERIC:
        return f"CAST(epoch(CAST({column.expression} AS TIMESTAMP)) AS DOUBLE)"
    return f"CAST({column.expression} AS DOUBLE)"


def top_sql(column: Column) -> str:
    """Return SQL for the most frequent values."""
    value = column.expression
    return (
        f"SELECT {value}, count(*) FROM data WHERE {value} IS NOT NULL GROUP BY 1"
        f" ORDER BY 2 DESC, 1 LIMIT {TOP_VALUES}"
    )
