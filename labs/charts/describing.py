"""The draft of a chart's text version: greatest, least, trend."""

from django.utils.translation import gettext as _

from datasets.charts import Chart, Series, spoken_number

# A change of less than this share of the first value is called "kaum verändert".
STEADY = 0.03


def draft(chart: Chart) -> str:
    """Say what the chart shows, for a person to check and confirm."""
    sentences = [f"{chart.title}."] if chart.title else []
    sentences += [_series(chart, series) for series in chart.series]
    return " ".join(sentences)


def _series(chart: Chart, series: Series) -> str:
    """Say the greatest, the least and where the series goes."""
    known = [(value, i) for i, value in enumerate(series.values) if value is not None]
    if not known:
        return _("{name}: keine Werte.").format(name=series.name)
    greatest = max(known, key=lambda pair: (pair[0], -pair[1]))
    least = min(known)
    name = f"{series.name}: " if len(chart.series) > 1 else ""
    if len(known) > 1 and least[0] == greatest[0]:
        return _("{name}Alle Werte sind gleich: {value}.").format(
            name=name, value=_value(chart, greatest[0])
        )
    text = _("{name}Höchster Wert: {label} mit {value}").format(
        name=name, label=chart.labels[greatest[1]], value=_value(chart, greatest[0])
    )
    if least[0] != greatest[0]:
        text += _(", niedrigster: {label} mit {value}").format(
            label=chart.labels[least[1]], value=_value(chart, least[0])
        )
    if chart.kind in ("line", "area") and len(known) > 1:
        text += f". {_trend(chart, known)}"
    elif chart.kind == "share":
        total = sum(value for value, _i in known)
        share = spoken_number(100 * greatest[0] / total, 1) if total else "0"
        text += _(" ({share} % von {total})").format(share=share, total=_value(chart, total))
    return text + "."


def _trend(chart: Chart, known: list[tuple[float, int]]) -> str:
    """Say where the values went from the first to the last."""
    first, last = known[0], known[-1]
    change = last[0] - first[0]
    if abs(change) <= STEADY * abs(first[0] or 1):
        word = _("kaum verändert")
    else:
        word = _("steigend") if change > 0 else _("fallend")
    return _("Trend: {word}, von {first} ({start}) auf {last} ({end})").format(
        word=word,
        first=_value(chart, first[0]),
        start=chart.labels[first[1]],
        last=_value(chart, last[0]),
        end=chart.labels[last[1]],
    )


def _value(chart: Chart, value: float) -> str:
    """Write a value with its unit."""
    return f"{spoken_number(round(value, 2))} {chart.unit}".strip()
