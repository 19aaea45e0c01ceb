"""Views of resources as foreign programs describe them; kept and given back as they are."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from datasets.ckan.auth import Caller
from datasets.ckan.checks import Checked
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import denied, invalid, not_found
from datasets.ckan.lookup import editable_resource, find_dataset, readable_resource
from datasets.ckan.params import anything, flag, names, need, required, text
from datasets.ckan.parsing import is_file
from datasets.ckan.registry import Access, Call, read_action, write_action
from datasets.models import RecordState, Resource, ResourceView
from datasets.permissions import can_edit_dataset, can_read_dataset

# Kinds of views by CKAN's names, and whether they show filtered tables.
KINDS = {
    "image_view": False,
    "text_view": False,
    "video_view": False,
    "audio_view": False,
    "webpage_view": False,
    "datatables_view": True,
    "recline_view": True,
    "recline_grid_view": True,
    "recline_graph_view": True,
    "recline_map_view": True,
}
_PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "svg", "webp", "bmp", "tiff", "ico"})
_OWN = frozenset({"id", "resource_id", "package_id", "title", "description", "view_type"})
_FILTERS = ("filter_fields", "filter_values")


def view_dict(view: ResourceView) -> Dict:
    """Return a view; what its kind keeps lies flat between the fixed keys."""
    return {
        **view.config,
        "id": view.pk,
        "resource_id": view.resource_id,
        "package_id": view.resource.dataset_id,
        "title": view.title,
        "description": view.description,
        "view_type": view.view_type,
    }


def _find(key: str) -> ResourceView:
    rows = ResourceView.objects.select_related("resource__dataset__organization")
    view = rows.filter(pk=key, resource__state=RecordState.ACTIVE).first()
    if view is None:
        raise not_found("Resource view was not found")
    return view


def _editable(caller: Caller, key: str) -> ResourceView:
    view = _find(key)
    if not can_edit_dataset(caller.user, view.resource.dataset):
        raise denied(f"User {caller.name} not authorized to edit resource {view.resource_id}")
    return view


@read_action(required("id", "id of the view"))
def resource_view_show(call: Call) -> Dict:
    """Return a view of a resource."""
    view = _find(call["id"])
    if not can_read_dataset(call.caller.user, view.resource.dataset):
        raise denied(f"User {call.caller.name} not authorized to read resource {view.resource_id}")
    return view_dict(view)


@read_action(required("id", "id of the resource"))
def resource_view_list(call: Call) -> list[Dict]:
    """Return the views of a resource in their order."""
    resource = readable_resource(call.caller, call["id"])
    return [view_dict(view) for view in resource.resource_views.select_related("resource")]


@write_action(
    text("resource_id"),
    text("title"),
    text("description"),
    text("view_type"),
    anything("filter_fields", "columns to filter by"),
    anything("filter_values", "their values, as many"),
)
def resource_view_create(call: Call) -> Dict:
    """Add a view to a resource; further keys are kept."""
    data = call.data
    if not data.get("resource_id"):
        raise invalid({"resource_id": ["Missing value"]})
    checked = Checked(data)
    resource = _resource(call.caller, checked)
    title, description, kind = _words(checked)
    view_id = checked.new_id(
        allowed=call.caller.is_sysadmin,
        taken=lambda pk: ResourceView.objects.filter(pk=pk).exists(),
        fault="ResourceView id already exists.",
    )
    config = _config(checked, kind)
    checked.done()
    last = resource.resource_views.aggregate(last=Max("position"))["last"] if resource else None
    view = ResourceView(
        resource=resource,
        title=title,
        description=description,
        view_type=kind,
        config=config,
        position=0 if last is None else last + 1,
    )
    if view_id:
        view.pk = view_id
    view.save(force_insert=True)
    return view_dict(view)


def _resource(caller: Caller, checked: Checked) -> Resource | None:
    """Return the resource that the view is for, which the caller must be allowed to change."""
    key = checked.text("resource_id", longest=100)
    rows = Resource.objects.select_related("dataset__organization")
    found = rows.filter(pk=key, state=RecordState.ACTIVE).first() if key else None
    if key and found is None:
        checked.fault("resource_id", "Not found: Resource")
    if found is not None and not can_edit_dataset(caller.user, found.dataset):
        raise denied(f"User {caller.name} not authorized to edit resource {found.pk}")
    return found


def _words(checked: Checked) -> tuple[str, str | None, str]:
    title = checked.text("title", longest=1000)
    if not title:
        checked.fault("title", "Missing value")
    kind = checked.text("view_type", longest=100)
    if not kind:
        checked.fault("view_type", "Missing value")
    elif kind not in KINDS:
        checked.fault("view_type", f"No plugin found for view_type {kind}")
    return title or "", checked.text("description"), kind or ""


def _config(checked: Checked, kind: str) -> Dict:
    """Return the keys that only this kind of view knows."""
    config = {
        key: value for key, value in checked.data.items() if key not in _OWN and not is_file(value)
    }
    filters = [config.get(name) for name in _FILTERS]
    if filters == [None, None]:
        return config
    if not KINDS.get(kind, True):
        for name in _FILTERS:
            checked.fault(name, "The input field was not expected.")
        return config
    fields, values = (value if isinstance(value, list) else [value] for value in filters)
    if len(fields) != len(values):
        for name in _FILTERS:
            checked.fault(name, "'filter_fields' and 'filter_values' should have the same length")
        return config
    gathered: dict[str, list[Any]] = {}
    for name, value in zip(fields, values, strict=True):
        gathered.setdefault(str(name), []).append(value)
    return {**config, "filter_fields": fields, "filter_values": values, "filters": gathered}


@write_action(text("id", about="id of the view"), text("title"), text("description"))
def resource_view_update(call: Call) -> Dict:
    """Change a view; keys that are left out stay as they are."""
    view = _editable(call.caller, need(call["id"], "id"))
    data = {**view_dict(view), **call.data, "resource_id": view.resource_id}
    checked = Checked(data)
    view.title, view.description, view.view_type = _words(checked)
    view.config = _config(checked, view.view_type)
    checked.done()
    view.save()
    return view_dict(view)


@write_action(
    required("id", "id of the resource"), names("order", "ids of views, first ones first")
)
def resource_view_reorder(call: Call) -> Dict:
    """Put the views of a resource into an order."""
    resource = editable_resource(call.caller, call["id"], "update")
    order: list[str] = need(call["order"], "order")
    if len(set(order)) != len(order):
        raise invalid({"order": ["No duplicates allowed in order"]})
    views = {view.pk: view for view in resource.resource_views.all()}
    if not set(order) <= set(views):
        raise invalid({"order": ["View is not associated to this resource"]})
    whole = [*order, *(pk for pk in views if pk not in order)]
    for position, pk in enumerate(whole):
        views[pk].position = position
    ResourceView.objects.bulk_update(views.values(), ["position"])
    return {"id": resource.pk, "order": whole}


@write_action(required("id", "id of the view"))
def resource_view_delete(call: Call) -> None:
    """Remove a view."""
    _editable(call.caller, call["id"]).delete()


@write_action(names("view_types", "only views of these kinds"), access=Access.SYSADMIN)
def resource_view_clear(call: Call) -> None:
    """Remove all views of the portal, or those of some kinds."""
    rows = ResourceView.objects.all()
    (rows.filter(view_type__in=call["view_types"]) if call["view_types"] else rows).delete()


@write_action(
    anything("resource", "a resource's dictionary", required=True),
    anything("package", "its dataset's dictionary"),
    flag("create_datastore_views"),
)
def resource_create_default_resource_views(call: Call) -> list[Dict]:
    """Add the portal's usual views to a resource that has none of them."""
    key = _id_of(call["resource"], "resource")
    resource = editable_resource(call.caller, key, "update")
    return _usual_views([resource], tables=call["create_datastore_views"])


@write_action(
    anything("package", "a dataset's dictionary", required=True), flag("create_datastore_views")
)
def package_create_default_resource_views(call: Call) -> list[Dict]:
    """Add the portal's usual views to the resources of a dataset."""
    dataset = find_dataset(_id_of(call["package"], "package"))
    if not can_edit_dataset(call.caller.user, dataset):
        raise denied(f"User {call.caller.name} not authorized to edit package {dataset.pk}")
    rows = dataset.resources.filter(state=RecordState.ACTIVE)
    return _usual_views(list(rows), tables=call["create_datastore_views"])


def _id_of(value: Any, name: str) -> str:
    key = value.get("id") if isinstance(value, dict) else value
    if not isinstance(key, str) or not key:
        raise invalid({name: ["Missing value"]})
    return key


@transaction.atomic
def _usual_views(resources: Sequence[Resource], *, tables: bool) -> list[Dict]:
    wanted = [kind for kind in settings.CKAN["VIEWS_DEFAULT_VIEWS"].split() if kind in KINDS]
    made = []
    for resource in resources:
        present = set(resource.resource_views.values_list("view_type", flat=True))
        for position, kind in enumerate(wanted):
            fits = resource.table_active if KINDS[kind] else _shows(kind, resource)
            if kind in present or not fits or KINDS[kind] != tables:
                continue
            title = {"image_view": "Image", "datatables_view": "Table"}.get(kind, kind)
            view = ResourceView(
                resource=resource, title=title, description="", view_type=kind, position=position
            )
            view.save(force_insert=True)
            made.append(view_dict(view))
    return made


def _shows(kind: str, resource: Resource) -> bool:
    return kind == "image_view" and resource.format.lower() in _PICTURES
