"""Reading datasets and resources."""

import json
from typing import Any

from django.db.models import Q

from datasets.ckan.dicts import Dict, fixed_resource_keys, resource_dict
from datasets.ckan.envelope import RawJson, dump_list
from datasets.ckan.errors import denied, invalid, missing, not_found
from datasets.ckan.fast import package_row
from datasets.ckan.lookup import readable_resource
from datasets.ckan.params import anything, flag, natural, read_text, required, text, whole
from datasets.ckan.registry import Call, read_action
from datasets.ckan.renderings import renderings
from datasets.ckan.times import parse_moment
from datasets.ckan.waiting import noticed, with_table_notices
from datasets.models import Dataset, RecordState, Resource
from datasets.permissions import can_edit_dataset, can_read_dataset, readable_datasets

LIMIT, OFFSET = natural("limit"), natural("offset", 0)


@read_action(
    LIMIT,
    OFFSET,
    flag("include_private", about="also private ones that the caller may see"),
    flag("include_drafts", about="also drafts that the caller may see"),
    flag("include_deleted", about="also deleted ones, for sysadmins"),
)
def package_list(call: Call) -> list[str]:
    """Return the names of all public datasets, in their order.

    With `limit`, in pages of so many names; `offset` says where the page begins.
    """
    rows = _listed(call).order_by("name").values_list("name", flat=True)
    return list(_page(rows, call))


def _listed(call: Call) -> Any:
    """Return the datasets that are listed: the public ones, and what else is asked for and allowed."""
    private, drafts, deleted = (
        call[f"include_{kind}"] for kind in ("private", "drafts", "deleted")
    )
    if call.caller.user is None or not (private or drafts or deleted):
        return Dataset.objects.public()
    rows = (
        Dataset.objects.all()
        if deleted and call.caller.is_sysadmin
        else readable_datasets(call.caller.user)
    )
    if not private:
        rows = rows.filter(private=False)
    return rows if drafts else rows.filter(live=True)


@read_action(LIMIT, OFFSET, natural("page"))
def current_package_list_with_resources(call: Call) -> RawJson:
    """Return all public datasets, last changed first, in pages."""
    visible = readable_datasets(call.caller.user).filter(live=True)
    ids = visible.order_by("-modified_at", "pk").values_list("pk", flat=True)
    offset = call["offset"]
    if call["page"] is not None:
        if call["page"] < 1:
            raise invalid({"page": ["Must be a positive integer"]})
        offset = (call["page"] - 1) * (call["limit"] or 0)
    end = None if call["limit"] is None else offset + call["limit"]
    return dump_list(renderings(list(ids[offset:end])))


def _page(rows: Any, call: Call) -> Any:
    """Cut a page out of rows."""
    start = call["offset"]
    return rows[start:] if call["limit"] is None else rows[start : start + call["limit"]]


@read_action(
    text("id", about="id or name of the dataset"),
    flag("use_default_schema"),
    flag("include_plugin_data"),
)
def package_show(call: Call) -> RawJson:
    """Return a dataset with its resources, tags, groups and further details."""
    key = call["id"]
    if not key:
        if call.data.get("name_or_id"):
            raise invalid({"message": "Missing id, can not get Package object"})
        raise missing("name_or_id")
    row = package_row(key)
    if row is None:
        raise not_found("Dataset not found")
    if not row.is_public and not can_read_dataset(call.caller.user, row.as_dataset()):
        raise denied(f"User {call.caller.name} not authorized to read package {row.id}")
    text = RawJson(row.text) if row.text is not None else renderings([row.id])[0]
    if can_edit_dataset(call.caller.user, row.as_dataset()):
        text = with_table_notices(text, row.id)
    if call["include_plugin_data"] and call.caller.is_sysadmin:
        notes = Dataset.objects.values_list("plugin_data", flat=True).get(pk=row.id)
        return RawJson(json.dumps({**json.loads(text), "plugin_data": notes or None}))
    return text


@read_action(required("id", "id of the resource"), flag("include_tracking"))
def resource_show(call: Call) -> Dict:
    """Return a resource."""
    resource = readable_resource(call.caller, call["id"])
    answer = resource_dict(resource)
    inside = can_edit_dataset(call.caller.user, resource.dataset)
    return noticed(answer, resource) if inside else answer


SEARCHABLE = {
    "id": "id", "name": "name", "description": "description", "url": "url", "format": "format",
    "url_type": "url_type", "mimetype": "mimetype", "resource_type": "resource_type",
    "mimetype_inner": "mimetype_inner", "package_id": "dataset_id", "state": "state",
    "cache_url": "cache_url", "hash": "hash",
}  # fmt: skip
_MOMENTS = {
    "created": "created_at",
    "last_modified": "last_modified",
    "metadata_modified": "modified_at",
}
_ORDERABLE = {
    **SEARCHABLE,
    **_MOMENTS,
    "position": "position",
    "size": "size",
}


@read_action(anything("query"), text("order_by"), natural("offset", 0), natural("limit"))
def resource_search(call: Call) -> Dict:
    """Return the resources whose fields contain what is looked for.

    `query` is `field:term` or a list of such; all of them have to hold.
    """
    asked = call["query"]
    if isinstance(call.data.get("fields"), dict) and not asked:
        asked = [f"{name}:{term}" for name, term in call.data["fields"].items()]
    if asked in (None, "", []):
        raise invalid({"query": "Missing value"})
    rows = Resource.objects.filter(
        state=RecordState.ACTIVE,
        dataset__in=Dataset.objects.public().order_by().values("pk"),
    )
    for part in asked if isinstance(asked, list) else [asked]:
        rows = rows.filter(_term(read_text("query", part)))
    count = rows.count()
    order = call["order_by"]
    if order and order not in _ORDERABLE:
        raise invalid({"order_by": f'Field "{order}" not recognised in resource_search.'})
    page = _page(rows.order_by(_ORDERABLE.get(order or "", "pk"), "pk"), call)
    return {
        "count": count,
        "results": [{**item.additional, **fixed_resource_keys(item)} for item in page],
    }


def _term(part: str) -> Q:
    """Return the filter of one `field:term`."""
    name, colon, term = part.partition(":")
    if not colon:
        raise invalid({"query": "Must be <field>:<value> pair(s)"})
    if name == "hash":
        return Q(hash__startswith=term)
    if name in SEARCHABLE:
        return Q(**{f"{SEARCHABLE[name]}__icontains": term})
    if name == "size":
        return Q(size=whole(term))
    if name in _MOMENTS:
        moment = parse_moment(term)
        return Q(**{_MOMENTS[name]: moment}) if moment else Q(pk__in=())
    raise invalid({"query": f'Field "{name}" not recognised in resource_search.'})


@read_action(required("q", "part of a title or name"), natural("limit", 10))
def package_autocomplete(call: Call) -> list[Dict]:
    """Return datasets whose title or name contains a text."""
    words = call["q"]
    found = (
        readable_datasets(call.caller.user)
        .filter(live=True)
        .filter(Q(title__icontains=words) | Q(name__icontains=words))
        .order_by("name")
        .values_list("name", "title")
    )
    answers = []
    for name, title in found[: call["limit"]]:
        in_name = words.lower() in name
        field, shown = ("name", name) if in_name else ("title", f"{title} ({name})")
        answers.append(
            {"name": name, "title": title, "match_field": field, "match_displayed": shown}
        )
    return answers


@read_action(required("q", "part of a format"), natural("limit", 5))
def format_autocomplete(call: Call) -> list[str]:
    """Return formats of public resources that contain a text, in small letters."""
    formats = (
        Resource.objects.filter(
            state=RecordState.ACTIVE,
            format__icontains=call["q"],
            dataset__in=Dataset.objects.public().order_by().values("pk"),
        )
        .order_by("format")
        .values_list("format", flat=True)
        .distinct()
    )
    small = dict.fromkeys(name.lower() for name in formats[:1000])
    return list(small)[: call["limit"]]
