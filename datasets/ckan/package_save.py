"""Write a checked dataset with its resources in one transaction."""

from django.db import transaction

from datasets.ckan.auth import Caller
from datasets.ckan.package_input import PackageInput
from datasets.ckan.resource_input import ResourceInput
from datasets.models import Dataset, Resource
from datasets.services.datasets import (
    changed,
    dataset_create,
    dataset_delete,
    dataset_undelete,
    dataset_update,
)
from datasets.services.removals import dataset_retract
from datasets.services.resource_edits import resource_update, resources_reorder
from datasets.services.resources import resource_create, resource_delete, resources_create


@transaction.atomic
def save_new(caller: Caller, sent: PackageInput) -> Dataset:
    """Make the dataset. Raises NotAllowed and Invalid."""
    dataset = dataset_create(actor=caller.user, changes=sent.changes, publish=sent.state != "draft")
    items = sent.resources or []
    if items and all(item.upload is None for item in items):
        fields = [{**item.fields, **({"id": item.id} if item.id else {})} for item in items]
        resources_create(actor=caller.user, dataset=dataset, items=fields)
    else:
        for position, item in enumerate(items):
            make_resource(caller, dataset, item, position=position)
    if sent.state == "deleted":
        dataset_delete(actor=caller.user, dataset=dataset, check=False)
    _pin_moment(dataset, sent)
    return dataset


def _pin_moment(dataset: Dataset, sent: PackageInput) -> None:
    """Set the moment of the last change to the one that was sent, after all has been written."""
    if sent.modified_at is not None:
        Dataset.objects.filter(pk=dataset.pk).update(modified_at=sent.modified_at)
        changed(dataset)


@transaction.atomic
def save_changes(caller: Caller, dataset: Dataset, sent: PackageInput) -> Dataset:
    """Change the dataset; resources that are not named any more are deleted."""
    if sent.state != "deleted" and dataset.deleted_at is not None:
        dataset_undelete(actor=caller.user, dataset=dataset)
    if sent.state == "draft" and dataset.live:
        dataset_retract(actor=caller.user, dataset=dataset)
    dataset = dataset_update(
        actor=caller.user,
        dataset=dataset,
        changes=sent.changes,
        publish=sent.state == "active" or (sent.state == "deleted" and dataset.live),
    )
    if sent.resources is not None:
        _save_resources(caller, dataset, sent.resources, sent.old)
    if sent.state == "deleted" and dataset.deleted_at is None:
        dataset_delete(actor=caller.user, dataset=dataset)
    _pin_moment(dataset, sent)
    return dataset


def _save_resources(
    caller: Caller, dataset: Dataset, items: list[ResourceInput], old: dict[str, Resource]
) -> None:
    """Bring the resources to the list that was sent."""
    order = []
    for item in items:
        resource = old.get(item.id or "")
        if resource is None:
            resource = make_resource(caller, dataset, item)
        else:
            change_resource(caller, resource, item)
        order.append(resource.pk)
    for pk in set(old) - set(order):
        resource_delete(actor=caller.user, resource=old[pk], check=False)
    resources_reorder(actor=caller.user, dataset=dataset, ids=order, check=False)


def make_resource(
    caller: Caller, dataset: Dataset, item: ResourceInput, *, position: int | None = None
) -> Resource:
    """Add a resource with its file, if one was sent."""
    fields = dict(item.fields)
    if item.id:
        fields["id"] = item.id
    if position is not None:
        fields["position"] = position
    return resource_create(
        actor=caller.user,
        dataset=dataset,
        fields=fields,
        upload=item.upload,
        file_name=item.upload.name or "" if item.upload is not None else "",
        check=False,
    )


def change_resource(caller: Caller, resource: Resource, item: ResourceInput) -> Resource:
    """Change a resource, with a new version of its file if one was sent."""
    return resource_update(
        actor=caller.user,
        resource=resource,
        fields=item.fields,
        upload=item.upload,
        file_name=item.upload.name or "" if item.upload is not None else "",
        check=False,
    )
