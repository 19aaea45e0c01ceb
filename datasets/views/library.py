"""The library of schemas for everybody: list, a page and JSON per version."""

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from datasets.models import Resource, SchemaVersion, TableSchema
from datasets.selectors.library import can_edit_schema, latest_versions
from datasets.views.markdown import to_html
from datasets.views.pages import person
from datasets.views.wording import kind_words, meaning_words, rules_of

OBEYING = 50


@require_safe
def schema_list(request: HttpRequest) -> HttpResponse:
    """Show all schemas with their newest version."""
    rows = latest_versions().annotate(used=Count("tables__resource", distinct=True))
    return render(request, "datasets/schema_list.html", {"versions": rows})


def _version(name: str, label: str) -> SchemaVersion:
    schema = get_object_or_404(TableSchema.objects.select_related("organization"), name=name)
    if label in {"", "latest"}:
        found = schema.versions.order_by("-number").first()
    else:
        found = schema.versions.filter(label=label).first()
    if found is None:
        raise Http404
    found.table_schema = schema
    return found


@require_safe
def schema_detail(request: HttpRequest, name: str, label: str = "") -> HttpResponse:
    """Show a version of a schema: its columns with their rules, and who obeys it."""
    version = _version(name, label)
    schema = version.table_schema
    user = person(request)
    obeying = (
        Resource.objects.filter(
            current_version__obeys__table_schema=schema,
            state="active",
            dataset__live=True,
            dataset__private=False,
            dataset__deleted_at__isnull=True,
        )
        .select_related("dataset", "current_version__obeys")
        .defer("current_version__report", "current_version__findings", "current_version__profile")
        .order_by("dataset__title")
    )
    context = {
        "schema": schema,
        "version": version,
        "versions": schema.versions.defer("descriptor"),
        "columns": columns_of(version.descriptor),
        "description_html": to_html(schema.description),
        "obeying": obeying[:OBEYING],
        "may_edit": can_edit_schema(user, schema),
    }
    return render(request, "datasets/schema.html", context)


def columns_of(descriptor: dict[str, Any]) -> list[dict[str, Any]]:
    """Return each column in words."""
    return [
        {
            "field": field,
            "kind": kind_words(field),
            "meaning": meaning_words(field) if field.get("meaning") else "",
            "rules": rules_of(field),
        }
        for field in descriptor.get("fields", [])
    ]


@require_safe
def schema_json(request: HttpRequest, name: str, label: str) -> HttpResponse:
    """Send a version's Table Schema."""
    version = _version(name, label)
    response = JsonResponse(
        version.descriptor, json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Access-Control-Allow-Origin"] = "*"
    response["ETag"] = f'"{version.pk}"'
    return response
