"""People who work on single datasets beside their roles in organizations."""

from django.conf import settings
from django.db.models import Q, QuerySet

from datasets.ckan.dicts import Dict
from datasets.ckan.errors import denied, invalid, not_found
from datasets.ckan.lookup import find_dataset, find_user
from datasets.ckan.params import required, text
from datasets.ckan.registry import Call, read_action, write_action
from datasets.ckan.times import iso
from datasets.models import Collaborator, Dataset, Role
from datasets.permissions import can_manage_collaborators
from datasets.services.relations import (
    collaboration_offered,
    collaborator_remove,
    collaborator_set,
)
from portal.base.models import User


def _offered() -> None:
    if not collaboration_offered():
        raise invalid({"message": "Dataset collaborators not enabled"})


def _managed(call: Call) -> Dataset:
    """Return the dataset whose collaborators the caller may know and change."""
    dataset = find_dataset(call["id"])
    if not can_manage_collaborators(call.caller.user, dataset):
        raise denied(
            f"User {call.caller.name} not authorized to manage collaborators of {dataset.pk}"
        )
    return dataset


def _capacity(value: str | None) -> str | None:
    """Return a role that people can have here."""
    allowed = [Role.EDITOR, Role.MEMBER]
    if settings.CKAN["AUTH_ALLOW_ADMIN_COLLABORATORS"]:
        allowed.insert(0, Role.ADMIN)
    if value and value not in allowed:
        names = ", ".join(f'"{role.value}"' for role in allowed)
        raise invalid({"message": f"Role must be one of {names}"})
    return value


def _rows(rows: QuerySet[Collaborator], capacity: str | None) -> list[Collaborator]:
    found = rows.select_related("user").order_by("pk")
    return list(found.filter(role=capacity) if capacity else found)


@read_action(required("id", "id or name of the dataset"), text("capacity"))
def package_collaborator_list(call: Call) -> list[Dict]:
    """Return the people who work on a dataset beside their roles in organizations."""
    _offered()
    dataset = _managed(call)
    capacity = _capacity(call["capacity"])
    return [_dict(row) for row in _rows(dataset.collaborators.all(), capacity)]


@read_action(required("id", "id or name of the account"), text("capacity"))
def package_collaborator_list_for_user(call: Call) -> list[Dict]:
    """Return the datasets that a person works on beside their organizations."""
    _offered()
    user = _person(call["id"], call)
    capacity = _capacity(call["capacity"])
    return [
        {
            "package_id": row.dataset_id,
            "capacity": row.role,
            "modified": iso(row.modified_at),
        }
        for row in _rows(Collaborator.objects.filter(user=user), capacity)
    ]


def _person(key: str, call: Call) -> User:
    """Return the account asked about; who asks for an unknown one is told no more than a stranger."""
    user = User.objects.filter(Q(public_id=key) | Q(username=key)).first()
    known = user is not None and call.caller.user is not None
    if user is None or not known or not (call.caller.is_sysadmin or call.caller.user == user):
        raise denied()
    return user


@write_action(
    required("id", "id or name of the dataset"),
    required("user_id", "id or name of the account"),
    required("capacity", "editor or member, on some portals admin"),
)
def package_collaborator_create(call: Call) -> Dict:
    """Let a person work on a dataset, or give them another role there."""
    _offered()
    dataset = _managed(call)
    user = find_user(call["user_id"])
    role = _capacity(call["capacity"]) or Role.MEMBER
    return _dict(collaborator_set(actor=call.caller.user, dataset=dataset, user=user, role=role))


@write_action(required("id", "id or name of the dataset"), required("user_id"))
def package_collaborator_delete(call: Call) -> None:
    """End a person's work on a dataset."""
    _offered()
    dataset = _managed(call)
    user = find_user(call["user_id"])
    if not collaborator_remove(actor=call.caller.user, dataset=dataset, user=user):
        raise not_found(f"User {call['user_id']} is not a collaborator on this package")


def _dict(row: Collaborator) -> Dict:
    return {
        "package_id": row.dataset_id,
        "user_id": row.user.public_id,
        "capacity": row.role,
        "modified": iso(row.modified_at),
    }
