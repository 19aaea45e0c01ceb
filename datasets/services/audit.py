"""The record of who did what, written in the transaction of the deed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from datasets.models import AuditEntry, Dataset, Organization, Theme
from portal.base.models import User


def audit_record(
    *,
    actor: User | None,
    verb: str,
    object_type: str,
    object_id: str,
    data: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Write one entry."""
    return AuditEntry.objects.create(
        actor=actor, verb=verb, object_type=object_type, object_id=object_id, data=dict(data or {})
    )


def audit_record_all(
    *, actor: User | None, verb: str, object_type: str, object_ids: Sequence[str]
) -> None:
    """Write the same entry for several objects."""
    AuditEntry.objects.bulk_create(
        [
            AuditEntry(actor=actor, verb=verb, object_type=object_type, object_id=object_id)
            for object_id in object_ids
        ]
    )


# Noted by a foreign program, not by the portal.
FOREIGN_VERB = "foreign"
_SEEN = "dashboard_seen"


@transaction.atomic
def dashboard_seen(*, user: User) -> None:
    """Note that the person has read what is new; only the last time is kept."""
    AuditEntry.objects.filter(verb=_SEEN, actor=user).delete()
    audit_record(actor=user, verb=_SEEN, object_type="account", object_id=user.public_id)


def dashboard_last_seen(user: User) -> datetime:
    """Return when the person last read what is new; at first that is when the account was made."""
    seen = AuditEntry.objects.filter(verb=_SEEN, actor=user).values_list("at", flat=True).first()
    return seen or user.date_joined


def foreign_record(*, actor: User | None, object_id: str, data: Mapping[str, Any]) -> AuditEntry:
    """Note what a foreign program says that it did, with the kind of what it names."""
    kind = "foreign"
    for name, model in (("dataset", Dataset), ("organization", Organization), ("theme", Theme)):
        if model._default_manager.filter(pk=object_id).exists():
            kind = name
    return audit_record(
        actor=actor, verb=FOREIGN_VERB, object_type=kind, object_id=object_id, data=data
    )


@transaction.atomic
def foreign_remove(*, rows: QuerySet[AuditEntry]) -> int:
    """Remove what foreign programs noted; the portal's own record stays. Returns how many."""
    return rows.filter(verb=FOREIGN_VERB).delete()[0]
