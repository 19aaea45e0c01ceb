"""A chart in a sentence or two, for those who do not see it."""

from __future__ import annotations

from datasets.charts.model import OVER_TIME, Chart, Series
from datasets.charts.words import spoken_number, word

_NAMES = {
    "bar": ("Balkendiagramm", "Bar chart"),
    "line": ("Liniendiagramm", "Line chart"),
    "share": ("Anteile", "Shares"),
    "stacked": ("Gestapelte Balken", "Stacked bars"),
    "area": ("Flächendiagramm", "Area chart"),
    "dot": ("Punktdiagramm", "Dot chart"),
}


def describe(chart: Chart) -> str:
    """Say what kind of chart it is and where the greatest and least values are."""
    if chart.kind == "share":
        return _share(chart)
    name, values, series = word(*_NAMES[chart.kind]), len(chart.labels), len(chart.series)
    first = word(f"{name} mit {values} Werten", f"{name} with {values} values")
    if series > 1:
        first += word(f" in {series} Reihen", f" in {series} series")
    sentences = [first + "."]
    for one in chart.series:
        sentences += _extremes(chart, one)
    return " ".join(sentences)


def _extremes(chart: Chart, series: Series) -> list[str]:
    known = [(value, i) for i, value in enumerate(series.values) if value is not None]
    if not known:
        return [word(f"{series.name}: keine Werte.", f"{series.name}: no values.")]
    greatest = max(known, key=lambda pair: pair[0])
    least = min(known, key=lambda pair: pair[0])
    with_ = word("mit", "with")
    text = (
        f"{series.name}: {word('am größten', 'greatest')} {chart.labels[greatest[1]]} {with_}"
        f" {_with_unit(chart, greatest[0])}"
    )
    if least[0] != greatest[0]:
        text += (
            f", {word('am kleinsten', 'least')} {chart.labels[least[1]]} {with_}"
            f" {_with_unit(chart, least[0])}"
        )
    if chart.kind in OVER_TIME and len(known) > 1:
        first, last = _with_unit(chart, known[0][0]), _with_unit(chart, known[-1][0])
        text += word(f"; von {first} auf {last}", f"; from {first} to {last}")
    return [text + "."]


def _share(chart: Chart) -> str:
    values = [value or 0.0 for value in chart.series[0].values]
    total = sum(values)
    pairs = sorted(zip(values, chart.labels, strict=True), key=lambda pair: -pair[0])
    listed = ", ".join(f"{label} {spoken_number(100 * v / total, 1)} %" for v, label in pairs[:5])
    whole = _with_unit(chart, total)
    return f"{word(f'Anteile an {whole}', f'Shares of {whole}')}: {listed}."


def _with_unit(chart: Chart, value: float) -> str:
    return f"{value_text(value)} {chart.unit}".strip()


def value_text(value: float) -> str:
    """Write a value of a chart without more digits than it needs."""
    if value == int(value) and abs(value) < 1e15:
        return spoken_number(int(value))
    size = abs(value)
    decimals = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 4
    text, point = spoken_number(value, decimals), word(",", ".")
    return text.rstrip("0").rstrip(point) if point in text else text
