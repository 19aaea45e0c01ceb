"""The record of who did what, written in the transaction of the deed."""

from collections.abc import Mapping, Sequence
from typing import Any

from datasets.models import AuditEntry
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
