"""A chart in a sentence or two, for those who do not see it."""

from __future__ import annotations

from datasets.charts.model import OVER_TIME, Chart, Series
from datasets.charts.words import german_number

_NAMES = {
    "bar": "Balkendiagramm",
    "line": "Liniendiagramm",
    "share": "Anteile",
    "stacked": "Gestapelte Balken",
    "area": "Flächendiagramm",
    "dot": "Punktdiagramm",
}


def describe(chart: Chart) -> str:
    """Say what kind of chart it is and where the greatest and least values are."""
    if chart.kind == "share":
        return _share(chart)
    parts = [f"{_NAMES[chart.kind]} mit {len(chart.labels)} Werten"]
    if len(chart.series) > 1:
        parts[0] += f" in {len(chart.series)} Reihen"
    sentences = [parts[0] + "."]
    for series in chart.series:
        sentences += _extremes(chart, series)
    return " ".join(sentences)


def _extremes(chart: Chart, series: Series) -> list[str]:
    known = [(value, i) for i, value in enumerate(series.values) if value is not None]
    if not known:
        return [f"{series.name}: keine Werte."]
    greatest = max(known, key=lambda pair: pair[0])
    least = min(known, key=lambda pair: pair[0])
    text = f"{series.name}: am größten {chart.labels[greatest[1]]} mit {_with_unit(chart, greatest[0])}"
    if least[0] != greatest[0]:
        text += f", am kleinsten {chart.labels[least[1]]} mit {_with_unit(chart, least[0])}"
    if chart.kind in OVER_TIME and len(known) > 1:
        first, last = known[0][0], known[-1][0]
        text += f"; von {_with_unit(chart, first)} auf {_with_unit(chart, last)}"
    return [text + "."]


def _share(chart: Chart) -> str:
    values = [value or 0.0 for value in chart.series[0].values]
    total = sum(values)
    pairs = sorted(zip(values, chart.labels, strict=True), key=lambda pair: -pair[0])
    listed = ", ".join(f"{label} {german_number(100 * v / total, 1)} %" for v, label in pairs[:5])
    return f"Anteile an {_with_unit(chart, total)}: {listed}."


def _with_unit(chart: Chart, value: float) -> str:
    return f"{value_text(value)} {chart.unit}".strip()


def value_text(value: float) -> str:
    """Write a value of a chart without more digits than it needs."""
    if value == int(value) and abs(value) < 1e15:
        return german_number(int(value))
    size = abs(value)
    decimals = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 4
    text = german_number(value, decimals)
    return text.rstrip("0").rstrip(",") if "," in text else text
