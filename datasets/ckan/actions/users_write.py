"""Accounts: how they are made, invited, changed and locked."""

import re
import secrets

from django.conf import settings
from django.db import transaction

from datasets.ckan.account_input import read_account
from datasets.ckan.actions.members import either_body
from datasets.ckan.actions.users import shown_account
from datasets.ckan.checks import Checked
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import denied, invalid
from datasets.ckan.lookup import find_user
from datasets.ckan.params import anything, flag, required, text
from datasets.ckan.registry import Access, Call, write_action
from datasets.models import Role
from datasets.permissions import can_edit_body
from datasets.services.accounts import account_delete, account_save
from datasets.services.members import member_set
from datasets.services.tokens import token_create
from portal.base.models import User

_TEXTS = (
    text("fullname"),
    text("email"),
    text("about"),
    anything("password"),
    text("image_url"),
    anything("image_upload", "a picture, sent as multipart/form-data"),
    anything("plugin_extras", "notes of programs, for sysadmins"),
)


@write_action(anything("name"), *_TEXTS, flag("with_apitoken", about="make a token too"))
def user_create(call: Call) -> Dict:
    """Make an account."""
    if not (call.caller.is_sysadmin or settings.CKAN["AUTH_CREATE_USER_VIA_API"]):
        raise denied(f"User {call.caller.name} not authorized to create users")
    sent = read_account(call.caller, call.data)
    with transaction.atomic():
        user = account_save(
            actor=call.caller.user, user=User(), fields=sent.fields, password=sent.password
        )
        answer = _answer(call, user, own=True)
        if call["with_apitoken"]:
            answer["token"] = token_create(actor=call.caller.user, user=user, name="default")[1]
    return answer


def _answer(call: Call, user: User, *, own: bool = False) -> Dict:
    answer = shown_account(call, user)
    if own:
        answer["email"] = user.email
    if call.caller.is_sysadmin and "plugin_extras" in call.data:
        answer["plugin_extras"] = user.plugin_extras or None
    return answer


def _own(call: Call) -> User:
    """Return the account to change: the caller's own, or any one for sysadmins."""
    site = settings.CKAN["SITE_ID"]
    if call["id"] == site and not User.objects.filter(username=site).exists():
        raise invalid({"id": ["The account of the portal itself cannot be changed"]})
    user = find_user(call["id"])
    if call.caller.user is None or not (call.caller.is_sysadmin or call.caller.user == user):
        raise denied(f"User {call.caller.name} not authorized to edit user {user.public_id}")
    return user


def _change(call: Call, *, patch: bool) -> Dict:
    user = _own(call)
    sent = read_account(call.caller, call.data, old=user, patch=patch)
    saved = account_save(
        actor=call.caller.user, user=user, fields=sent.fields, password=sent.password
    )
    return _answer(call, saved)


@write_action(required("id", "id or name"), anything("name"), *_TEXTS)
def user_update(call: Call) -> Dict:
    """Replace an account's description; e-mail and id have to be sent."""
    return _change(call, patch=False)


@write_action(required("id", "id or name"), anything("name"), *_TEXTS)
def user_patch(call: Call) -> Dict:
    """Change the keys of an account that are sent and leave all others."""
    return _change(call, patch=True)


@write_action(required("id", "id or name"), access=Access.SYSADMIN)
def user_delete(call: Call) -> None:
    """Lock an account for good."""
    account_delete(actor=call.caller.user, user=find_user(call["id"]))


@write_action(text("email"), text("group_id"), text("role"), access=Access.USER)
def user_invite(call: Call) -> Dict:
    """Make an account for a person by e-mail address, with a role in an organization or group."""
    missing = {name: ["Missing value"] for name in ("email", "group_id", "role") if not call[name]}
    if missing:
        raise invalid(missing)
    body = either_body(call["group_id"])
    if not can_edit_body(call.caller.user, body):
        raise denied()
    if call["role"] not in Role.values:
        raise invalid({"role": [f'role does not exist: "{call["role"]}"']})
    checked = Checked(call.data)
    email = checked.email("email") or ""
    checked.done()
    known = User.objects.filter(email__iexact=email, deleted=False).first()
    if known is not None:
        raise invalid(
            {"email": [f"The email address '{known.email}' belongs to a registered user."]}
        )
    with transaction.atomic():
        fields = {"username": _free_name(email), "email": email, "is_active": False}
        user = account_save(actor=call.caller.user, user=User(), fields=fields)
        member_set(actor=call.caller.user, body=body, user=user, role=call["role"])
    return _answer(call, user)


def _free_name(email: str) -> str:
    """Return a name from an address that nobody has."""
    local = re.sub(r"[^a-z0-9_]", "-", email.split("@", maxsplit=1)[0].lower())[:80] or "person"
    while True:
        name = f"{local}-{secrets.randbelow(9000) + 1000}"
        if not User.objects.filter(username=name).exists():
            return name
