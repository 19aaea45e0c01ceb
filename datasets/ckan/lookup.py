"""Find what a call names by id or name, and check that the caller may see or change it."""

from typing import TypeVar

from django.db.models import Q

from datasets.ckan.auth import Caller
from datasets.ckan.errors import denied, not_found
from datasets.models import (
    Body,
    Dataset,
    Organization,
    RecordState,
    Resource,
    Theme,
)
from datasets.permissions import (
    can_edit_body,
    can_edit_dataset,
    can_read_dataset,
    is_sysadmin,
    role_of,
)
from portal.base.models import User

AnyBody = TypeVar("AnyBody", Organization, Theme)


def find_dataset(key: str) -> Dataset:
    """Return the dataset of an id or name. Raises a not-found error."""
    rows = Dataset.objects.filter(Q(pk=key) | Q(name=key)).select_related("organization")[:2]
    found = {dataset.pk: dataset for dataset in rows}
    dataset = found.get(key) or next(iter(found.values()), None)
    if dataset is None:
        raise not_found("Dataset not found")
    return dataset


def readable_dataset(caller: Caller, key: str) -> Dataset:
    """Return a dataset that the caller may see. Raises not-found and authorization errors."""
    dataset = find_dataset(key)
    if not can_read_dataset(caller.user, dataset):
        raise denied(f"User {caller.name} not authorized to read package {dataset.pk}")
    return dataset


def editable_dataset(caller: Caller, key: str) -> Dataset:
    """Return a dataset that the caller may change."""
    dataset = find_dataset(key)
    if not can_edit_dataset(caller.user, dataset):
        raise denied(f"User {caller.name} not authorized to edit package {dataset.pk}")
    return dataset


def find_resource(key: str) -> Resource:
    """Return a resource that is not deleted. Raises a not-found error."""
    rows = Resource.objects.select_related("dataset__organization")
    resource = rows.filter(pk=key, state=RecordState.ACTIVE).first()
    if resource is None:
        raise not_found("Resource was not found.")
    return resource


def readable_resource(caller: Caller, key: str) -> Resource:
    """Return a resource whose dataset the caller may see."""
    resource = find_resource(key)
    if not can_read_dataset(caller.user, resource.dataset):
        raise denied(f"User {caller.name} not authorized to read resource {resource.pk}")
    return resource


def editable_resource(caller: Caller, key: str, verb: str = "edit") -> Resource:
    """Return a resource whose dataset the caller may change."""
    resource = find_resource(key)
    if not can_edit_dataset(caller.user, resource.dataset):
        raise denied(f"User {caller.name} not authorized to {verb} resource {resource.pk}")
    return resource


def word_for(model: type[Body]) -> str:
    """Return CKAN's word for an organization or theme."""
    return "organization" if model is Organization else "group"


def find_body(model: type[AnyBody], key: str, *, deleted: bool = True) -> AnyBody:
    """Return the organization or theme of an id or name. Raises a not-found error."""
    rows = model.objects.filter(Q(pk=key) | Q(name=key))
    found = {body.pk: body for body in rows[:2]}
    body = found.get(key) or next(iter(found.values()), None)
    if body is None or (body.state == RecordState.DELETED and not deleted):
        raise not_found(f"{word_for(model).capitalize()} was not found.")
    return body


def readable_body(caller: Caller, model: type[AnyBody], key: str) -> AnyBody:
    """Return an organization or theme that the caller may see: deleted ones are for their members."""
    body = find_body(model, key)
    if body.state == RecordState.DELETED and not _belongs_to(caller.user, body):
        # CKAN says "group" of organizations too: ckan/logic/auth/get.py.
        raise denied(f"User {caller.name} not authorized to read group {body.pk}")
    return body


def _belongs_to(user: User | None, body: Body) -> bool:
    return is_sysadmin(user) or (user is not None and role_of(user, body) is not None)


def editable_body(caller: Caller, model: type[AnyBody], key: str) -> AnyBody:
    """Return an organization or theme that the caller may change."""
    body = find_body(model, key)
    if not can_edit_body(caller.user, body):
        raise denied(f"User {caller.name} not authorized to edit {word_for(model)} {body.pk}")
    return body


def find_user(key: str) -> User:
    """Return the account of an id or name. Raises a not-found error."""
    user = User.objects.filter(Q(public_id=key) | Q(username=key)).first()
    if user is None:
        raise not_found("User not found")
    return user


def may_see_details(caller: Caller, user: User) -> bool:
    """Say whether the caller may see an account's personal data: their own, or as sysadmin."""
    return caller.user is not None and (caller.user.pk == user.pk or is_sysadmin(caller.user))
