"""Who did what: the portal's own record in the words of CKAN's activity streams."""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from datasets.ckan.activities import TYPES, VERBS, activities, page
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import denied, not_found
from datasets.ckan.lookup import find_body, find_user, readable_dataset
from datasets.ckan.params import Param, anything, flag, natural, read_names, required, text
from datasets.ckan.registry import Call, add_action, read_action
from datasets.models import AuditEntry, Dataset, Organization, Theme
from datasets.permissions import can_edit_body, readable_datasets
from portal.base.models import User

PAGE = (natural("offset", 0), natural("limit"), anything("after"), anything("before"))


def _entries(call: Call, rows: QuerySet[AuditEntry]) -> list[Dict]:
    return activities(call.caller, page(call, rows))


def of_datasets(ids: Any) -> QuerySet[AuditEntry]:
    """Return the entries of some datasets."""
    return AuditEntry.objects.filter(object_type="dataset", object_id__in=ids)


@read_action(
    required("id", "id or name of the dataset"),
    *PAGE,
    flag("include_hidden_activity"),
    Param("activity_types", read_names),
    Param("exclude_activity_types", read_names),
)
def package_activity_list(call: Call) -> list[Dict]:
    """Return what was done to a dataset, last first."""
    dataset = readable_dataset(call.caller, call["id"])
    rows = of_datasets([dataset.pk])
    if call["activity_types"]:
        rows = rows.filter(verb__in=[v for v, t in TYPES.items() if t in call["activity_types"]])
    if call["exclude_activity_types"]:
        out = [v for v, t in TYPES.items() if t in call["exclude_activity_types"]]
        rows = rows.exclude(verb__in=out)
    return _entries(call, rows)


@read_action(*PAGE)
def recently_changed_packages_activity_list(call: Call) -> list[Dict]:
    """Return what was done to public datasets, last first."""
    return _entries(call, of_datasets(Dataset.objects.public().order_by().values("pk")))


def deeds_of(user: User) -> Q:
    """Select what a person did, and the making and changing of their account."""
    own = Q(object_type="account", object_id=user.public_id)
    return own | (Q(actor=user) & ~Q(object_type="account"))


@read_action(required("id", "id or name of the account"), *PAGE)
def user_activity_list(call: Call) -> list[Dict]:
    """Return what a person did; to the person and to sysadmins only."""
    user = find_user(call["id"])
    if call.caller.user != user and not call.caller.is_sysadmin:
        if call.caller.user is None and not settings.CKAN["AUTH_PUBLIC_USER_DETAILS"]:
            raise denied()
        visible = readable_datasets(call.caller.user).order_by().values("pk")
        return _entries(call, of_datasets(visible).filter(actor=user))
    return _entries(call, AuditEntry.objects.filter(deeds_of(user)))


def _body_activity(call: Call, model: Any) -> list[Dict]:
    body: Any = find_body(model, call["id"])
    # Who may change the organization sees what became of datasets that were deleted.
    seen = (
        Dataset.objects.all()
        if model is Organization and can_edit_body(call.caller.user, body)
        else readable_datasets(call.caller.user)
    )
    visible = seen.filter(**{"organization" if model is Organization else "themes": body.pk})
    of_body = Q(object_type__in=("organization", "theme"), object_id=body.pk)
    its_datasets = Q(object_type="dataset", object_id__in=visible.order_by().values("pk"))
    return _entries(call, AuditEntry.objects.filter(of_body | its_datasets))


_BODY = (required("id", "id or name"), *PAGE, flag("include_hidden_activity"))
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


def _one(call: Call) -> Dict:
    """Return the activity that a call names. Raises not-found and authorization errors."""
    rows = AuditEntry.objects.filter(pk=call["id"], verb__in=VERBS)
    entry = rows.select_related("actor").first()
    if entry is None:
        raise not_found("Activity not found")
    if entry.object_type == "dataset":
        readable_dataset(call.caller, entry.object_id)
    elif not call.caller.is_sysadmin:
        raise denied()
    return activities(call.caller, [entry])[0]


@read_action(required("id"), text("object_type"))
def activity_show(call: Call) -> Dict:
    """Return one activity."""
    return _one(call)


@read_action(required("id"), text("object_type", about="package or group"))
def activity_data_show(call: Call) -> Any:
    """Return what an activity tells of its object."""
    data = _one(call)["data"] or {}
    if not call["object_type"]:
        return data
    if call["object_type"] not in data:
        raise not_found("Could not find that object_type in the activity's data")
    return data[call["object_type"]]
