"""Field names and titles from one or more header rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from .model import Warning

_SPACE: Final = re.compile(r"\s+")
_DBASE: Final = re.compile(r",[CNFDL],\d+(?:,\d+)?$")
_UNIT: Final = re.compile(
    r"^.{2,}?[\[(]\s*(?:in\s+)?((?:Tsd\.? ?|Mio\.? ?|T)?(?:€|EUR|Euro)|%|‰|Prozent|°C|km/h|m/s|km²|km2|km|m²|m2|qm|m³|"
    r"m3|cm|mm|m|ha|kWh|MWh|GWh|kWp|kW|MW|W|kg|g|t|l|h|min|s|dB(?:\(A\))?|µg/m³|ug/m3|mg/l|hPa|Jahre|Anzahl|Stück|"
    r"Personen|Tage|Std\.?|Pkw/h|Kfz/h|Einwohner)\s*[\])]\s*$"
)


_UNIT_LAST: Final = re.compile(
    r"^.+? (Tsd\. (?:EUR|Euro|€)|Mio\. (?:EUR|Euro|€)|EUR|Prozent|Anzahl|km²|ha)$"
)


@dataclass(frozen=True, slots=True)
class Labels:
    """Unique field names, readable titles, warnings; the position of blank ones."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    warnings: tuple[Warning, ...]


def tidy(text: str) -> str:
    """Label without outer blanks and with single spaces."""
    return _SPACE.sub(" ", text.replace("\ufeff", "")).strip()


def make_labels(rows: Sequence[Sequence[str]], keep: Sequence[int]) -> Labels:
    """Names for the kept columns; header rows are joined, merged cells carried on."""
    joined = _join(rows, max(keep, default=-1) + 1)
    names: list[str] = []
    warnings: list[Warning] = []
    seen: set[str] = set()
    for column in keep:
        label = joined[column] if joined else ""
        where = f"Spalte {column + 1}"
        name = label or f"spalte_{column + 1}"
        if not label and rows:
            text = f"Spalte {column + 1} hat keine Überschrift und heißt nun „{name}“."
            warnings.append(Warning("blank-label", text, where))
        if name in seen:
            unique = _unique(name, seen)
            text = f"Die Überschrift „{name}“ kommt mehrfach vor; Spalte {column + 1} heißt nun „{unique}“."
            warnings.append(Warning("duplicate-label", text, where))
            name = unique
        seen.add(name)
        names.append(name)
    titles = tuple(_DBASE.sub("", name).strip() for name in names)
    return Labels(tuple(names), titles, tuple(warnings))


def _unique(name: str, seen: set[str]) -> str:
    number = 2
    while f"{name}_{number}" in seen:
        number += 1
    return f"{name}_{number}"


def _join(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    grid = [[tidy(row[c]) if c < len(row) else "" for c in range(width)] for row in rows]
    if len(grid) > 1:
        # A row that only numbers the columns says nothing.
        grid = [row for row in grid if not _numbers_columns(row)] or grid
    for level, row in enumerate(grid[:-1]):
        for column in range(1, width):
            if row[column] or not row[column - 1]:
                continue
            below = any(lower[column] for lower in grid[level + 1 :])
            same_group = level == 0 or grid[level - 1][column] == grid[level - 1][column - 1]
            if below and same_group:
                row[column] = row[column - 1]
    joined = []
    for column in range(width):
        parts: list[str] = []
        for row in grid:
            if row[column] and (not parts or parts[-1] != row[column]):
                parts.append(row[column])
        joined.append(" ".join(parts))
    return joined


def _numbers_columns(row: Sequence[str]) -> bool:
    digits = [int(cell) for cell in row if cell.isdecimal() and len(cell) < 5]
    if len(digits) < 3 or len(digits) != sum(1 for cell in row if cell):
        return False
    if digits[0] > 2:
        return False
    return all(after - before == 1 for before, after in itertools.pairwise(digits))


def unit_of(title: str) -> str:
    """Unit in brackets at the end of a title, empty if there is none."""
    match = _UNIT.match(title) or _UNIT_LAST.match(title)
    return match.group(1).strip() if match else ""
