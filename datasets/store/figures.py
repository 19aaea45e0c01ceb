"""Figures of a table: sums, counts, averages with filter and groups."""

# ruff: noqa: S608 - identifiers are the store's own, values are bound

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.store.columns import NUMERIC, Column
from datasets.store.conditions import Conditions
from datasets.store.errors import QueryError
from datasets.store.filters import Filter
from datasets.store.query import TableQuery, compile_query

FUNCTIONS: Mapping[str, str] = {
    "count": "count({})",
    "distinct": "count(DISTINCT {})",
    "sum": "sum({})",
    "avg": "avg({})",
    "min": "min({})",
    "max": "max({})",
    "median": "median({})",
}
MAX_GROUPS = 10_000
_ADDED = frozenset({"sum", "avg", "median"})


@dataclass(frozen=True, slots=True)
class Measure:
    """A function over a column; `count` without a column counts rows."""

    function: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class AggregateQuery:
    """What to compute over which rows; groups come in order of their values or of a measure."""

    measures: tuple[Measure, ...]
    group_by: tuple[str, ...] = ()
    filters: Filter | None = None
    q: str | Mapping[str, str] | None = None
    order_by_measure: int | None = None
    descending: bool = True
    limit: int = 1_000


def aggregate_sql(query: AggregateQuery, columns: Mapping[str, Column]) -> tuple[str, list[Any]]:
    """Return the SQL of an aggregate and its parameters; raises QueryError."""
    if not query.measures:
        raise QueryError("aggregate", "Es fehlt, was berechnet werden soll.")
    conditions = Conditions(columns)
    groups = [conditions.column(name) for name in query.group_by]
    select = [column.expression for column in groups]
    select += [_measure_sql(measure, conditions) for measure in query.measures]
    rows = compile_query(TableQuery(filters=query.filters, q=query.q, limit=None), columns)
    sql = f"SELECT {', '.join(select)} FROM data"
    if rows.where:
        sql += f" WHERE {rows.where}"
    if groups:
        sql += f" GROUP BY {', '.join(str(i + 1) for i in range(len(groups)))}"
        sql += f" ORDER BY {_order(query, groups)} LIMIT {min(int(query.limit), MAX_GROUPS)}"
    return sql, rows.parameters


def _order(query: AggregateQuery, groups: Sequence[Column]) -> str:
    order = [
        f"{column.order_expression} ASC NULLS LAST" for column in groups if not column.sort_name
    ]
    if query.order_by_measure is not None:
        if not 0 <= query.order_by_measure < len(query.measures):
            raise QueryError("aggregate", "Die Sortierung nennt eine Zahl, die es nicht gibt.")
        place = len(groups) + query.order_by_measure + 1
        order.insert(0, f"{place} {'DESC' if query.descending else 'ASC'} NULLS LAST")
    return ", ".join(order) or "1"


def _measure_sql(measure: Measure, conditions: Conditions) -> str:
    template = FUNCTIONS.get(measure.function)
    if template is None:
        raise QueryError(
            "aggregate",
            f"Die Berechnung „{measure.function}“ gibt es nicht.",
            value=measure.function,
        )
    if not measure.field:
        if measure.function != "count":
            raise QueryError("aggregate", f"„{measure.function}“ braucht eine Spalte.")
        return "count(*)"
    column = conditions.column(measure.field)
    if measure.function in _ADDED and column.kind not in NUMERIC:
        raise QueryError(
            "aggregate",
            f"Die Spalte „{column.name}“ enthält keine Zahlen.",
            column=column.name,
        )
    if column.sort_name and measure.function not in ("count", "distinct"):
        return _long_number_sql(measure.function, column)
    return template.format(column.expression)


def _long_number_sql(function: str, column: Column) -> str:
    if function in ("min", "max"):
        return f"arg_{function}({column.expression}, {column.sort_name})"
    return FUNCTIONS[function].format(f"TRY_CAST({column.expression} AS DOUBLE)")
