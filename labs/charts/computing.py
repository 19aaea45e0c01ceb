"""From a definition and a table to rows, drawing and words; failures are sentences for editors."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from datasets.charts import (
    Chart as Drawing,
)
from datasets.charts import (
    ChartError,
    chart_from_rows,
    render,
    speaking,
    spoken_number,
    spoken_value,
)
from datasets.store import AggregateQuery, Measure, StoreError, Table
from labs.charts.describing import draft
from labs.charts.maps import points_fields, read_points, states_fields
from labs.charts.models import Chart, ChartAggregate, ChartKind, ChartOrder
from labs.figures.computing import FigureProblem

MOST_CATEGORIES = 50
MOST_POINTS = 400
TOP = 20
SERIES = 6
# Kinds without rows to read one by one: over time, or summed up by state.
UNBOUNDED = (ChartKind.LINE, ChartKind.AREA, ChartKind.STATES)
ADDITIVE = (ChartAggregate.SUM, ChartAggregate.COUNT)


Found = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Labels with their numbers, and what the numbers are called."""

    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def read(chart: Chart, table: Table) -> Found:
    """Ask the table, once for all languages. Raises FigureProblem."""
    if chart.kind == ChartKind.POINTS:
        return read_points(chart, table)
    if not chart.category:
        raise FigureProblem(_("Bitte wählen Sie die Spalte für die Beschriftung."))
    measures = _measures(chart)
    groups = (chart.category, chart.split) if chart.split else (chart.category,)
    query = AggregateQuery(
        measures, group_by=groups, filters=chart.condition, limit=MOST_POINTS * SERIES + 1
    )
    try:
        return table.aggregate(query)
    except StoreError as error:
        raise FigureProblem(error.message) from error


def rows_of(chart: Chart, table: Table, found: Found) -> Rows:
    """Return what the chart shows of what was read. Raises FigureProblem."""
    names = tuple(_name(table, measure) for measure in _measures(chart))
    rows = Rows(names, tuple(tuple(row) for row in found))
    if chart.split:
        rows = _spread(rows.rows)
    if not rows.rows:
        raise FigureProblem(_("Keine Zeile erfüllt die Bedingungen."))
    return _bounded(chart, rows)


def _measures(chart: Chart) -> tuple[Measure, ...]:
    """Return what is computed for each label."""
    if chart.aggregate == ChartAggregate.COUNT:
        return (Measure("count"),)
    values = [name for name in chart.values if name]
    if not values:
        raise FigureProblem(_("Bitte wählen Sie die Spalte mit den Werten."))
    if chart.split:
        values = values[:1]
    return tuple(Measure(chart.aggregate, name) for name in values)


def _name(table: Table, measure: Measure) -> str:
    """Return what a series is called."""
    if not measure.field:
        return _("Anzahl")
    column = table.columns[measure.field]
    return str(column.label or column.name)


def _spread(rows: Sequence[tuple[Any, ...]]) -> Rows:
    """Turn rows of label, series and value into one row a label. Raises FigureProblem."""
    series = list(dict.fromkeys(row[1] for row in rows))
    if len(series) > SERIES:
        raise FigureProblem(
            _(
                "Die Spalte zum Aufteilen hat mehr als {most} Werte. Ein Diagramm bleibt nur mit "
                "höchstens {most} Reihen lesbar: Wählen Sie eine andere Spalte, oder schränken "
                "Sie die Zeilen ein."
            ).format(most=SERIES)
        )
    places = {key: number for number, key in enumerate(series)}
    spread: dict[Any, list[Any]] = {}
    for label, key, value in rows:
        spread.setdefault(label, [None] * len(series))[places[key]] = value
    return Rows(
        tuple(spoken_value(key) for key in series),
        tuple((label, *values) for label, values in spread.items()),
    )


def _bounded(chart: Chart, rows: Rows) -> Rows:
    """Refuse what nobody can read, take the largest together with the rest, or put in order."""
    count = len(rows.rows)
    if chart.kind in UNBOUNDED:
        if count > MOST_POINTS:
            raise FigureProblem(
                _(
                    "Das wären mehr als {most} Punkte. Schränken Sie die Zeilen ein, oder wählen "
                    "Sie eine gröbere Spalte, zum Beispiel das Jahr."
                ).format(most=MOST_POINTS)
            )
        return rows
    if count > MOST_CATEGORIES and not chart.top:
        raise FigureProblem(
            _(
                "Das wären {count} Kategorien; mehr als {most} kann niemand lesen. Vorschlag: "
                "Top {top} + Rest (Häkchen „nur die {top} größten, der Rest zusammengefasst“)."
            ).format(count=count, most=MOST_CATEGORIES, top=TOP)
        )
    if chart.order != ChartOrder.VALUE and not (chart.top and count > TOP):
        return rows
    ordered = sorted(rows.rows, key=lambda row: -float(sum(v or 0 for v in row[1:])))
    if not chart.top or count <= TOP:
        return Rows(rows.names, tuple(ordered))
    kept, others = ordered[:TOP], ordered[TOP:]
    if chart.aggregate in ADDITIVE:
        sums = tuple(sum((row[i] or 0) for row in others) for i in range(1, len(rows.names) + 1))
        kept = [*kept, (_("Rest ({count})").format(count=len(others)), *sums)]
    return Rows(rows.names, tuple(kept))


def drawing_of(chart: Chart, rows: Rows) -> Drawing:
    """Return the drawing; a table is checked and described like bars. Raises FigureProblem."""
    kind = "bar" if chart.kind == ChartKind.TABLE else str(chart.kind)
    try:
        return chart_from_rows(kind, chart.title, rows.rows, rows.names, unit=chart.unit)
    except ChartError as error:
        raise FigureProblem(str(error)) from error


def evaluate(chart: Chart, table: Table) -> Mapping[str, Any]:
    """Return what a state of the chart keeps, in German and in English. Raises FigureProblem."""
    found = read(chart, table)
    try:
        fields = _in_language("de", chart, table, found)
    except FigureProblem:
        # The person who is at work reads why in the own language.
        return _evaluated(chart, table, found)
    kept = _digested(chart, fields)
    english = _in_language("en", chart, table, found)
    table_en = english["table"]
    spoken = {"head": table_en["head"], "rows": table_en["rows"]}
    spoken |= {name: english[name] for name in ("svg", "narrow", "draft")}
    kept["table"] = {**fields["table"], "en": spoken}
    return kept


def _in_language(code: str, chart: Chart, table: Table, found: Found) -> Mapping[str, Any]:
    with translation.override(code), speaking(code):
        return _evaluated(chart, table, found)


def _evaluated(chart: Chart, table: Table, found: Found) -> Mapping[str, Any]:
    """Return drawing, table and words in the active language. Raises FigureProblem."""
    if chart.kind == ChartKind.POINTS:
        return points_fields(chart, found)
    rows = rows_of(chart, table, found)
    if chart.kind == ChartKind.STATES:
        return states_fields(chart, rows)
    drawing = drawing_of(chart, rows)
    category = table.columns[chart.category]
    kept = {
        "head": [str(category.label or category.name), *rows.names],
        "rows": [
            [label, *(_cell(series.values[i]) for series in drawing.series)]
            for i, label in enumerate(drawing.labels)
        ],
    }
    words = draft(drawing)
    svg = narrow = ""
    if chart.kind != ChartKind.TABLE:
        key = f"diagramm-{chart.pk or 'neu'}"
        svg, narrow = render(drawing, key=key), render(drawing, key=key, narrow=True)
    return {"svg": svg, "narrow": narrow, "table": kept, "draft": words}


def _digested(chart: Chart, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Add the checksum of what is shown: text versions are confirmed for it."""
    shown = [fields["table"], chart.title, str(chart.kind), chart.unit]
    text = json.dumps(shown, ensure_ascii=False)
    return {**fields, "digest": hashlib.sha256(text.encode()).hexdigest()}


def _cell(value: float | None) -> str:
    """Write a value as the table beside the chart shows it."""
    if value is None:
        return "–"
    return spoken_number(round(Decimal(repr(value)), 2))
