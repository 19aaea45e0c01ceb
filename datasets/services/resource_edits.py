"""Change resources that exist: their description, their file, their order."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.errors import NotAllowed
from datasets.models import Dataset, RecordState, Resource
from datasets.permissions import can_edit_dataset
from datasets.reviewing import direct_change_refused, is_fixed
from datasets.services.audit import audit_record
from datasets.services.datasets import changed
from datasets.services.resources import UPLOAD
from datasets.services.storage import size_check
from datasets.services.versions import safe_file_name, version_receive
from portal.base.models import User

_OF_BYTES = frozenset({"size", "hash", "last_modified"})
OF_FILE = frozenset({"url", "url_type", "format", "mimetype"})


def resource_update(
    *,
    actor: User | None,
    resource: Resource,
    fields: Mapping[str, Any],
    upload: IO[bytes] | None = None,
    file_name: str = "",
    check: bool = True,
) -> Resource:
    """Change a resource's fields, and with `upload` take in a new version of its file.

    Nothing is written, and no date moves, when the fields are as they were. Raises NotAllowed and FileTooLarge.
    """
    if check and not can_edit_dataset(actor, resource.dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    values = dict(fields)
    if upload is not None:
        size_check(upload)
        # What is not said of the new file stays that of the old one, until the new one is public.
        values = {key: value for key, value in values.items() if value or key not in _OF_BYTES}
        name = safe_file_name(file_name)
        ending = Path(name).suffix.lstrip(".").upper()
        values |= {"url": name, "url_type": UPLOAD, "format": values.get("format") or ending}
    different = [name for name, value in values.items() if getattr(resource, name) != value]
    if upload is not None and is_fixed(resource):
        # What the file says of itself goes with the version, which waits for a second person.
        different = [name for name in different if name not in OF_FILE]
    if different:
        direct_change_refused(resource)
        with transaction.atomic():
            for name in different:
                setattr(resource, name, values[name])
            resource.modified_at = timezone.now()
            resource.save(update_fields=[*different, "modified_at"])
            _touched(actor, resource.dataset, resource.pk, "resource_update", different)
    if upload is not None:
        version_receive(resource=resource, file_name=file_name, actor=actor, upload=upload)
        resource.refresh_from_db()
    return resource


@transaction.atomic
def resources_reorder(
    *, actor: User | None, dataset: Dataset, ids: Sequence[str], check: bool = True
) -> None:
    """Put the named resources first in this order, the others behind them as they were."""
    if check and not can_edit_dataset(actor, dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    rows = {r.pk: r for r in dataset.resources.filter(state=RecordState.ACTIVE)}
    named = [rows[pk] for pk in dict.fromkeys(ids) if pk in rows]
    others = [row for pk, row in rows.items() if pk not in set(ids)]
    moved = []
    for position, row in enumerate([*named, *others]):
        if row.position != position:
            row.position = position
            moved.append(row)
    if moved:
        Resource.objects.bulk_update(moved, ["position"])
        _touched(actor, dataset, dataset.pk, "resources_reorder", [])


def _touched(
    actor: User | None, dataset: Dataset, object_id: str, verb: str, fields: Sequence[str]
) -> None:
    """Note the change on the dataset and in the record."""
    Dataset.objects.filter(pk=dataset.pk).update(modified_at=timezone.now())
    kind = "dataset" if object_id == dataset.pk else "resource"
    audit_record(
        actor=actor, verb=verb, object_type=kind, object_id=object_id, data={"fields": list(fields)}
    )
    changed(dataset)
