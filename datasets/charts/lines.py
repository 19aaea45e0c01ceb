"""Draw lines: one or several series over years, dates or words."""

from __future__ import annotations

from datasets.charts import drawing as d
from datasets.charts.describing import value_text
from datasets.charts.model import Chart, Series

HEIGHT = 300.0
DASHES = ("", "7 4", "2 4", "10 3 2 3", "4 2", "1 3")  # so that colour is not all that differs
MOST_DOTS = 60


def lines(chart: Chart, sheet: d.Sheet) -> tuple[list[str], float]:
    """Draw the series over their positions."""
    known = [v for s in chart.series for v in s.values if v is not None] or [0.0]
    low = min(known) if min(known) < 0 or min(known) > 0.6 * max(known) else 0.0
    marks = d.ticks(low, max(known), 5)
    left = 12 + max(d.text_width(value_text(mark)) for mark in marks)
    parts, top = _legend(chart, sheet) if len(chart.series) > 1 else ([], 14.0)
    bottom = top + HEIGHT
    right = sheet.width - 16.0
    scale = HEIGHT / (marks[-1] - marks[0])
    for mark in marks:
        y = bottom - (mark - marks[0]) * scale
        parts.append(d.line(left, y, right, y, strong=mark == marks[0]))
        parts.append(d.text(left - 6, y + 5, value_text(mark), anchor="end", soft=True))
    xs = places(chart, left + 10, right - 10)
    parts += below(chart, xs, bottom, sheet)
    for number, series in enumerate(chart.series):
        ys = [None if v is None else bottom - (v - marks[0]) * scale for v in series.values]
        parts.append(_path(xs, ys, number))
        parts += _dots(chart, series, xs, ys, number)
    return parts, bottom + 32


def places(chart: Chart, left: float, right: float) -> list[float]:
    """Return the x of each label."""
    marks = chart.positions or tuple(float(i) for i in range(len(chart.labels)))
    span = (marks[-1] - marks[0]) or 1.0
    if len(marks) == 1:
        return [(left + right) / 2]
    return [left + (mark - marks[0]) / span * (right - left) for mark in marks]


def below(chart: Chart, xs: list[float], bottom: float, sheet: d.Sheet) -> list[str]:
    """Write as many labels under the axis as have room."""
    parts, free = [], 0.0
    for i, x in enumerate(xs):
        label = d.shortened(chart.labels[i], 110)
        half = d.text_width(label) / 2
        middle = min(max(x, half + 2), sheet.width - half - 2)
        if middle - half < free:
            continue
        parts.append(d.line(x, bottom, x, bottom + 5, strong=True))
        parts.append(d.text(middle, bottom + 22, label, anchor="middle", soft=True))
        free = middle + half + 12
    return parts


def _path(xs: list[float], ys: list[float | None], number: int) -> str:
    """Draw the line; it breaks where a value is missing."""
    steps, pen = [], "M"
    for x, y in zip(xs, ys, strict=True):
        if y is None:
            pen = "M"
            continue
        steps.append(f"{pen}{d.num(x)} {d.num(y)}")
        pen = "L"
    dash = f' stroke-dasharray="{DASHES[number]}"' if DASHES[number] else ""
    return (
        f'<path d="{" ".join(steps)}" fill="none" stroke="{d.COLOURS[number]}" stroke-width="2.5"'
        f' stroke-linejoin="round" class="chart__l{number + 1}"{dash}/>'
    )


def _dots(
    chart: Chart, series: Series, xs: list[float], ys: list[float | None], number: int
) -> list[str]:
    """Mark the values, each with its number to be pointed at."""
    radius = 4 if len(xs) <= MOST_DOTS else 1.5
    parts = []
    for i, y in enumerate(ys):
        value = series.values[i]
        if y is None or value is None:
            continue
        words = f"{chart.labels[i]}, {series.name}: {value_text(value)} {chart.unit}".strip()
        parts.append(
            f'<circle cx="{d.num(xs[i])}" cy="{d.num(y)}" r="{radius}" fill="{d.COLOURS[number]}"'
            f' class="chart__s{number + 1}"><title>{d.clean(words)}</title></circle>'
        )
    return parts


def _legend(chart: Chart, sheet: d.Sheet) -> tuple[list[str], float]:
    """Name the series, each beside a piece of its line; return the pieces and where they end."""
    parts, x, y = [], 4.0, 8.0
    for number, series in enumerate(chart.series):
        name = d.shortened(series.name, 260)
        width = 40 + d.text_width(name) + 18
        if x + width > sheet.width and x > 4:
            x, y = 4.0, y + 22
        parts.append(_path([x, x + 30], [y + 9, y + 9], number))
        parts.append(d.text(x + 38, y + 14, name))
        x += width
    return parts, y + 34
