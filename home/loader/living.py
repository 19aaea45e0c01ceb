"""Living figures and charts of the demo; the text names them, the portal computes them."""

from typing import Any

from django.db.models import Model

from datasets.models import Resource
from labs.charts.making import chosen
from labs.charts.models import Chart
from labs.figures.following import loaded, refresh
from labs.figures.models import Figure


def _table(dataset: str) -> Resource | None:
    """Return the first table of a dataset."""
    rows = Resource.objects.filter(dataset__name=dataset, table_active=True)
    return rows.order_by("position").first()


def _made(model: type[Model], fields: dict[str, Any]) -> Any:
    """Keep a definition and compute it; None where its dataset is missing."""
    resource = _table(fields["dataset"])
    if resource is None:
        return None
    given = {key: value for key, value in fields.items() if key != "dataset"}
    item: Any = model(resource=resource, **given)
    item.save()
    item = loaded(type(item)).get(pk=item.pk)
    refresh(item)
    return item


def text_with_figures(value: dict[str, Any]) -> str:
    """Return rich text with its figures in the places that name them."""
    html = str(value["html"])
    for name, fields in value["figures"].items():
        figure = _made(Figure, fields)
        tag = f'<embed embedtype="zahl" id="{figure.pk}"/>' if figure else "…"
        html = html.replace(f"{{{name}}}", tag)
    return html


def chart_value(value: dict[str, Any]) -> dict[str, Any] | None:
    """Return a chart for a body, its text version taken as checked."""
    fields = {key: item for key, item in value.items() if key != "caption"}
    chart = _made(Chart, {**fields, "confirmed": True})
    if chart is None:
        return None
    chosen(chart)
    return {"chart": chart.pk, "caption": value.get("caption", "")}
