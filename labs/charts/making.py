"""Charts in the dialogue: preview, and what the page gets."""

from collections.abc import Mapping
from typing import Any

from datasets.store import Table
from labs.charts.computing import evaluate
from labs.charts.forms import ChartForm
from labs.charts.models import Chart, ChartState
from labs.figures.following import Kind
from labs.figures.maker import Made


def preview(chart: Chart, table: Table) -> Mapping[str, Any]:
    """Return what the preview draws."""
    fields = evaluate(chart, table)
    return {"state": ChartState(**fields), "words": fields["draft"]}


def chosen(chart: Chart) -> Mapping[str, Any]:
    """Return what the page's form needs; note for which values the text version was checked."""
    if chart.newest is not None:
        chart.alternative = chart.alternative or chart.newest.draft
        chart.confirmed_for = chart.newest.digest if chart.confirmed else ""
        chart.save(update_fields=["alternative", "confirmed_for"])
    title = chart.title if chart.confirmed else f"{chart.title} (Textfassung noch prüfen)"
    return {"id": chart.pk, "title": title, "edit_url": ""}


CHARTS = Kind(Chart, ChartState, "chart", evaluate)
MADE = Made(
    "diagramm",
    Chart,
    ChartForm,
    "labs/maker/chart.html",
    "labs/maker/chart_preview.html",
    "Diagramm",
    preview,
    chosen,
)
