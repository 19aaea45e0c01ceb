"""Members of organizations and groups and their roles."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from datasets.ckan.actions.package_write import merge
from datasets.ckan.auth import Caller
from datasets.ckan.bodies import people_are_public
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import denied, invalid, not_found
from datasets.ckan.lookup import find_dataset, find_user
from datasets.ckan.params import Param, required, text
from datasets.ckan.registry import Access, Call, add_action, read_action, write_action
from datasets.models import Body, Membership, Organization, Role, Theme
from datasets.permissions import can_edit_body, is_sysadmin, readable_datasets, role_of
from datasets.services.bodies import body_update
from datasets.services.members import member_remove, member_set
from portal.base.models import User

LABELS = {Role.ADMIN: "Admin", Role.EDITOR: "Editor", Role.MEMBER: "Member"}


def either_body(key: str) -> Body:
    """Return the organization or group of an id or name. Raises a not-found error."""
    models: tuple[Any, ...] = (Organization, Theme)
    for model in models:
        found: Body | None = model.objects.filter(Q(pk=key) | Q(name=key)).first()
        if found is not None:
            return found
    raise not_found("Group was not found.")


@read_action(required("id", "id or name"), text("object_type"), text("capacity"))
def member_list(call: Call) -> list[list[str]]:
    """Return what belongs to an organization or group: id, kind (user, package), role."""
    body = either_body(call["id"])
    wanted, role = call["object_type"], call["capacity"]
    rows: list[list[str]] = []
    if wanted in (None, "user") and _may_see_members(call.caller, body):
        relation = "organization" if isinstance(body, Organization) else "theme"
        members = Membership.objects.filter(**{f"{relation}_id": body.pk}).select_related("user")
        rows += [
            [m.user.public_id, "user", LABELS[Role(m.role)]]
            for m in members
            if role in (None, "", m.role)
        ]
    if wanted in (None, "package") and not role:
        relation = "organization" if isinstance(body, Organization) else "themes"
        found = readable_datasets(call.caller.user).filter(**{relation: body.pk}, live=True)
        public = "Organization" if relation == "organization" else "Public"
        rows += [[pk, "package", public] for pk in found.values_list("pk", flat=True)]
    return rows


def _may_see_members(caller: Caller, body: Body) -> bool:
    """Say whether the caller works there: names of people are not public."""
    user = caller.user
    works_there = user is not None and (is_sysadmin(user) or role_of(user, body) is not None)
    return works_there or people_are_public()


@read_action(text("group_type", "organization"))
def member_roles_list(call: Call) -> list[Dict]:
    """Return the roles that members can have."""
    return [{"text": LABELS[role], "value": str(role.value)} for role in LABELS]


def _editable(caller: Caller, key: str) -> Body:
    body = either_body(key)
    if not can_edit_body(caller.user, body):
        raise denied(f"User {caller.name} not authorized to edit group {body.pk}")
    return body


def _role(value: str) -> str:
    if value not in Role.values:
        raise invalid({"role": [f'role does not exist: "{value}"']})
    return value


@write_action(
    required("id", "id or name of an organization or group"),
    required("object", "id or name of what is to belong to it"),
    required("object_type", "user, package or group"),
    required("capacity", "admin, editor or member; parent for a group"),
)
def member_create(call: Call) -> Dict:
    """Make a person a member, put a dataset into a group, or a group below another."""
    body = _editable(call.caller, call["id"])
    kind = call["object_type"]
    if kind == "package":
        return _dataset_in(call, body, add=True)
    if kind == "group":
        return _below(call, body, either_body(call["object"]))
    if kind != "user":
        raise invalid({"object_type": [f"{kind} not recognised"]})
    user = find_user(call["object"])
    role = _role(call["capacity"])
    return membership_dict(
        member_set(actor=call.caller.user, body=body, user=user, role=role), user
    )


def membership_dict(membership: Membership, user: User) -> Dict:
    """Return a membership."""
    return {
        "id": str(membership.pk),
        "group_id": membership.organization_id or membership.theme_id,
        "table_id": user.public_id,
        "table_name": "user",
        "capacity": membership.role,
        "state": "active",
    }


def _dataset_in(call: Call, body: Body, *, add: bool) -> Dict:
    """Put a dataset into a group or organization, or take it out."""
    dataset = find_dataset(call["object"])
    ids = dataset.themes.values_list("pk", flat=True)
    if isinstance(body, Theme):
        kept = [{"id": pk} for pk in ids if pk != body.pk]
        changes: Dict = {"groups": [*kept, {"id": body.pk}] if add else kept}
    else:
        changes = {"owner_org": body.pk if add else None}
    with transaction.atomic():
        if add or isinstance(body, Theme) or dataset.organization_id == body.pk:
            merge(call.caller, dataset, changes)
    return _relation_dict(body, dataset.pk, "package", "public")


def _below(call: Call, body: Body, parent: Body) -> Dict:
    """Put an organization or group below another of its kind."""
    if type(parent) is not type(body) or parent.pk == body.pk:
        raise invalid({"object": [f"{call['object']} cannot be above this group"]})
    changed: Any = body
    body_update(actor=call.caller.user, body=changed, parent=parent)
    return _relation_dict(body, parent.pk, "group", "parent")


def _relation_dict(body: Body, table_id: str, kind: str, capacity: str) -> Dict:
    return {
        "id": f"{body.pk}:{table_id}",
        "group_id": body.pk,
        "table_id": table_id,
        "table_name": kind,
        "capacity": capacity,
        "state": "active",
    }


@write_action(required("id"), required("object"), required("object_type"))
def member_delete(call: Call) -> None:
    """End a membership."""
    body = _editable(call.caller, call["id"])
    kind = call["object_type"]
    if kind == "package":
        _dataset_in(call, body, add=False)
        return
    if kind == "group":
        changed: Any = body
        if getattr(body, "parent_id", None) == either_body(call["object"]).pk:
            body_update(actor=call.caller.user, body=changed, parent=None)
        return
    if kind != "user":
        raise invalid({"object_type": [f"{kind} not recognised"]})
    member_remove(actor=call.caller.user, body=body, user=find_user(call["object"]))


_KEY = (required("id", "id or name"), required("username", "name or id of the account"))
_ROLE: Param = required("role", "admin, editor or member")


def _member_create(call: Call, word: str) -> Dict:
    body = _editable(call.caller, call["id"])
    user = find_user(call["username"])
    role = _role(call["role"])
    return membership_dict(
        member_set(actor=call.caller.user, body=body, user=user, role=role), user
    )


def _member_delete(call: Call, word: str) -> None:
    body = _editable(call.caller, call["id"])
    member_remove(actor=call.caller.user, body=body, user=find_user(call["username"]))


def _register(word: str) -> None:
    add_action(
        f"{word}_member_create",
        lambda call: _member_create(call, word),
        (*_KEY, _ROLE),
        f"Give a person a role in a {word}.",
        writes=True,
        access=Access.USER,
    )
    add_action(
        f"{word}_member_delete",
        lambda call: _member_delete(call, word),
        _KEY,
        f"End a person's membership of a {word}.",
        writes=True,
        access=Access.USER,
    )


for _word in ("organization", "group"):
    _register(_word)
