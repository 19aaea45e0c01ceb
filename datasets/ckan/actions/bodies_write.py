"""Writing organizations and groups (our themes): the same actions under two names."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from datasets.ckan.auth import Caller
from datasets.ckan.bodies import BodyWish, body_answers
from datasets.ckan.checks import Checked, read_extras
from datasets.ckan.dicts import Dict, body_dict, extras_list, image_urls
from datasets.ckan.errors import denied
from datasets.ckan.lookup import editable_body, find_body, word_for
from datasets.ckan.params import Param, anything, need, required, text
from datasets.ckan.parsing import is_file
from datasets.ckan.registry import Call, add_action
from datasets.models import Body, Organization, RecordState, Role, Theme
from datasets.permissions import can_create_body
from datasets.services.bodies import body_create, body_update
from datasets.services.members import member_set
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
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_PICTURE_BYTES = 2 * 1024 * 1024


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
        "kind": checked.text("type", longest=100) or (old.kind if old else word_for(model)),
        "additional": read_extras(checked, FIELDS),
    }
    if old is None or data.get("name") not in (None, ""):
        fields["name"] = checked.name(taken=lambda name: _taken(name, old))
    _read_picture(checked, fields, old)
    _read_state(checked, fields)
    if old is None:
        new_id = checked.new_id(
            allowed=caller.is_sysadmin,
            taken=lambda pk: model.objects.filter(pk=pk).exists(),
            what=word_for(model).capitalize(),
        )
        fields |= {"id": new_id} if new_id else {}
    parent = _parent(model, checked, old)
    if parent is not ...:
        fields["parent"] = parent
    members = _members(checked)
    checked.done()
    return BodyInput(fields, members)


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
        if upload.content_type not in _PICTURES or (upload.size or 0) > _PICTURE_BYTES:
            checked.fault("image_upload", "Unsupported upload type or too large")
        else:
            fields |= {"image": upload, "image_url": ""}
        return
    url = checked.text("image_url", longest=1000) or ""
    if old is not None and old.image:
        if url in image_urls(old) and not checked.data.get("clear_upload"):
            return
        fields["image"] = ""
    fields["image_url"] = url


def _parent(model: Any, checked: Checked, old: Body | None) -> Any:
    """Return the body this one belongs to; `...` if nothing was said of it."""
    items = checked.items("groups")
    if items is None:
        return None if old is None else ...
    key = str(items[0].get("name") or items[0].get("id") or "") if items else ""
    if not key:
        return None
    found = model.objects.filter(name=key).first() or model.objects.filter(pk=key).first()
    if found is None or (old is not None and found.pk == old.pk):
        checked.fault("groups", f"Group {key} does not exist")
    return found


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


def _set_members(caller: Caller, body: Body, sent: BodyInput) -> None:
    for user, role in sent.members or ():
        member_set(actor=caller.user, body=body, user=user, role=role, check=False)


def answer(caller: Caller, body: Body) -> Dict:
    """Return the body as the `_show` actions do."""
    wish = BodyWish(count=True, extras=True, groups=True, users=True, tags=True)
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
        _set_members(call.caller, body, sent)
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
