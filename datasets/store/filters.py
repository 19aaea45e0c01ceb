"""Filter trees: conditions on columns, joined by and/or, as CKAN 2.12 and the table page ask them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.store.errors import QueryError

OPERATORS = frozenset({"eq", "ne", "in", "gt", "gte", "lt", "lte", "null"})
MAX_CONDITIONS = 100
MAX_DEPTH = 10


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison; `value` None with eq/ne means missing, `null` takes True or False."""

    field: str
    op: str
    value: Any


@dataclass(frozen=True, slots=True)
class And:
    """All of the items; without items every row."""

    items: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the items; without items no row."""

    items: tuple[Filter, ...] = ()


Filter = Condition | And | Or


def filters_from_mapping(filters: Mapping[str, Any] | Sequence[Any] | None) -> Filter | None:
    """Read the JSON form `{"col": v, "col": [v, …], "col": {"gte": v}, "$or": [{…}, …]}`.

    A list at the top is an "or"; `$$name` stands for a column whose name begins with `$`.
    """
    if not filters:
        return None
    tree = _parse(filters, 0)
    if _size(tree) > MAX_CONDITIONS:
        raise QueryError("filter-size", f"Es sind höchstens {MAX_CONDITIONS} Bedingungen erlaubt.")
    return tree


def _parse(filters: Any, depth: int) -> Filter:
    if depth > MAX_DEPTH:
        raise QueryError("filter-depth", f"Filter dürfen höchstens {MAX_DEPTH} Ebenen tief sein.")
    if isinstance(filters, Mapping):
        return _joined(And, [_entry(key, value, depth) for key, value in filters.items()])
    if isinstance(filters, Sequence) and not isinstance(filters, str):
        return _joined(Or, [_parse(item, depth + 1) for item in filters])
    raise QueryError(
        "filter-form", "Ein Filter muss ein Objekt oder eine Liste sein.", value=filters
    )


def _joined(join: type[And] | type[Or], items: list[Filter]) -> Filter:
    return items[0] if len(items) == 1 else join(tuple(items))


def _entry(key: str, value: Any, depth: int) -> Filter:
    if key in ("$or", "$and"):
        if not isinstance(value, list):
            raise QueryError("filter-form", f"„{key}“ braucht eine Liste.", value=value)
        items = [_parse(item, depth + 1) for item in value]
        return _joined(Or if key == "$or" else And, items)
    if key.startswith("$$"):
        key = key[1:]
    elif key.startswith("$"):
        raise QueryError("filter-operator", f"Unbekannte Verknüpfung „{key}“.", value=key)
    return _condition(key, value)


def _condition(field: str, value: Any) -> Filter:
    if isinstance(value, Mapping):
        return _joined(And, [Condition(field, op, bound) for op, bound in value.items()])
    if isinstance(value, list):
        if any(isinstance(item, Mapping) for item in value):
            return Or(tuple(_condition(field, item) for item in value))
        return Condition(field, "in", value)
    return Condition(field, "eq", value)


def _size(tree: Filter) -> int:
    if isinstance(tree, Condition):
        return 1
    return sum(_size(item) for item in tree.items)
