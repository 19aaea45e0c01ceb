"""Writing datasets."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from datasets.ckan.auth import Caller
from datasets.ckan.dicts import Dict, package_dict
from datasets.ckan.envelope import Changed, RawJson
from datasets.ckan.errors import denied, invalid, not_found
from datasets.ckan.lookup import editable_dataset, find_dataset
from datasets.ckan.package_input import read_package
from datasets.ckan.package_save import save_changes, save_new
from datasets.ckan.params import names, need, read_text, required, text
from datasets.ckan.registry import Call, write_action
from datasets.ckan.renderings import full_datasets, store_rendering
from datasets.ckan.waiting import with_notices
from datasets.models import Dataset, Organization
from datasets.permissions import can_create_dataset, can_edit_dataset, is_sysadmin
from datasets.services.datasets import dataset_delete
from datasets.services.removals import dataset_purge as purge
from datasets.services.resource_edits import resources_reorder


def may_create(caller: Caller) -> bool:
    """Say whether the caller may make datasets at all: somewhere, or without an organization."""
    user = caller.user
    if is_sysadmin(user) or can_create_dataset(user, None):
        return True
    return (
        user is not None
        and user.memberships.filter(
            organization__isnull=False, role__in=("editor", "admin")
        ).exists()
    )


def require_organization(caller: Caller, key: Any) -> None:
    """Raise unless the caller may add datasets to the organization; before anything else is looked at."""
    if is_sysadmin(caller.user) or not key or not isinstance(key, str):
        return
    found = Organization.objects.filter(Q(pk=key) | Q(name=key)).first()
    if found is not None and not can_create_dataset(caller.user, found):
        raise denied(f"User {caller.name} not authorized to add dataset to this organization")


def written(dataset: Dataset) -> RawJson:
    """Return the dataset as it is now, with notices of what waits and why."""
    return with_notices(store_rendering(dataset.pk) or RawJson("null"), dataset)


@write_action(text("name", about="name in addresses, a-z, 0-9, - and _"), text("title"))
def package_create(call: Call) -> RawJson:
    """Make a dataset: `name`, `owner_org` and any other key that `package_show` answers with.

    `resources`, `tags`, `extras` and `groups` are lists of dictionaries.
    """
    if not may_create(call.caller):
        raise denied(f"User {call.caller.name} not authorized to create packages")
    require_organization(call.caller, call.data.get("owner_org"))
    with transaction.atomic():
        # Rendered in the same transaction: one commit instead of two.
        return written(save_new(call.caller, read_package(call.caller, call.data)))


@write_action(text("id", about="id or name; `name` will do"), text("name"))
def package_update(call: Call) -> Changed:
    """Replace a dataset's description. Keys that are left out are emptied, resources are kept."""
    key = need(call["id"] or call["name"], "id")
    with transaction.atomic():
        dataset = locked_dataset(call.caller, key)
        sent = read_package(call.caller, call.data, old=dataset)
        save_changes(call.caller, dataset, sent)
    return Changed(written(dataset), {"packages": [dataset.pk]})


@write_action(required("id", "id or name of the dataset"))
def package_patch(call: Call) -> RawJson:
    """Change the keys of a dataset that are sent and leave all others."""
    with transaction.atomic():
        dataset = locked_dataset(call.caller, call["id"])
        merge(call.caller, dataset, call.data)
    return written(dataset)


def merge(caller: Caller, dataset: Dataset, changes: Dict) -> None:
    """Write some keys of a dataset and leave all others."""
    present = plain_package(dataset)
    del present["resources"]
    sent = read_package(caller, {**present, **changes, "id": dataset.pk}, old=dataset)
    save_changes(caller, dataset, sent)


def locked_dataset(caller: Caller, key: str) -> Dataset:
    """Return the dataset with its row locked: two writers follow one another."""
    dataset = editable_dataset(caller, key)
    Dataset.objects.select_for_update().filter(pk=dataset.pk).first()
    return Dataset.objects.select_related("organization").get(pk=dataset.pk)


def plain_package(dataset: Dataset) -> Dict:
    """Return the dataset as it could be sent again."""
    [full] = full_datasets(Dataset.objects.filter(pk=dataset.pk))
    return package_dict(full)


@write_action(required("id", "id or name of the dataset"))
def package_delete(call: Call) -> None:
    """Put a dataset into the bin; it stays there until it is purged."""
    dataset = find_dataset(call["id"])
    if not can_edit_dataset(call.caller.user, dataset):
        raise denied(f"User {call.caller.name} not authorized to delete package {dataset.pk}")
    dataset_delete(actor=call.caller.user, dataset=dataset)


@write_action(required("id", "id or name of the dataset"))
def dataset_purge(call: Call) -> None:
    """Remove a dataset for good."""
    if not call.caller.is_sysadmin:
        raise denied()
    purge(actor=call.caller.user, dataset=find_dataset(call["id"]))


@write_action(required("id"), names("order", "ids of resources in the wanted order"))
def package_resource_reorder(call: Call) -> Dict:
    """Put the resources of a dataset into an order."""
    dataset = editable_dataset(call.caller, call["id"])
    order = call["order"]
    if not order:
        raise invalid({"order": ["Missing value"]})
    known = set(dataset.resources.filter(state="active").values_list("pk", flat=True))
    if not set(order) <= known:
        raise invalid({"order": ["resource_ids are not in package"]})
    if len(set(order)) != len(order):
        raise invalid({"order": ["duplicate resource_ids"]})
    resources_reorder(actor=call.caller.user, dataset=dataset, ids=order)
    left = [pk for pk in known if pk not in order]
    return {"id": dataset.pk, "order": [*order, *left]}


@write_action(required("id"), text("organization_id", about="id or name; left out: none"))
def package_owner_org_update(call: Call) -> None:
    """Give a dataset to another organization."""
    with transaction.atomic():
        dataset = locked_dataset(call.caller, call["id"])
        merge(call.caller, dataset, {"owner_org": call["organization_id"] or ""})


@write_action(names("datasets"), text("org_id"))
def bulk_update_private(call: Call) -> None:
    """Make datasets of an organization private."""
    _bulk(call, {"private": True})


@write_action(names("datasets"), text("org_id"))
def bulk_update_public(call: Call) -> None:
    """Make datasets of an organization public."""
    _bulk(call, {"private": False})


@write_action(names("datasets"), text("org_id"))
def bulk_update_delete(call: Call) -> None:
    """Put datasets of an organization into the bin."""
    _bulk(call, {"state": "deleted"})


def _bulk(call: Call, changes: dict[str, Any]) -> None:
    """Change several datasets, all or none."""
    ids = need(call["datasets"], "datasets")
    with transaction.atomic():
        for key in ids:
            dataset = locked_dataset(call.caller, read_text("datasets", key))
            if call["org_id"] and call["org_id"] not in (
                dataset.organization_id,
                dataset.organization.name if dataset.organization else None,
            ):
                raise not_found(f"Dataset {dataset.pk} is not in this organization")
            merge(call.caller, dataset, changes)
