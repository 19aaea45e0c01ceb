"""Who did what: the portal's own record in the words of CKAN's activity streams."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from datasets.ckan.auth import Caller
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import denied, not_found
from datasets.ckan.lookup import find_body, find_user, readable_dataset
from datasets.ckan.params import Param, anything, flag, natural, read_names, required, text
from datasets.ckan.registry import Access, Call, add_action, read_action
from datasets.ckan.times import iso, parse_moment
from datasets.models import AuditEntry, Dataset, Organization, Theme
from datasets.permissions import PUBLIC_LABEL, readable_datasets

_MOST = 100
TYPES = {
    "dataset_create": "new package",
    "dataset_update": "changed package",
    "dataset_undelete": "changed package",
    "dataset_retract": "changed package",
    "resources_reorder": "changed package",
    "dataset_delete": "deleted package",
    "organization_create": "new organization",
    "organization_update": "changed organization",
    "organization_delete": "deleted organization",
    "theme_create": "new group",
    "theme_update": "changed group",
    "theme_delete": "deleted group",
    "account_create": "new user",
    "account_update": "changed user",
}
_PAGE = (natural("offset", 0), natural("limit", 31), anything("after"), anything("before"))


def entries(call: Call, rows: QuerySet[AuditEntry]) -> list[Dict]:
    """Return a page of the record as activities."""
    rows = rows.filter(verb__in=TYPES).select_related("actor").order_by("-at", "-pk")
    for name, look in (("after", "at__gt"), ("before", "at__lt")):
        moment = _moment(call.values.get(name))
        rows = rows.filter(**{look: moment}) if moment else rows
    start, limit = call["offset"], min(call["limit"], _MOST)
    return _activities(call.caller, list(rows[start : start + limit]))


def _moment(value: Any) -> Any:
    return parse_moment(value) if isinstance(value, str) else None


def _activities(caller: Caller, found: list[AuditEntry]) -> list[Dict]:
    """Return the entries; who did it is only told to people with an account."""
    ids = {entry.object_id for entry in found if entry.object_type == "dataset"}
    titles = {
        pk: {"id": pk, "name": name, "title": title}
        for pk, name, title in Dataset.objects.filter(pk__in=ids).values_list("pk", "name", "title")
    }
    named = caller.user is not None or settings.CKAN["AUTH_PUBLIC_ACTIVITY_STREAM_DETAIL"]
    return [
        {
            "id": entry.pk,
            "timestamp": iso(entry.at),
            "user_id": entry.actor.public_id if named and entry.actor else "",
            "object_id": entry.object_id,
            "activity_type": TYPES[entry.verb],
            "data": {
                "package": titles.get(entry.object_id),
                "actor": entry.actor.get_username() if named and entry.actor else "",
            },
            "permission_labels": [PUBLIC_LABEL],
        }
        for entry in found
    ]


def _of_datasets(ids: Any) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(object_type="dataset", object_id__in=ids)


@read_action(
    required("id", "id or name of the dataset"),
    *_PAGE,
    flag("include_hidden_activity"),
    Param("activity_types", read_names),
    Param("exclude_activity_types", read_names),
)
def package_activity_list(call: Call) -> list[Dict]:
    """Return what was done to a dataset, last first."""
    dataset = readable_dataset(call.caller, call["id"])
    rows = _of_datasets([dataset.pk])
    if call["activity_types"]:
        rows = rows.filter(verb__in=[v for v, t in TYPES.items() if t in call["activity_types"]])
    if call["exclude_activity_types"]:
        out = [v for v, t in TYPES.items() if t in call["exclude_activity_types"]]
        rows = rows.exclude(verb__in=out)
    return entries(call, rows)


@read_action(*_PAGE)
def recently_changed_packages_activity_list(call: Call) -> list[Dict]:
    """Return what was done to public datasets, last first."""
    return entries(call, _of_datasets(Dataset.objects.public().order_by().values("pk")))


@read_action(required("id", "id or name of the account"), *_PAGE)
def user_activity_list(call: Call) -> list[Dict]:
    """Return what a person did; to the person and to sysadmins only."""
    user = find_user(call["id"])
    if call.caller.user != user and not call.caller.is_sysadmin:
        if call.caller.user is None and not settings.CKAN["AUTH_PUBLIC_USER_DETAILS"]:
            raise denied()
        visible = readable_datasets(call.caller.user).order_by().values("pk")
        return entries(call, _of_datasets(visible).filter(actor=user))
    return entries(call, AuditEntry.objects.filter(actor=user))


def _body_activity(call: Call, model: Any) -> list[Dict]:
    body: Any = find_body(model, call["id"])
    relation = "organization" if model is Organization else "themes"
    visible = readable_datasets(call.caller.user).filter(**{relation: body.pk})
    of_body = Q(object_type__in=("organization", "theme"), object_id=body.pk)
    of_datasets = Q(object_type="dataset", object_id__in=visible.order_by().values("pk"))
    return entries(call, AuditEntry.objects.filter(of_body | of_datasets))


_BODY = (required("id", "id or name"), *_PAGE, flag("include_hidden_activity"))
add_action(
    "organization_activity_list",
    lambda call: _body_activity(call, Organization),
    _BODY,
    "Return what was done in an organization, last first.",
)
add_action(
    "group_activity_list",
    lambda call: _body_activity(call, Theme),
    _BODY,
    "Return what was done in a group, last first.",
)


@read_action(*_PAGE, access=Access.USER)
def dashboard_activity_list(call: Call) -> list[Dict]:
    """Return what was done lately to datasets that the caller may see."""
    visible = readable_datasets(call.caller.user).order_by().values("pk")
    return entries(call, _of_datasets(visible))


@read_action(access=Access.USER)
def dashboard_new_activities_count(call: Call) -> int:
    """Return how many activities are new: this portal keeps no such mark."""
    return 0


@read_action(required("id"), text("object_type"))
def activity_show(call: Call) -> Dict:
    """Return one activity."""
    entry = AuditEntry.objects.filter(pk=call["id"], verb__in=TYPES).select_related("actor").first()
    if entry is None:
        raise not_found("Activity not found")
    if entry.object_type == "dataset":
        readable_dataset(call.caller, entry.object_id)
    elif not call.caller.is_sysadmin:
        raise denied()
    return _activities(call.caller, [entry])[0]
