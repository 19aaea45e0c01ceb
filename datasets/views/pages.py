"""Public pages of the catalogue: list, dataset, resource with its table and its report."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from datasets.licenses import license_get
from datasets.models import Resource, ResourceVersion
from datasets.permissions import can_edit_dataset
from datasets.schemas.editing import kind_words
from datasets.schemas.rules import rules_of
from datasets.selectors.capabilities import capabilities
from datasets.selectors.pages import (
    dataset_for_page,
    dataset_list_page,
    resource_for_page,
    versions_of,
)
from datasets.selectors.tables import geo_columns
from datasets.services.keys import keys_check
from datasets.services.storage import table_exists
from datasets.views.markdown import to_html
from datasets.views.preview import asked_from, page_number, preview_of
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
    first = next((r for r in resources if r.current_version and r.current_version.has_table), None)
    context = {
        "dataset": dataset,
        "resources": resources,
        "notes_html": to_html(dataset.notes or ""),
        "license": license_get(dataset.license or ""),
        "first_table": first,
        "preview": _preview(first, request) if first else None,
        "may_edit": can_edit_dataset(user, dataset),
        "broken_keys": keys_check(dataset) if _has_several(resources) else [],
    }
    return render(request, "datasets/dataset.html", context)


def _has_several(resources: list[Resource]) -> bool:
    """Say whether there can be keys from one table to another."""
    return sum(1 for r in resources if r.current_version and r.current_version.has_table) > 1


@require_safe
def resource_detail(request: HttpRequest, name: str, resource_id: str) -> HttpResponse:
    """Show a resource: table, columns, report, versions."""
    user = person(request)
    resource = resource_for_page(user=user, dataset_name=name, resource_id=resource_id)
    if resource.dataset.name != name:
        return redirect(resource.get_absolute_url())
    may_edit = can_edit_dataset(user, resource.dataset)
    versions = versions_of(resource, with_unpublished=may_edit)
    version = _chosen_version(request, resource, versions)
    context = {
        "dataset": resource.dataset,
        "resource": resource,
        "version": version,
        "versions": versions,
        "preview": _preview_of_version(version, request),
        "columns": _columns(version),
        "forms": _forms(request, resource, version),
        "may_edit": may_edit,
        "description_html": to_html(resource.description or ""),
        "capabilities": capabilities(resource, version, table_lost=table_is_lost(version)),
        "before": _before(version, versions),
    }
    return render(request, "datasets/resource.html", context)


def table_is_lost(version: ResourceVersion | None) -> bool:
    """Say whether a version's prepared table is gone from the disk."""
    return version is not None and version.has_table and not table_exists(version.table_key)


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


def _preview(resource: Resource, request: HttpRequest) -> object:
    """Return the first page of rows of a resource's current version."""
    return _preview_of_version(resource.current_version, request)


def _preview_of_version(version: ResourceVersion | None, request: HttpRequest) -> object:
    """Return the page of rows that the address asks for, or None without a table."""
    if version is None or not version.has_table:
        return None
    return preview_of(version, asked_from({key: str(value) for key, value in request.GET.items()}))


def _columns(version: ResourceVersion | None) -> list[dict[str, object]]:
    """Return schema and profile of each column side by side."""
    if version is None:
        return []
    profiles = {item.get("name"): item for item in version.profile}
    return [
        {
            "field": field,
            "profile": profiles.get(field.get("name")),
            "kind": kind_words(field),
            "rules": rules_of(field),
        }
        for field in version.schema.get("fields", [])
    ]


def _forms(
    request: HttpRequest, resource: Resource, version: ResourceVersion | None
) -> list[tuple[str, str]]:
    """Return address and title of each format in which the table can be had."""
    if version is None or not version.has_table or version.withdrawn_at is not None:
        return []
    asked = {"version": version.label} if request.GET.get("version") else {}
    forms = [("csv", _("CSV für Excel"), {"bom": "1"}), ("csv", _("CSV (UTF-8)"), {})]
    forms += [("xlsx", "Excel (XLSX)", {}), ("json", "JSON", {}), ("jsonl", "JSON Lines", {})]
    forms += [("parquet", "Parquet", {})]
    forms += [("geojson", "GeoJSON", {})] if geo_columns(version) else []
    forms += [("schema.json", _("Beschreibung der Spalten (Table Schema)"), {})]
    base = f"{resource.get_absolute_url()}/tabelle."
    return [
        (f"{base}{form}{'?' + urlencode(more | asked) if more | asked else ''}", title)
        for form, title, more in forms
    ]
