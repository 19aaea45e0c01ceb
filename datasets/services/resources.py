"""Write resources: files and addresses of a dataset."""

import mimetypes
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.errors import NotAllowed
from datasets.isolation import Progress
from datasets.models import Dataset, RecordState, Resource
from datasets.permissions import can_edit_dataset
from datasets.reviewing import direct_change_refused
from datasets.services.audit import audit_record, audit_record_all
from datasets.services.datasets import changed
from datasets.services.storage import size_check
from datasets.services.versions import safe_file_name, version_receive
from portal.base.models import User

UPLOAD = "upload"


def resource_create(
    *,
    actor: User | None,
    dataset: Dataset,
    fields: dict[str, Any],
    upload: IO[bytes] | None = None,
    path: Path | None = None,
    file_name: str = "",
    schema: dict[str, Any] | None = None,
    personal_data_answer: str = "",
    check: bool = True,
    on_progress: Progress | None = None,
    at_once: bool | None = None,
    publish: bool = True,
) -> Resource:
    """Add a resource, with a file (a stream or a local path) or an address.

    Raises NotAllowed and FileTooLarge, with nothing left behind.
    """
    if check and not can_edit_dataset(actor, dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    if upload is not None:
        size_check(upload)
    with transaction.atomic():
        last = dataset.resources.aggregate(last=Max("position"))["last"]
        values = {"position": 0 if last is None else last + 1, **fields}
        if upload is not None or path is not None:
            values |= _of_file(values, file_name)
        if upload is None and path is None:
            direct_change_refused(Resource(dataset=dataset, **values))
        resource = Resource.objects.create(dataset=dataset, **values)
        _touched(actor, dataset, resource, "resource_create")
    if upload is not None or path is not None:
        version_receive(
            resource=resource,
            file_name=file_name,
            actor=actor,
            upload=upload,
            path=path,
            schema=schema,
            personal_data_answer=personal_data_answer,
            on_progress=on_progress,
            at_once=at_once,
            publish=publish,
        )
        resource.refresh_from_db()
    return resource


@transaction.atomic
def resources_create(
    *, actor: User | None, dataset: Dataset, items: Sequence[dict[str, Any]]
) -> list[Resource]:
    """Give a new dataset its first resources, addresses without files, in one go."""
    rows = [
        Resource(dataset=dataset, **{"position": position, **fields})
        for position, fields in enumerate(items)
    ]
    Resource.objects.bulk_create(rows)
    audit_record_all(
        actor=actor,
        verb="resource_create",
        object_type="resource",
        object_ids=[row.pk for row in rows],
    )
    changed(dataset)
    return rows


def _of_file(values: dict[str, Any], file_name: str) -> dict[str, Any]:
    """Return what an uploaded file says about its resource."""
    name = safe_file_name(file_name)
    guessed = mimetypes.guess_type(name)[0] or ""
    ending = Path(name).suffix.lstrip(".").upper()
    return {
        "url": name,
        "url_type": UPLOAD,
        "format": values.get("format") or ending,
        "mimetype": values.get("mimetype") or guessed or None,
        "name": values.get("name") or Path(name).stem,
    }


@transaction.atomic
def resource_delete(*, actor: User | None, resource: Resource, check: bool = True) -> None:
    """Take a resource out of its dataset; files and history are kept."""
    if check and not can_edit_dataset(actor, resource.dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    resource.state = RecordState.DELETED
    resource.save(update_fields=["state"])
    _touched(actor, resource.dataset, resource, "resource_delete")


def _touched(actor: User | None, dataset: Dataset, resource: Resource, verb: str) -> None:
    """Note the change on the dataset and in the record."""
    Dataset.objects.filter(pk=dataset.pk).update(modified_at=timezone.now())
    audit_record(actor=actor, verb=verb, object_type="resource", object_id=resource.pk)
    changed(dataset)
