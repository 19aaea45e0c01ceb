"""Draw bars, lines and shares."""

from __future__ import annotations

import re

from datasets.charts import drawing as d
from datasets.charts.describing import describe, value_text
from datasets.charts.hatching import box, definitions
from datasets.charts.lines import lines
from datasets.charts.model import Chart
from datasets.charts.rows import grid, row_names
from datasets.charts.stacks import areas, boxes_legend, dots, stacked
from datasets.charts.words import spoken_number, word

MOST_BARS = 40
MOST_SHARES = 8
TOP = 8.0


def render(chart: Chart, *, key: str = "chart", narrow: bool = False) -> str:
    """Return the chart as one SVG element, for a phone if `narrow`; `key` is unique on its page."""
    key = re.sub(r"[^\w-]", "-", key) + ("-schmal" if narrow else "")
    sheet = d.NARROW if narrow else d.WIDE
    draw = {"line": lines, "share": _shares}.get(chart.kind)
    if draw is not None:
        parts, height = draw(chart, sheet)
    else:
        keyed = {"bar": _bars, "stacked": stacked, "area": areas, "dot": dots}[chart.kind]
        parts, height = keyed(chart, key, sheet)
    return d.document(
        parts,
        height,
        title=chart.title,
        description=describe(chart),
        key=key,
        width=sheet.width,
    )


def _bars(chart: Chart, key: str, sheet: d.Sheet) -> tuple[list[str], float]:
    """Horizontal bars: long German labels stay readable."""
    shown = range(min(len(chart.labels), MOST_BARS))
    values = [s.values[i] for s in chart.series for i in shown if s.values[i] is not None]
    known = [value for value in values if value is not None]
    marks = d.ticks(min([0.0, *known]), max([0.0, *known]), 4)
    names = row_names(chart.labels[:MOST_BARS], sheet)
    right = 14 + max([d.text_width(value_text(value)) for value in known] or [0.0])
    scale = (sheet.width - names.left - right) / (marks[-1] - marks[0])
    zero = names.left - marks[0] * scale
    parts = [definitions(len(chart.series), key)]
    top = TOP
    if len(chart.series) > 1:
        legend, top = boxes_legend(chart, top, key, sheet)
        parts += legend
    thick = 20.0 if len(chart.series) == 1 else 14.0
    step = thick * len(chart.series) + 10
    bottom = top + sum(step + names.room(row) for row in shown)
    parts += grid(marks, sheet, zero, scale, (top, bottom))
    for row in shown:
        start = top + names.room(row)
        parts += names.draw(row, top, start + step / 2)
        for number, series in enumerate(chart.series):
            y = start + 5 + number * thick
            place = (number, row, names.left)
            parts.append(_bar(chart, series.values[row], place, (zero, y), (scale, thick), key))
        top = start + step
    return parts, bottom + 30


def _bar(
    chart: Chart,
    value: float | None,
    place: tuple[int, int, float],
    start: tuple[float, float],
    size: tuple[float, float],
    key: str,
) -> str:
    (number, i, left), (zero, y), (scale, thick) = place, start, size
    if value is None:
        return d.text(zero + 6, y + thick / 2 + 5, word("keine Angabe", "not stated"), soft=True)
    length = abs(value) * scale
    words = f"{value_text(value)} {chart.unit}".strip()
    title = f"{chart.labels[i]}, {chart.series[number].name}: {words}"
    drawn = box(zero if value >= 0 else zero - length, y, length, thick - 2, number, title, key)
    label, room = value_text(value), zero - length - left
    if value < 0 and d.text_width(label) + 6 < room:
        return drawn + d.text(zero - length - 6, y + thick / 2 + 4, label, anchor="end")
    end = zero + (length if value >= 0 else 0) + 6
    return drawn + d.text(end, y + thick / 2 + 4, label)


def _shares(chart: Chart, sheet: d.Sheet) -> tuple[list[str], float]:
    """One strip of a hundred per cent, and under it its pieces by number."""
    pieces = _pieces(chart)
    total = sum(value for _, value in pieces)
    parts: list[str] = []
    x, y = 0.0, 62.0
    for number, (label, value) in enumerate(pieces):
        part = value / total
        width, colour = sheet.width * part, number % len(d.COLOURS)
        percent = spoken_number(100 * part, 1) + " %"
        words = f"{value_text(value)} {chart.unit}".strip()
        gap = 2 if width > 4 else 0
        parts.append(d.rect(x, TOP, width - gap, 36, colour, f"{label}: {percent} ({words})"))
        if width > 20:
            middle = x + (width - gap) / 2
            parts.append(
                f'<text x="{d.num(middle)}" y="31" text-anchor="middle" class="chart__on"'
                f' fill="#fff" font-weight="700">{number + 1}</text>'
            )
        x += width
        parts.append(d.rect(0, y, 16, 16, colour))
        drawn, y = _piece(sheet, y, (str(number + 1), label, percent, value_text(value)))
        parts += drawn
    return parts, y + 4


def _piece(sheet: d.Sheet, y: float, words: tuple[str, str, str, str]) -> tuple[list[str], float]:
    """Write the line of a piece, two where it is narrow; return where the next begins."""
    number, label, percent, value = words
    if not sheet.narrow:
        return [
            d.text(24, y + 13, number),
            d.text(42, y + 13, d.shortened(label, 380)),
            d.text(530, y + 13, percent, anchor="end"),
            d.text(sheet.width - 4, y + 13, value, anchor="end", soft=True),
        ], y + 26
    right = sheet.width - 4
    room = right - 42 - max(d.text_width(percent), d.text_width(value)) - 8
    lines = d.wrapped(label, room, 3)
    parts = [d.text(42, y + 13 + 18 * i, line) for i, line in enumerate(lines)]
    parts.append(d.text(24, y + 13, number))
    parts.append(d.text(right, y + 13, percent, anchor="end"))
    parts.append(d.text(right, y + 31, value, anchor="end", soft=True))
    return parts, y + 10 + 18 * max(2, len(lines))


def _pieces(chart: Chart) -> list[tuple[str, float]]:
    """Return the greatest pieces first; many small ones become one."""
    values = zip(chart.labels, chart.series[0].values, strict=True)
    known = sorted(((la, v) for la, v in values if v), key=lambda pair: -pair[1])
    if len(known) <= MOST_SHARES:
        return known
    rest = known[MOST_SHARES - 1 :]
    return [
        *known[: MOST_SHARES - 1],
        (word(f"{len(rest)} weitere", f"{len(rest)} others"), sum(v for _, v in rest)),
    ]
