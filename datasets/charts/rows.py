"""The names of rows: beside what is drawn where they are short, above it on a phone where they are long."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from datasets.charts import drawing as d
from datasets.charts.describing import value_text

LINES = 2
LINE = 18.0


@dataclass(frozen=True, slots=True)
class RowNames:
    """Where rows begin from the left, and the lines above each of them if that is where names stand."""

    left: float
    names: tuple[str, ...]
    above: tuple[tuple[str, ...], ...] = ()

    def room(self, row: int) -> float:
        """Return the height that the name takes above its row."""
        return LINE * len(self.above[row]) if self.above else 0.0

    def draw(self, row: int, top: float, middle: float) -> list[str]:
        """Write the name of a row whose place begins at `top`; `middle` is that of what is drawn."""
        if not self.above:
            name = d.shortened(self.names[row], self.left - 12)
            return [d.text(self.left - 8, middle + 5, name, anchor="end")]
        return [
            d.text(self.left, top + LINE * (i + 1) - 4, line)
            for i, line in enumerate(self.above[row])
        ]


def row_names(names: Sequence[str], sheet: d.Sheet) -> RowNames:
    """Find the place of names on a sheet."""
    widest = max(d.text_width(name) for name in names)
    if sheet.narrow and widest + 12 > sheet.names:
        lines = tuple(d.wrapped(name, sheet.width - 8, LINES) for name in names)
        return RowNames(4.0, tuple(names), lines)
    return RowNames(min(sheet.names, widest + 12), tuple(names))


def grid(
    marks: list[float], sheet: d.Sheet, zero: float, scale: float, span: tuple[float, float]
) -> list[str]:
    """Draw upright lines from top to bottom; where numbers would touch, every second one has its number."""
    parts = []
    top, bottom = span
    widest = max(d.text_width(value_text(mark)) for mark in marks) + 6
    every = math.ceil(widest / (scale * (marks[1] - marks[0])))
    first = marks.index(0) % every
    for number, mark in enumerate(marks):
        x, words = zero + mark * scale, value_text(mark)
        parts.append(d.line(x, top, x, bottom, strong=mark == 0))
        if number % every == first:
            middle = min(x, sheet.width - d.text_width(words) / 2) if sheet.narrow else x
            parts.append(d.text(middle, bottom + 18, words, anchor="middle", soft=True))
    return parts
