"""The question that measures all columns of a table in one pass."""

# ruff: noqa: S608 - identifiers are the store's own

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from datasets.store.casts import FieldCast, number_text
from datasets.store.columns import Kind

TYPED: Final = frozenset(Kind) - {Kind.TEXT, Kind.JSON, Kind.LIST, Kind.FLOAT}


def plain_pattern(cast: FieldCast) -> str:
    """Return the pattern of numbers that SQL reads exactly."""
    return "[+-]?[0-9]+" if cast.kind is Kind.INTEGER else r"[+-]?[0-9]+(\.[0-9]+)?"


def measured_sql(casts: Sequence[FieldCast], source: str, *, integers: bool) -> str:
    """Layer the cleaned number and its plainness over the source, so each is computed once."""
    numbers = {
        index: cast
        for index, cast in enumerate(casts)
        if cast.kind is Kind.NUMBER or (integers and cast.kind is Kind.INTEGER)
    }
    cleaned = "".join(f", {number_text(cast)} AS n{index}" for index, cast in numbers.items())
    plain = "".join(
        f", CASE WHEN regexp_full_match(n{index}, '{plain_pattern(cast)}') THEN n{index} END"
        f" AS p{index}"
        for index, cast in numbers.items()
    )
    parts = ["count(*)"]
    for index, cast in enumerate(casts):
        parts.append(f"count({cast.text})" if cast.kind in TYPED else "0")
        if index not in numbers:
            parts.extend(["0", "0", "0"])
            continue
        whole = f"split_part(ltrim(p{index}, '+-0'), '.', 1)"
        fraction = f"split_part(p{index}, '.', 2)"
        parts.append(f"count(p{index})")
        parts.extend(f"coalesce(max(length({part})), 0)" for part in (whole, fraction))
    inner = f"(SELECT *{cleaned} FROM {source})"
    return f"SELECT {', '.join(parts)} FROM (SELECT *{plain} FROM {inner})"
