"""Writing organizations and groups (our themes): the same actions under two names."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from datasets.ckan.actions.package_write import merge
from datasets.ckan.auth import Caller
from datasets.ckan.bodies import BodyWish, body_answers
from datasets.ckan.checks import Checked, read_extras
from datasets.ckan.dicts import Dict, body_dict, extras_list, image_urls
from datasets.ckan.errors import denied
from datasets.ckan.lookup import editable_body, find_body, find_dataset, word_for
from datasets.ckan.params import Param, anything, need, required, text
from datasets.ckan.parsing import is_file
from datasets.ckan.pictures import read_picture
from datasets.ckan.registry import Call, add_action
from datasets.models import Body, Dataset, Membership, Organization, RecordState, Role, Theme
from datasets.permissions import can_create_body, can_edit_dataset
from datasets.services.bodies import body_create, body_update
from datasets.services.members import member_remove, member_set
from datasets.services.removals import body_delete, body_purge, can_delete_body
from portal.base.models import User

FIELDS = frozenset(
    {
        "id", "name", "title", "description", "image_url", "type", "state", "approval_status",
        "extras", "users", "groups", "packages", "tags", "created", "is_organization",
        "display_name", "package_count", "num_followers", "image_display_url",
    }
)  # fmt: skip
_STATES = (RecordState.ACTIVE, RecordState.DELETED)


@dataclass(frozen=True, slots=True)
class BodyInput:
    """A checked organization or group: its fields, and members (None: leave them)."""

    fields: Dict
    members: list[tuple[User, str]] | None = None


def read_body(caller: Caller, model: Any, data: Dict, *, old: Body | None = None) -> BodyInput:
    """Read and check; raises a validation error with every fault by field."""
    checked = Checked(data)
    fields: Dict = {
        "title": checked.text("title", longest=1000) or "",
        "description": checked.text("description") or "",
        "kind": _kind(checked, model, old),
        "additional": read_extras(checked, FIELDS, with_ids=caller.is_sysadmin),
    }
    if old is None or data.get("name") not in (None, ""):
        fields["name"] = checked.name(taken=lambda name: _taken(name, old))
    _read_picture(checked, fields, old)
    _read_state(checked, fields)
    if old is None:
        new_id = checked.new_id(
            allowed=caller.is_sysadmin,
            taken=lambda pk: model.objects.filter(pk=pk).exists(),
            fault="Id already exists",
        )
        fields |= {"id": new_id} if new_id else {}
    fields |= _parent(model, checked, old)
    members = _members(checked)
    checked.done()
    return BodyInput(fields, members)


def _kind(checked: Checked, model: Any, old: Body | None) -> str:
    """Return the kind; once made, it stays."""
    sent = checked.text("type", longest=100)
    if old is not None and sent and sent != old.kind:
        checked.fault(
            "type",
            f"Cannot change value of key from {old.kind} to {sent}. This key is read-only",
        )
    return sent or (old.kind if old else word_for(model))


def _taken(name: str, old: Body | None) -> bool:
    """Say whether another organization or group is called so."""
    models: tuple[Any, ...] = (Organization, Theme)
    pk = old.pk if old else ""
    return any(model.objects.filter(name=name).exclude(pk=pk).exists() for model in models)


def _read_state(checked: Checked, fields: Dict) -> None:
    state = checked.text("state", longest=20)
    if state and state not in _STATES:
        checked.fault("state", f"Value must be one of {[str(s) for s in _STATES]}")
    elif state:
        fields["state"] = state


def _read_picture(checked: Checked, fields: Dict, old: Body | None) -> None:
    """Read the picture: a file, an address, or the own address that comes back."""
    upload = checked.data.get("image_upload")
    if is_file(upload):
        picture = read_picture(checked, upload)
        fields |= {"image": picture, "image_url": ""} if picture is not None else {}
        return
    url = checked.text("image_url", longest=1000) or ""
    if old is not None and old.image:
        if url in image_urls(old) and not checked.data.get("clear_upload"):
            return
        fields["image"] = ""
    fields["image_url"] = url


def _parent(model: Any, checked: Checked, old: Body | None) -> Dict:
    """Return the body this one belongs to, of its own kind or of the other; {} if nothing was said."""
    items = checked.items("groups")
    if items is None:
        return {}
    key = str(items[0].get("name") or items[0].get("id") or "") if items else ""
    if not key:
        return {"parent": None, "above": ""}
    kinds: tuple[Any, ...] = (model, Theme if model is Organization else Organization)
    for kind in kinds:
        found = kind.objects.filter(name=key).first() or kind.objects.filter(pk=key).first()
        if found is not None and (old is None or found.pk != old.pk):
            same = kind is model
            return {"parent": found if same else None, "above": "" if same else found.pk}
    checked.fault("groups", f"Group {key} does not exist")
    return {}


def _members(checked: Checked) -> list[tuple[User, str]] | None:
    """Return people and roles; None if nothing was said of them."""
    items = checked.items("users")
    if items is None:
        return None
    found = []
    for item in items:
        key = str(item.get("name") or item.get("id") or "")
        user = User.objects.filter(username=key).first()
        user = user or User.objects.filter(public_id=key).first()
        role = item.get("capacity") or Role.MEMBER
        if user is None:
            checked.fault("users", f"User {key} does not exist")
        elif role not in Role.values:
            checked.fault("users", f"Role {role} does not exist")
        else:
            found.append((user, str(role)))
    return found


def _create(call: Call, model: Any) -> Dict:
    """Make an organization or group."""
    if not can_create_body(call.caller.user, model):
        raise denied(f"User {call.caller.name} not authorized to create {word_for(model)}s")
    sent = read_body(call.caller, model, call.data)
    with transaction.atomic():
        body = body_create(model, actor=call.caller.user, **sent.fields)
        _set_members(call.caller, body, sent)
    return answer(call.caller, body)


def _set_members(caller: Caller, body: Body, sent: BodyInput, *, replace: bool = False) -> None:
    """Give the people named their roles; with `replace` all others lose theirs."""
    if sent.members is None:
        return
    for user, role in sent.members:
        member_set(actor=caller.user, body=body, user=user, role=role, check=False)
    if not replace:
        return
    named = {user.pk for user, _role in sent.members}
    relation = "organization" if isinstance(body, Organization) else "theme"
    for membership in Membership.objects.filter(**{relation: body}).exclude(user__in=named):
        member_remove(actor=caller.user, body=body, user=membership.user, check=False)


def _set_datasets(caller: Caller, theme: Body, data: Dict) -> None:
    """Bring a group's datasets to the list that was sent, if one was."""
    checked = Checked(data)
    items = checked.items("packages")
    checked.done()
    if items is None or not isinstance(theme, Theme):
        return
    wanted = {find_dataset(str(item.get("id") or item.get("name") or "")).pk for item in items}
    present = set(Dataset.objects.existing().filter(themes=theme.pk).values_list("pk", flat=True))
    for dataset in Dataset.objects.filter(pk__in=wanted ^ present):
        if not can_edit_dataset(caller.user, dataset):
            raise denied(f"User {caller.name} not authorized to edit package {dataset.pk}")
        kept = [{"id": t.pk} for t in dataset.themes.all() if t.pk != theme.pk]
        added = [{"id": theme.pk}] if dataset.pk in wanted else []
        merge(caller, dataset, {"groups": kept + added})


def answer(caller: Caller, body: Body) -> Dict:
    """Return the body as the `_show` actions do."""
    wish = BodyWish(count=True, extras=True, groups=True, users=True, followers=True)
    return body_answers([body], wish, caller)[0]


def _update(call: Call, model: Any, *, patch: bool) -> Dict:
    """Change an organization or group: all of it, or with `patch` the keys that are sent."""
    body: Any = editable_body(call.caller, model, need(call["id"] or call.data.get("name"), "id"))
    data = call.data
    if patch:
        present = {**body_dict(body), "extras": extras_list(body.additional)}
        data = {**present, **data}
    sent = read_body(call.caller, model, data, old=body)
    with transaction.atomic():
        if sent.fields.get("state") == RecordState.DELETED != body.state:
            body_delete(actor=call.caller.user, body=body)
        body = body_update(actor=call.caller.user, body=body, **sent.fields)
        _set_members(call.caller, body, sent, replace=True)
        _set_datasets(call.caller, body, call.data)
    return answer(call.caller, body)


def _delete(call: Call, model: Any) -> None:
    """Put an organization or group into the bin."""
    body: Any = find_body(model, call["id"])
    if not can_delete_body(call.caller.user, body):
        raise denied(
            f"User {call.caller.name} not authorized to delete {word_for(model)} {body.pk}"
        )
    if body.state != RecordState.DELETED:
        body_delete(actor=call.caller.user, body=body)


def _purge(call: Call, model: Any) -> None:
    """Remove an organization or group for good."""
    if not call.caller.is_sysadmin:
        raise denied()
    body: Any = find_body(model, call["id"])
    body_purge(actor=call.caller.user, body=body)


_BODY: tuple[Param, ...] = (
    text("name"),
    text("title"),
    text("description"),
    text("image_url"),
    anything("image_upload", "a picture, sent as multipart/form-data"),
    anything("extras", "list of {key, value}"),
    anything("users", "list of {name, capacity}"),
)


def _register(model: Any) -> None:
    word = word_for(model)
    key = required("id", "id or name")
    for name, function, params, about in (
        ("create", lambda call: _create(call, model), _BODY, f"Make a new {word}."),
        (
            "update",
            lambda call: _update(call, model, patch=False),
            (text("id"), *_BODY),
            f"Replace the description of a {word}; keys that are left out are emptied.",
        ),
        (
            "patch",
            lambda call: _update(call, model, patch=True),
            (key, *_BODY),
            f"Change the keys of a {word} that are sent and leave all others.",
        ),
        ("delete", lambda call: _delete(call, model), (key,), f"Put a {word} into the bin."),
        ("purge", lambda call: _purge(call, model), (key,), f"Remove a {word} for good."),
    ):
        add_action(f"{word}_{name}", function, params, about, writes=True)


for _model in (Organization, Theme):
    _register(_model)
