"""The schema editor in the admin: the library, new schemas, further versions, a try on a real file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from datasets.admin.schema_forms import (
    ColumnFormSet,
    SchemaForm,
    TakeInForm,
    descriptor_of,
    initial_of,
    key_text,
)
from datasets.contribute.common import own_version, person_of
from datasets.contribute.forms import organizations_of
from datasets.errors import DatasetsError
from datasets.models import Organization, Resource, ResourceVersion, SchemaVersion, TableSchema
from datasets.selectors.library import can_edit_schema, latest_versions
from datasets.services.fetching import bytes_at
from datasets.services.library import (
    schema_create,
    schema_revise,
    schema_step,
    schema_try,
    schemas_take_in,
)
from datasets.views.library import columns_of
from portal.base.models import User

TRIED_ON = 50


def library(request: HttpRequest) -> HttpResponse:
    """Show all schemas and the ways to a new one."""
    user = person_of(request)
    organizations = organizations_of(user)
    form = TakeInForm(request.POST or None, request.FILES or None, organizations=organizations)
    if request.method == "POST" and form.is_valid():
        try:
            made = _take_in(form, user, organizations)
        except DatasetsError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request,
                _("%(count)s Schema angelegt.") % {"count": len(made)}
                if len(made) == 1
                else _("%(count)s Schemas angelegt.") % {"count": len(made)},
            )
            return redirect("schema_edit", schema_id=made[0].table_schema_id)
    versions = [(row, can_edit_schema(user, row.table_schema)) for row in latest_versions()]
    context = {"versions": versions, "form": form}
    return render(
        request, "datasets/admin/schemas.html", context, status=422 if form.errors else 200
    )


def _take_in(
    form: TakeInForm, user: User, organizations: list[Organization]
) -> list[SchemaVersion]:
    values = form.cleaned_data
    owner = next((o for o in organizations if o.pk == values["organization"]), None)
    title, url = values["title"].strip(), values["url"]
    if values["file"] or url:
        raw = values["file"].read() if values["file"] else bytes_at(url)
        made = schemas_take_in(actor=user, raw=raw, organization=owner, title=title, source_url=url)
        return list(made)
    blank = {"fields": [{"name": "id", "type": "string", "title": "Kennung"}]}
    return [schema_create(actor=user, title=title, descriptor=blank, organization=owner)]


@require_POST
def from_version(request: HttpRequest, version_id: str) -> HttpResponse:
    """Make a schema of a table that is there, as a start."""
    version = own_version(request, version_id)
    dataset = version.resource.dataset
    try:
        made = schema_create(
            actor=person_of(request),
            title=dataset.title,
            descriptor=version.schema,
            organization=dataset.organization,
        )
    except DatasetsError as error:
        messages.error(request, error.message)
        return redirect("datasets_report", version_id=version.pk)
    messages.success(
        request, _("Das Schema ist aus der Tabelle entstanden. Bitte lesen Sie es durch.")
    )
    return redirect("schema_edit", schema_id=made.table_schema_id)


def edit(request: HttpRequest, schema_id: str) -> HttpResponse:
    """Change columns, rules and texts; every save is a new version, a try is none."""
    user = person_of(request)
    schema = get_object_or_404(TableSchema.objects.select_related("organization"), pk=schema_id)
    if not can_edit_schema(user, schema):
        raise PermissionDenied
    last = schema.versions.latest("number")
    data = request.POST if request.method == "POST" else None
    form = SchemaForm(data, initial=_texts(schema, last))
    columns = ColumnFormSet(
        data,
        prefix="c",
        initial=[
            {**initial_of(field), "ORDER": at}
            for at, field in enumerate(last.descriptor.get("fields", []), 1)
        ],
    )
    context: dict[str, Any] = {
        "schema": schema,
        "last": last,
        "form": form,
        "columns": columns,
        "tables": _tables(user),
    }
    status = 200
    if data is not None and form.is_valid() and columns.is_valid():
        descriptor = descriptor_of(last.descriptor, form, columns)
        if data.get("action") == "try":
            context |= _tried(user, data.get("table", ""), descriptor, last)
        elif (saved := _saved(request, user, schema, descriptor, form)) is not None:
            return saved
    elif data is not None:
        status = 422
    return render(request, "datasets/admin/schema_edit.html", context, status=status)


def _texts(schema: TableSchema, last: SchemaVersion) -> dict[str, str]:
    return {
        "title": schema.title,
        "title_en": schema.title_en,
        "description": schema.description,
        "description_en": schema.description_en,
        "primary_key": key_text(last.descriptor),
    }


def _saved(
    request: HttpRequest,
    user: User,
    schema: TableSchema,
    descriptor: dict[str, Any],
    form: SchemaForm,
) -> HttpResponse | None:
    """Write the next version; None where the person has to say more."""
    try:
        version = schema_revise(
            actor=user,
            schema=schema,
            descriptor=descriptor,
            note=form.cleaned_data["note"],
            texts={key: form.cleaned_data[key] for key in _texts_of(form)},
        )
    except DatasetsError as error:
        form.add_error("note" if "note" in error.data else None, error.message)
        return None
    messages.success(request, _("Gespeichert: Version %(label)s.") % {"label": version.label})
    return redirect("schema_edit", schema_id=schema.pk)


def _texts_of(form: SchemaForm) -> list[str]:
    return [key for key in form.cleaned_data if key not in {"primary_key", "note"}]


def _tables(user: User) -> list[Resource]:
    """Return tables of the person's organizations, to try a schema on."""
    rows = Resource.objects.filter(
        state="active",
        table_active=True,
        current_version__isnull=False,
        dataset__deleted_at__isnull=True,
        dataset__organization__in=organizations_of(user),
    )
    return list(rows.select_related("dataset").order_by("-modified_at")[:TRIED_ON])


def _tried(
    user: User, resource_id: str, descriptor: dict[str, Any], last: SchemaVersion
) -> dict[str, Any]:
    """Judge a real file by what the forms say, without keeping anything."""
    step = schema_step(last, descriptor) if descriptor != last.descriptor else None
    found: dict[str, Any] = {
        "tried": True,
        "step": step,
        "shown_columns": columns_of(descriptor),
        "chosen_table": resource_id,
    }
    chosen = next((row for row in _tables(user) if row.pk == resource_id), None)
    if chosen is None or chosen.current_version_id is None:
        return found
    version = ResourceVersion.objects.get(pk=chosen.current_version_id)
    try:
        outcome, match = schema_try(version=version, descriptor=descriptor)
    except DatasetsError as error:
        return {**found, "problem": error.message}
    return {**found, "outcome": outcome, "match": match, "tried_on": chosen}
