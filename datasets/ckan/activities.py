"""Entries of the portal's own record as the dictionaries of CKAN's activity streams."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Revision

from datasets.ckan.auth import Caller
from datasets.ckan.dicts import Dict, body_dict
from datasets.ckan.registry import Call
from datasets.ckan.renderings import renderings
from datasets.ckan.times import iso, parse_moment
from datasets.models import AuditEntry, Dataset, Organization, Theme
from datasets.permissions import PUBLIC_LABEL, can_edit_dataset, readable_datasets
from datasets.services.audit import FOREIGN_VERB

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
VERBS = (*TYPES, FOREIGN_VERB)
# What an older entry tells of a dataset comes from the version kept then, for those who may edit it.
_KEPT = {
    "title": "title",
    "name": "name",
    "notes": "notes",
    "landing_page": "url",
    "version_label": "version",
    "author": "author",
    "maintainer": "maintainer",
}


def page(call: Call, rows: QuerySet[AuditEntry]) -> list[AuditEntry]:
    """Return the entries that a list action asks for, the last one first."""
    rows = rows.filter(verb__in=VERBS).select_related("actor").order_by("-at", "-pk")
    for name, look in (("after", "at__gt"), ("before", "at__lt")):
        moment = _moment(call.values.get(name))
        rows = rows.filter(**{look: moment}) if moment else rows
    asked = settings.CKAN["ACTIVITY_LIST_LIMIT"] if call["limit"] is None else call["limit"]
    start, limit = call["offset"], min(asked, settings.CKAN["ACTIVITY_LIST_LIMIT_MAX"])
    return list(rows[start : start + limit])


def _moment(value: Any) -> datetime | None:
    return parse_moment(value) if isinstance(value, str) else None


def activities(caller: Caller, found: Sequence[AuditEntry]) -> list[Dict]:
    """Return the entries; who did it is only told to people with an account."""
    things = _datasets(caller, found) | _bodies(found)
    named = caller.user is not None or settings.CKAN["AUTH_PUBLIC_ACTIVITY_STREAM_DETAIL"]
    return [
        {
            "id": entry.pk,
            "timestamp": iso(entry.at),
            "user_id": _user_id(entry) if named else "",
            "object_id": entry.object_id,
            "activity_type": activity_type(entry),
            "data": _data(entry, things.get(entry.pk), named=named),
            "permission_labels": [PUBLIC_LABEL],
        }
        for entry in found
    ]


def activity_type(entry: AuditEntry) -> str:
    """Return CKAN's word for what was done."""
    return TYPES.get(entry.verb) or str(entry.data.get("activity_type", ""))


def _user_id(entry: AuditEntry) -> str:
    """Return who did it; what is done to an account counts as its own deed."""
    if entry.object_type == "account":
        return entry.object_id
    return entry.actor.public_id if entry.actor else ""


def _data(entry: AuditEntry, thing: Dict | None, *, named: bool) -> Any:
    if entry.verb == FOREIGN_VERB:
        return entry.data.get("data")
    if entry.object_type == "account":
        return None
    actor = entry.actor.get_username() if named and entry.actor else ""
    return {"package" if entry.object_type == "dataset" else "group": thing, "actor": actor}


def _ids(found: Iterable[AuditEntry], *kinds: str) -> set[str]:
    return {entry.object_id for entry in found if entry.object_type in kinds}


def _bodies(found: Sequence[AuditEntry]) -> dict[str, Dict]:
    """Return organizations and groups as they are now, by entry."""
    kinds = (("organization", Organization), ("theme", Theme))
    known: dict[str, Dict] = {}
    for kind, model in kinds:
        ids = _ids(found, kind)
        if ids:
            known |= {
                body.pk: body_dict(body) for body in model._default_manager.filter(pk__in=ids)
            }
    return {e.pk: known[e.object_id] for e in found if e.object_id in known}


def _datasets(caller: Caller, found: Sequence[AuditEntry]) -> dict[str, Dict]:
    """Return datasets by entry: whole as they are now, with the words they had then for their editors."""
    ids = _ids(found, "dataset")
    if not ids:
        return {}
    rows = {row.pk: row for row in Dataset.objects.filter(pk__in=ids)}
    edited = {pk for pk, row in rows.items() if can_edit_dataset(caller.user, row)}
    shown = set(readable_datasets(caller.user).filter(pk__in=ids).values_list("pk", flat=True))
    allowed = Dataset.objects.filter(pk__in=edited | shown)
    packages = {p["id"]: p for p in map(json.loads, renderings(sorted(ids), datasets=allowed))}
    then = _kept_words([e for e in found if e.object_type == "dataset" and e.object_id in edited])
    return {
        entry.pk: {**packages[entry.object_id], **then.get(entry.pk, {})}
        for entry in found
        if entry.object_id in packages
    }


def _kept_words(found: Sequence[AuditEntry]) -> dict[str, Dict]:
    """Return what the version of each entry's moment says; where it is the last one, nothing."""
    if not found:
        return {}
    versions = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Dataset),
        object_id__in={entry.object_id for entry in found},
    )
    rows = versions.order_by("created_at", "pk").values_list("object_id", "created_at", "pk")
    wanted: dict[str, int] = {}
    for entry in found:
        before = [pk for owner, at, pk in rows if owner == entry.object_id and at <= entry.at]
        if before:
            wanted[entry.pk] = before[-1]
    contents = dict(Revision.objects.filter(pk__in=wanted.values()).values_list("pk", "content"))
    return {
        key: {theirs: contents[pk][ours] for ours, theirs in _KEPT.items() if ours in contents[pk]}
        for key, pk in wanted.items()
        if pk in contents
    }
