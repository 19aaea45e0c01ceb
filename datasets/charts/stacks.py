"""Draw what adds up: stacked bars and stacked areas; and dots, which compare without bars."""

from __future__ import annotations

from datasets.charts import drawing as d
from datasets.charts.describing import value_text
from datasets.charts.hatching import box, definitions
from datasets.charts.lines import HEIGHT, below, places
from datasets.charts.model import Chart
from datasets.charts.rows import grid, row_names

MOST_ROWS = 50
ROW = 30.0


def stacked(chart: Chart, key: str, sheet: d.Sheet) -> tuple[list[str], float]:
    """Draw one bar a label, made of its series."""
    totals = [sum(s.values[i] or 0.0 for s in chart.series) for i in range(len(chart.labels))]
    marks = d.ticks(0.0, max([*totals, 0.0]), 4)
    names = row_names(chart.labels[:MOST_ROWS], sheet)
    right = 14 + max(d.text_width(value_text(total)) for total in totals)
    scale = (sheet.width - names.left - right) / (marks[-1] - marks[0])
    legend, top = boxes_legend(chart, 8.0, key, sheet)
    parts = [definitions(len(chart.series), key), *legend]
    bottom = top + sum(ROW + names.room(row) for row in range(len(names.names)))
    parts += grid(marks, sheet, names.left, scale, (top, bottom))
    for row, label in enumerate(names.names):
        y, x = top + names.room(row) + 4, names.left
        parts += names.draw(row, top, y + 10)
        for number, series in enumerate(chart.series):
            value = series.values[row] or 0.0
            width = value * scale
            words = f"{label}, {series.name}: {value_text(value)} {chart.unit}".strip()
            parts.append(box(x, y, width - (1 if width > 3 else 0), 22, number, words, key))
            x += width
        parts.append(d.text(x + 6, y + 15, value_text(totals[row])))
        top = y - 4 + ROW
    return parts, bottom + 30


def dots(chart: Chart, key: str, sheet: d.Sheet) -> tuple[list[str], float]:
    """Draw a row a label with one mark a series; shapes differ as colours do."""
    known = [v for s in chart.series for v in s.values if v is not None] or [0.0]
    marks = d.ticks(min([0.0, *known]), max(known), 4)
    names = row_names(chart.labels[:MOST_ROWS], sheet)
    left = names.left + (10 if names.above else 0)
    scale = (sheet.width - left - 30) / (marks[-1] - marks[0])
    zero = left - marks[0] * scale
    legend, top = _marks_legend(chart, sheet) if len(chart.series) > 1 else ([], 10.0)
    bottom = top + sum(ROW + names.room(row) for row in range(len(names.names)))
    parts = [*legend, *grid(marks, sheet, zero, scale, (top, bottom))]
    for row, label in enumerate(names.names):
        y = top + names.room(row) + ROW / 2
        parts += names.draw(row, top, y)
        parts.append(d.line(left, y, sheet.width - 30, y))
        for number, series in enumerate(chart.series):
            value = series.values[row]
            if value is None:
                continue
            words = f"{label}, {series.name}: {value_text(value)} {chart.unit}".strip()
            parts.append(mark(zero + value * scale, y, number, words))
        top = y + ROW / 2
    return parts, bottom + 30


def areas(chart: Chart, key: str, sheet: d.Sheet) -> tuple[list[str], float]:
    """Draw the series one on the other over their positions."""
    sums = [0.0] * len(chart.labels)
    layers = []
    for series in chart.series:
        lower = list(sums)
        sums = [total + (value or 0.0) for total, value in zip(sums, series.values, strict=True)]
        layers.append((lower, list(sums)))
    marks = d.ticks(0.0, max([*sums, 0.0]), 5)
    left = 12 + max(d.text_width(value_text(m)) for m in marks)
    many = len(chart.series) > 1
    legend, top = boxes_legend(chart, 8.0, key, sheet) if many else ([], 14.0)
    parts = [definitions(len(chart.series), key), *legend]
    bottom, right = top + HEIGHT, sheet.width - 16.0
    scale = HEIGHT / (marks[-1] - marks[0])
    for value in marks:
        y = bottom - (value - marks[0]) * scale
        parts.append(d.line(left, y, right, y, strong=value == marks[0]))
        parts.append(d.text(left - 6, y + 5, value_text(value), anchor="end", soft=True))
    xs = places(chart, left + 10, right - 10)
    for number, (lower, upper) in enumerate(layers):
        up = [(x, bottom - (v - marks[0]) * scale) for x, v in zip(xs, upper, strict=True)]
        down = [(x, bottom - (v - marks[0]) * scale) for x, v in zip(xs, lower, strict=True)]
        outline = "M" + "L".join(f"{d.num(x)} {d.num(y)}" for x, y in [*up, *reversed(down)]) + "Z"
        name = d.clean(chart.series[number].name)
        parts.append(
            f'<path d="{outline}" class="chart__s{number + 1}" fill="{d.COLOURS[number]}">'
            f"<title>{name}</title></path>"
        )
        if number:
            parts.append(
                f'<path d="{outline}" fill="url(#{key}-h{number})" pointer-events="none"/>'
            )
    parts += below(chart, xs, bottom, sheet)
    return parts, bottom + 32


def mark(x: float, y: float, number: int, title: str) -> str:
    """Draw the mark of a series: circle, square, diamond, triangle, cross, ring."""
    common = f'class="chart__s{number + 1}" fill="{d.COLOURS[number]}"'
    a, b = d.num(x), d.num(y)
    shapes = (
        f'<circle cx="{a}" cy="{b}" r="6.5" {common}>',
        f'<path d="M{d.num(x - 6)} {d.num(y - 6)}h12v12h-12z" {common}>',
        f'<path d="M{a} {d.num(y - 8)}l8 8l-8 8l-8 -8z" {common}>',
        f'<path d="M{a} {d.num(y - 7)}l8 14h-16z" {common}>',
        f'<path d="M{d.num(x - 2)} {d.num(y - 7)}h4v5h5v4h-5v5h-4v-5h-5v-4h5z" {common}>',
        f'<path d="M{d.num(x - 7)} {d.num(y - 3)}h14v6h-14z" {common}>',
    )
    tag = "circle" if number == 0 else "path"
    return f"{shapes[number]}<title>{d.clean(title)}</title></{tag}>"


def boxes_legend(chart: Chart, top: float, key: str, sheet: d.Sheet) -> tuple[list[str], float]:
    """Name the series beside a box of each; return the pieces and where they end."""
    parts, x, y = [], 4.0, top
    for number, series in enumerate(chart.series):
        name = d.shortened(series.name, 260)
        width = 26 + d.text_width(name) + 18
        if x + width > sheet.width and x > 4:
            x, y = 4.0, y + 24
        parts.append(box(x, y, 18, 18, number, "", key))
        parts.append(d.text(x + 24, y + 14, name))
        x += width
    return parts, y + 32


def _marks_legend(chart: Chart, sheet: d.Sheet) -> tuple[list[str], float]:
    parts, x, y = [], 4.0, 8.0
    for number, series in enumerate(chart.series):
        name = d.shortened(series.name, 260)
        width = 26 + d.text_width(name) + 18
        if x + width > sheet.width and x > 4:
            x, y = 4.0, y + 24
        parts.append(mark(x + 9, y + 9, number, series.name))
        parts.append(d.text(x + 24, y + 14, name))
        x += width
    return parts, y + 32
