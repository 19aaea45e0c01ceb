"""A question to a table as a value, and the SQL that answers it."""

# ruff: noqa: S608 - identifiers are the store's own, values are bound

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from datasets.store.columns import ID, Column, Kind
from datasets.store.conditions import Conditions
from datasets.store.filters import Filter
from datasets.store.matching import TextQuery, parse_operators, parse_plain

DEFAULT_LIMIT = 100


@dataclass(frozen=True, slots=True)
class SortKey:
    """Sort by a column; missing values come last upwards and first downwards unless told."""

    field: str
    descending: bool = False
    nulls_last: bool | None = None


@dataclass(frozen=True, slots=True)
class TableQuery:
    """Which rows and columns, in which order.

    `q`: words for all columns, or words per column. `plain` False reads `a & b | !c`, `wor:*`.
    `prefix`: every word may be the beginning of a longer one. `fields` None: all with `_id`.
    """

    filters: Filter | None = None
    q: str | Mapping[str, str] | None = None
    plain: bool = True
    prefix: bool = False
    sort: tuple[SortKey, ...] = ()
    fields: tuple[str, ...] | None = None
    distinct: bool = False
    limit: int | None = DEFAULT_LIMIT
    offset: int = 0
    include_total: bool = True
    rank: bool = False


@dataclass(frozen=True, slots=True)
class Compiled:
    """SQL in parts; `where` parameters serve the total too."""

    columns: tuple[Column, ...]
    selects: tuple[str, ...]
    where: str
    order: str
    order_keys: tuple[tuple[str, str], ...]
    identifier: str
    parameters: list[Any]
    limit: int | None
    offset: int
    distinct: bool
    rank_columns: tuple[Column, ...] = field(default=())

    @property
    def select(self) -> str:
        """SQL of the columns."""
        return ", ".join(self.selects)

    @property
    def page_sql(self) -> str:
        """SQL of the page."""
        parts = [f"SELECT {'DISTINCT ' if self.distinct else ''}{self.select} FROM data"]
        if self.where:
            parts.append(f"WHERE {self.where}")
        if self.order:
            parts.append(f"ORDER BY {self.order}")
        if self.limit is not None:
            parts.append(f"LIMIT {int(self.limit)}")
        if self.offset:
            parts.append(f"OFFSET {int(self.offset)}")
        return " ".join(parts)

    def selecting(self, select: str) -> str:
        """SQL of the page with other SQL of the same columns in their place."""
        if not select:
            return self.page_sql
        if self.distinct:
            return f"SELECT {select} FROM ({self.page_sql})"
        return replace(self, selects=(select,)).page_sql

    @property
    def few_hits_sql(self) -> str:
        """SQL like `hits_sql` that keeps whole rows: quicker where all rows of the table fit into memory."""
        sorted_by = [sql for sql, _ in self.order_keys]
        names: dict[str, str] = {}
        for sql in (*self.selects, *sorted_by):
            names.setdefault(sql, f"v{len(names)}")
        kept = ", ".join(f"{sql} AS {name}" for sql, name in names.items())
        order = ", ".join(f"{names[sql]} {way}" for sql, way in self.order_keys)
        shown = ", ".join(names[sql] for sql in self.selects)
        return (
            f"WITH hits AS MATERIALIZED (SELECT {kept} FROM data WHERE {self.where})"
            f" SELECT (SELECT count(*) FROM hits), {shown} FROM hits"
            f" ORDER BY {order} LIMIT {int(self.limit or 0)} OFFSET {int(self.offset)}"
        )

    @property
    def hits_sql(self) -> str:
        """SQL of the page in one scan, the total before the columns: for conditions dear to evaluate."""
        keys = "".join(f", {sql} AS k{i}" for i, (sql, _) in enumerate(self.order_keys))
        names = "".join(f", k{i}" for i in range(len(self.order_keys)))
        order = ", ".join(f"k{i} {way}" for i, (_, way) in enumerate(self.order_keys))
        return (
            f"WITH hits AS MATERIALIZED (SELECT {self.identifier} AS place{keys} FROM data"
            f" WHERE {self.where}), page AS MATERIALIZED (SELECT place{names},"
            f" (SELECT count(*) FROM hits) AS total FROM hits"
            f" ORDER BY {order} LIMIT {int(self.limit or 0)} OFFSET {int(self.offset)})"
            f" SELECT total, {self.select} FROM data JOIN page ON {self.identifier} = place"
            f" ORDER BY {order}"
        )

    @property
    def total_sql(self) -> str:
        """SQL of the number of rows without limit."""
        where = f" WHERE {self.where}" if self.where else ""
        if self.distinct:
            return f"SELECT count(*) FROM (SELECT DISTINCT {self.select} FROM data{where})"
        return f"SELECT count(*) FROM data{where}"


@dataclass(frozen=True, slots=True)
class Position:
    """SQL of a row's place; with `dense` the first row has `first` and no number is left out."""

    sql: str = ID
    first: int = 1
    dense: bool = False
    inserted: bool = False  # the table's own order is this order


def compile_query(
    query: TableQuery, columns: Mapping[str, Column], position: Position = Position()
) -> Compiled:
    """Turn a query into SQL; a page without filter becomes a range of places where they are dense."""
    conditions = Conditions(columns)
    names = query.fields if query.fields is not None else tuple(columns)
    selected = tuple(conditions.column(name) for name in names)
    if query.distinct and ID in names:  # rows with their numbers always differ
        query = replace(query, distinct=False)
    where = conditions.compile(query.filters) if query.filters is not None else ""
    text = _text_query(query, conditions)
    if text is not None:
        where = " AND ".join(part for part in (where, text.where) if part)
    select = [column.expression for column in selected]
    rank_columns: tuple[Column, ...] = ()
    if query.rank and text is not None:
        rank_columns = tuple(
            Column(name=name, kind=Kind.FLOAT, physical=sql, sql_type="DOUBLE")
            for name, sql in text.ranks
        )
        select += [column.expression for column in rank_columns]
    order_keys = _order(query, conditions, columns, text, position.sql)
    order = ", ".join(" ".join(key).rstrip() for key in order_keys)
    limit, offset = query.limit, query.offset
    plain_page = not where and not query.sort and not query.distinct
    if limit is None and not query.sort and text is None and not query.distinct:
        order = "" if position.inserted else order
    if plain_page and position.dense and limit is not None and limit > 0:
        start = position.first + int(offset)
        where = f"{position.sql} BETWEEN {start} AND {start + int(limit) - 1}"
        limit, offset = None, 0
        order = "" if position.inserted else order
    return Compiled(
        columns=selected + rank_columns,
        selects=tuple(select),
        where=where,
        order=order,
        order_keys=tuple(order_keys),
        identifier=position.sql,
        parameters=conditions.parameters,
        limit=limit,
        offset=offset,
        distinct=query.distinct,
        rank_columns=rank_columns,
    )


def _text_query(query: TableQuery, conditions: Conditions) -> TextQuery | None:
    if not query.q:
        return None
    asked = {"": query.q} if isinstance(query.q, str) else query.q
    text = TextQuery(conditions)
    for name, words in asked.items():
        tree = parse_plain(words, prefix=query.prefix) if query.plain else parse_operators(words)
        text.add(name, tree)
    return text


def _order(
    query: TableQuery,
    conditions: Conditions,
    columns: Mapping[str, Column],
    text: TextQuery | None,
    identifier: str,
) -> list[tuple[str, str]]:
    """Return what to sort by: SQL and direction."""
    keys = []
    for key in query.sort:
        column = conditions.column(key.field)
        expression = identifier if column.name == ID else column.order_expression
        last = key.nulls_last if key.nulls_last is not None else not key.descending
        way = f"{'DESC' if key.descending else 'ASC'} NULLS {'LAST' if last else 'FIRST'}"
        keys.append((expression, way))
    if query.distinct:
        if not keys:
            names = query.fields if query.fields is not None else tuple(columns)
            keys = [(str(i + 1), "") for i in range(len(names))]
        return keys
    if text is not None and not keys and text.ranks:
        keys.append((" + ".join(sql for _, sql in text.ranks), "DESC"))
    if not any(key.field == ID for key in query.sort):
        keys.append((identifier, ""))
    return keys
