"""Public pages of the catalogue: list, dataset, resource with its table and its report."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.charts import histogram_svg
from datasets.licenses import license_get
from datasets.models import Resource, ResourceVersion
from datasets.permissions import can_edit_dataset
from datasets.selectors.pages import (
    dataset_for_page,
    dataset_list_page,
    resource_for_page,
    versions_of,
)
from datasets.selectors.tables import geo_columns
from datasets.services.keys import keys_check
from datasets.sqltab.program import render_with_program
from datasets.store import StoreError, Table
from datasets.views.asking import asked_from, page_number
from datasets.views.linked import dataset_linked
from datasets.views.markdown import to_html
from datasets.views.preview import Preview, preview_page, shown_table
from datasets.views.reasons import told
from datasets.views.table_views import table_view
from datasets.views.wording import kind_words, rules_of
from portal.base.models import User


def person(request: HttpRequest) -> User | None:
    """Return who asks, or None for the public; only a session cookie makes it look at the session."""
    if "sessionid" not in request.COOKIES:
        return None
    user = request.user
    return user if user.is_authenticated else None


@require_safe
def dataset_list(request: HttpRequest) -> HttpResponse:
    """Show the datasets; words are searched for on the search page."""
    if request.GET.get("q"):
        return redirect(f"{reverse('search')}?typ=dataset&q={request.GET['q']}")
    listed = dataset_list_page(
        user=person(request),
        params={key: str(value) for key, value in request.GET.items()},
        number=page_number(request.GET.get("seite", "1")),
    )
    return render(request, "datasets/dataset_list.html", {"listed": listed})


@require_safe
def dataset_detail(request: HttpRequest, name: str) -> HttpResponse:
    """Show a dataset; an id leads to the address with the name."""
    user = person(request)
    dataset = dataset_for_page(user=user, name=name)
    if dataset.name != name:
        return redirect(dataset.get_absolute_url())
    resources = list(dataset.resources.all())
    first = next((r for r in resources if r.table_active), None)
    context = {
        "dataset": dataset,
        "resources": resources,
        "notes_html": to_html(dataset.notes or ""),
        "license": license_get(dataset.license or ""),
        "first_table": first,
        "preview": _first_preview(first, request) if first else None,
        "may_edit": can_edit_dataset(user, dataset),
        "broken_keys": keys_check(dataset) if _has_several(resources) else [],
        "linked_data": dataset_linked(dataset, resources),
    }
    return render(request, "datasets/dataset.html", context)


def _has_several(resources: list[Resource]) -> bool:
    """Say whether there can be keys from one table to another."""
    return sum(1 for r in resources if r.current_version and r.current_version.has_table) > 1


@require_safe
def resource_detail(request: HttpRequest, name: str, resource_id: str) -> HttpResponseBase:
    """Show a resource: table, columns, report, versions."""
    user = person(request)
    resource = resource_for_page(user=user, dataset_name=name, resource_id=resource_id)
    if resource.dataset.name != name:
        return redirect(resource.get_absolute_url())
    may_edit = can_edit_dataset(user, resource.dataset)
    versions = versions_of(resource, with_unpublished=may_edit)
    version = _chosen_version(request, resource, versions)
    can, waits = told(resource, version, may_edit=may_edit)
    params = {key: str(value) for key, value in request.GET.items()}
    asked = asked_from(params)
    table = _table(resource, version, params)
    context = {
        "dataset": resource.dataset,
        "resource": resource,
        "version": version,
        "versions": versions,
        "table": table,
        "columns": _columns(version, table),
        **table_view(resource, version, table, params, asked),
        "forms": _forms(request, resource, version, table),
        "may_edit": may_edit,
        "is_current": version is None or version.pk == resource.current_version_id,
        "description_html": to_html(resource.description or ""),
        "capabilities": can,
        "waits": waits,
        "before": _before(version, versions),
    }
    template = "datasets/resource.html"
    if "queries" in context:
        return render_with_program(request, template, context)
    return render(request, template, context)


def _before(
    version: ResourceVersion | None, versions: list[ResourceVersion]
) -> ResourceVersion | None:
    """Return the public version before this one, to compare with; both need a table."""
    if version is None or not version.has_table:
        return None
    earlier = [
        row
        for row in versions
        if row.number < version.number
        and row.published_at
        and not row.withdrawn_at
        and row.table_key
    ]
    return earlier[0] if earlier else None


def _chosen_version(
    request: HttpRequest, resource: Resource, versions: list[ResourceVersion]
) -> ResourceVersion | None:
    """Return the version that `?version=` names, else the current one."""
    asked = request.GET.get("version")
    if not asked:
        return resource.current_version
    chosen = next((v for v in versions if asked in {str(v.number), v.label}), None)
    if chosen is None:
        raise Http404
    return ResourceVersion.objects.get(pk=chosen.pk)


def _first_preview(resource: Resource, request: HttpRequest) -> Preview | None:
    """Return the first page of rows of a resource's current table."""
    table = _table(resource, resource.current_version, {})
    asked = asked_from({key: str(value) for key, value in request.GET.items()})
    return preview_page(table, asked) if table else None


def _table(
    resource: Resource, version: ResourceVersion | None, params: dict[str, str]
) -> Table | None:
    """Return the table of the page, None where there is none or it cannot be read (rebuild it)."""
    if version is not None and version.withdrawn_at is not None:
        return None
    try:
        return shown_table(resource, version, named=bool(params.get("version")))
    except (FileNotFoundError, StoreError):
        return None


def _columns(version: ResourceVersion | None, table: Table | None) -> list[dict[str, object]]:
    """Return schema, profile and histogram of each column side by side."""
    if version is None:
        return [] if table is None else _fed_columns(table)
    profiles = {item.get("name"): item for item in version.profile}
    return [
        {
            "field": field,
            "profile": profiles.get(field.get("name")),
            "kind": kind_words(field),
            "rules": rules_of(field),
            "histogram": _histogram(profiles.get(field.get("name")) or {}),
        }
        for field in version.schema.get("fields", [])
    ]


def _fed_columns(table: Table) -> list[dict[str, object]]:
    """Describe the columns of a table that is fed by programs."""
    return [
        {
            "field": {
                "name": c.name,
                "title": c.label,
                "type": c.kind.value,
                "description": c.notes,
                "reason": "",
            },
            "profile": None,
            "kind": c.kind.value,
            "rules": [],
        }
        for c in table.info().columns
    ]


def _histogram(profile: dict[str, Any]) -> SafeString:
    """Return a small picture of where the values lie."""
    bins = profile.get("histogram") or []
    counts = [int(item["count"]) for item in bins]
    if not counts:
        return SafeString("")
    words = _("Verteilung von %(low)s bis %(high)s: %(counts)s") % {
        "low": profile.get("minimum"),
        "high": profile.get("maximum"),
        "counts": ", ".join(map(str, counts)),
    }
    return mark_safe(histogram_svg(counts, description=words))  # noqa: S308 - escaped where drawn


def _forms(
    request: HttpRequest, resource: Resource, version: ResourceVersion | None, table: Table | None
) -> list[tuple[str, str]]:
    """Return address and title of each format in which the table can be had."""
    if table is None:
        return []
    asked = {"version": version.label} if version and request.GET.get("version") else {}
    forms = [("csv", _("CSV für Excel"), {"bom": "1"}), ("csv", _("CSV (UTF-8)"), {})]
    forms += [("tsv", "TSV", {}), ("xlsx", "Excel (XLSX)", {})]
    forms += [("json", "JSON", {}), ("jsonl", "JSON Lines", {}), ("parquet", "Parquet", {})]
    forms += [("geojson", "GeoJSON", {})] if version and geo_columns(version) else []
    forms += [("duckdb", _("DuckDB-Datei"), {})] if table.path else []
    forms += [("schema.json", _("Beschreibung der Spalten (Table Schema)"), {})]
    base = f"{resource.get_absolute_url()}/tabelle."
    return [
        (f"{base}{form}{'?' + urlencode(more | asked) if more | asked else ''}", title)
        for form, title, more in forms
    ]
