"""The dialogue in which editors make figures and charts: choose a table, set it up, see it, insert it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.modal_workflow import render_modal_workflow

from datasets.models import RecordState, Resource
from datasets.permissions import readable_datasets
from datasets.store import Table
from datasets.store.columns import ID
from labs.figures.computing import FigureProblem, compute, table_for
from labs.figures.following import loaded, refresh
from labs.figures.forms import BoundForm, FigureForm, first_category
from labs.figures.models import Figure
from labs.services.records import RECORDS

SHOWN = 15
VALUES = 30
SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class Made:
    """What can be made: its form, its preview, what the dialogue says."""

    name: str
    model: type[Any]
    form: type[Any]
    template: str
    preview_template: str
    title: Any
    preview: Callable[[Any, Table], Mapping[str, Any]]
    chosen: Callable[[Any], Mapping[str, Any]]


def _figure_preview(figure: Figure, table: Table) -> Mapping[str, Any]:
    return {"computed": compute(figure, table)}


def _figure_chosen(figure: Figure) -> Mapping[str, Any]:
    text = figure.newest.text if figure.newest else ""
    return {"id": figure.pk, "text": text, "title": str(figure)}


makers: dict[str, Made] = {
    "zahl": Made(
        "zahl",
        Figure,
        FigureForm,
        "labs/maker/figure.html",
        "labs/maker/figure_preview.html",
        gettext_lazy("Lebende Zahl"),
        _figure_preview,
        _figure_chosen,
    )
}


def register_maker(made: Made) -> None:
    """Let the dialogue make another kind of thing."""
    makers[made.name] = made


def _made(name: str) -> Made:
    """Return what is to be made. Raises Http404."""
    if name not in makers:
        raise Http404
    return makers[name]


def _tables(request: HttpRequest) -> QuerySet[Resource]:
    """Return the tables this person may read, last changed first, those about the portal last."""
    user: Any = request.user
    own = Q(dataset__name__in=[records.name for records in RECORDS])
    return (
        Resource.objects.filter(
            state=RecordState.ACTIVE, table_active=True, dataset__in=readable_datasets(user)
        )
        .select_related("dataset__organization", "current_version")
        .order_by(Case(When(own, then=1), default=0), "-dataset__modified_at", "position")
    )


def choose_table(request: HttpRequest, name: str) -> HttpResponse:
    """Show the tables to choose from.

    With `aus=` go straight to the form of what exists, with `tabelle=` to that of the last table.
    """
    made = _made(name)
    if (known := _existing(request, made)) and known.resource is not None:
        return set_up(request, name, known.resource_id)
    tables = _tables(request)
    if tables.filter(pk=request.GET.get("tabelle", "")).exists():
        return set_up(request, name, request.GET["tabelle"])
    query = request.GET.get("q", "").strip()[:200]
    for word in query.split():
        tables = tables.filter(
            Q(dataset__title__icontains=word)
            | Q(name__icontains=word)
            | Q(dataset__name__icontains=word)
        )
    context = {"made": made, "tables": tables[:SHOWN], "q": query, "more": tables.count() > SHOWN}
    return render_modal_workflow(
        request, "labs/maker/tables.html", None, context, {"step": "portal_tables"}
    )


def set_up(request: HttpRequest, name: str, resource_id: str) -> HttpResponse:
    """Show the form with a preview; save and hand over what was made."""
    made = _made(name)
    resource = get_object_or_404(_tables(request), pk=resource_id)
    try:
        table = table_for(resource, None)
    except FigureProblem as problem:
        context = {"made": made, "problem": problem.message}
        return render_modal_workflow(
            request, "labs/maker/tables.html", None, context, {"step": "portal_tables"}
        )
    known = _existing(request, made)
    initial = made.form.initial_of(known) if known is not None else None
    posted = request.POST if request.method == "POST" else None
    form: BoundForm = made.form(posted, initial=initial, resource=resource, table=table)
    shown = _preview(made, form, known, table)
    action = request.POST.get("action", "")
    if action == "preview":
        return render_modal_workflow(request, made.preview_template, None, shown)
    if action == "save" and form.is_valid() and not shown.get("problem"):
        return _save(request, made, form)
    context = {
        "made": made,
        "form": form,
        "resource": resource,
        "known": known,
        "address": _address(made, resource, known),
        "suggested": _suggested(table),
        "values": json.dumps(_values(table), ensure_ascii=False).replace("<", "\\u003c"),
        **shown,
    }
    return render_modal_workflow(request, made.template, None, context, {"step": "portal_form"})


def _preview(made: Made, form: BoundForm, known: Any, table: Table) -> dict[str, Any]:
    """Return what the preview shows; a problem is a sentence."""
    if form.is_bound:
        if not form.is_valid():
            messages = [str(text) for texts in form.errors.values() for text in texts]
            return {"problem": " ".join(messages)}
        item = form.item()  # type: ignore[attr-defined]
    elif known is not None:
        item = known
    else:
        blank = made.form(
            {"aggregate": "count", "kind": "bar"}, resource=form.resource, table=table
        )
        if not blank.is_valid():
            return {}
        item = blank.item()
    try:
        return {"item": item, **made.preview(item, table)}
    except FigureProblem as problem:
        return {"problem": problem.message if form.is_bound else ""}


def _save(request: HttpRequest, made: Made, form: Any) -> HttpResponse:
    """Keep what was made and hand it to the editor's page."""
    item = form.item()
    item.created_by = request.user
    item.save()
    item = loaded(made.model).get(pk=item.pk)
    refresh(item)
    return render_modal_workflow(
        request, None, None, None, {"step": "chosen", "result": dict(made.chosen(item))}
    )


def _existing(request: HttpRequest, made: Made) -> Any:
    """Return the thing that `aus=` names, to make a changed one of it."""
    given = request.GET.get("aus", "")
    if not given.isdecimal() or len(given) > 18:
        return None
    return loaded(made.model).filter(pk=int(given)).first()


def _address(made: Made, resource: Resource, known: Any) -> str:
    """Return where the form is sent to."""
    address = reverse("labs_maker_form", args=[made.name, resource.pk])
    return f"{address}?aus={known.pk}" if known is not None else address


def _suggested(table: Table) -> list[dict[str, Any]]:
    """Return the parts of the table that people ask for most: one value of the labelling column."""
    profile = first_category(table)
    if profile is None or profile.distinct > SHOWN:
        return []
    column = profile.column
    return [
        {
            "column": column.name,
            "label": column.label or column.name,
            "value": value,
            "rows": count,
        }
        for value, count in profile.top[:SUGGESTED]
    ]


def _values(table: Table) -> dict[str, list[str]]:
    """Return frequent values of each column, to choose from while typing."""
    return {
        profile.column.name: [str(value) for value, _count in profile.top[:VALUES]]
        for profile in table.profile()
        if profile.column.name != ID
    }
