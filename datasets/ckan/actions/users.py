"""Accounts: what others may see of them, and how they are made and changed."""

import secrets
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from datasets.ckan.actions.members import either_body
from datasets.ckan.auth import Caller
from datasets.ckan.checks import Checked
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import denied, invalid, not_found
from datasets.ckan.lookup import find_user, may_see_details
from datasets.ckan.params import flag, natural, required, text
from datasets.ckan.registry import Access, Call, read_action, write_action
from datasets.ckan.users import user_dict
from datasets.models import Dataset, Role
from datasets.permissions import can_edit_body, readable_datasets
from datasets.services.accounts import account_delete, account_save
from datasets.services.members import member_set
from datasets.services.tokens import token_create
from portal.base.models import User

_ORDERS = {"display_name": ("full_name", "username"), "name": ("username",), "id": ("public_id",)}


def _require_details(caller: Caller) -> None:
    """Raise unless accounts may be seen: by people with an account, or by all if so configured."""
    if caller.user is None and not settings.CKAN["AUTH_PUBLIC_USER_DETAILS"]:
        raise denied(f"User {caller.name} not authorized to read user details")


@read_action(
    text("id", about="id or name; the caller's own if left out"),
    flag("include_datasets"),
    flag("include_num_followers"),
    flag("include_password_hash"),
    flag("include_plugin_extras"),
)
def user_show(call: Call) -> Dict:
    """Return an account; e-mail and last use only to the person and to sysadmins."""
    caller = call.caller
    if call["id"]:
        _require_details(caller)
    user = find_user(call["id"]) if call["id"] else caller.user
    if user is None or (user.deleted and not caller.is_sysadmin):
        raise not_found("User not found")
    return _shown(call, user)


def _shown(call: Call, user: User) -> Dict:
    count = Dataset.objects.public().filter(creator=user).count()
    answer = user_dict(user, details=may_see_details(call.caller, user), count=count)
    if call.values.get("include_num_followers"):
        answer["num_followers"] = 0
    if call.values.get("include_datasets"):
        rows = readable_datasets(call.caller.user).filter(creator=user)
        answer["datasets"] = list(rows.order_by("-modified_at").values("id", "name", "title")[:100])
    return answer


@read_action(
    text("q"),
    text("email"),
    text("order_by", "display_name"),
    flag("all_fields", True),
    flag("include_site_user"),
)
def user_list(call: Call) -> list[Any]:
    """Return the accounts."""
    _require_details(call.caller)
    rows = User.objects.filter(is_active=True, deleted=False)
    if call["q"]:
        rows = rows.filter(Q(username__icontains=call["q"]) | Q(full_name__icontains=call["q"]))
    if call["email"]:
        if not call.caller.is_sysadmin:
            raise denied()
        rows = rows.filter(email__iexact=call["email"])
    rows = rows.order_by(*_ORDERS.get(call["order_by"], ("full_name", "username")))[:1000]
    if not call["all_fields"]:
        return [user.get_username() for user in rows]
    made = (
        Dataset.objects.public()
        .order_by()
        .filter(creator__isnull=False)
        .values_list("creator")
        .annotate(n=Count("pk"))
    )
    counts = dict(made)
    return [
        user_dict(u, details=may_see_details(call.caller, u), count=counts.get(u.pk, 0))
        for u in rows
    ]


@read_action(required("q"), natural("limit", 20), access=Access.USER)
def user_autocomplete(call: Call) -> list[Dict]:
    """Return accounts whose name contains a text."""
    rows = User.objects.filter(is_active=True, deleted=False).filter(
        Q(username__icontains=call["q"]) | Q(full_name__icontains=call["q"])
    )
    return [
        {"id": u.public_id, "name": u.get_username(), "fullname": u.full_name or None}
        for u in rows.order_by("username")[: min(call["limit"], 100)]
    ]


@write_action(
    text("name"),
    text("email"),
    text("password"),
    text("fullname"),
    text("about"),
    text("image_url"),
    flag("with_apitoken", about="make a token too"),
)
def user_create(call: Call) -> Dict:
    """Make an account."""
    if not (call.caller.is_sysadmin or settings.CKAN["AUTH_CREATE_USER_VIA_API"]):
        raise denied("User  not authorized to create users" if not call.caller.user else "")
    fields, password = _fields(call, None)
    user = account_save(actor=call.caller.user, user=User(), fields=fields, password=password)
    answer = _shown(call, user)
    if call["with_apitoken"]:
        answer["token"] = token_create(actor=call.caller.user, user=user, name="default")[1]
    return answer


def _fields(call: Call, old: User | None) -> tuple[Dict, str | None]:
    """Return the checked fields and the password."""
    checked = Checked(call.data)
    fields: Dict = {
        "full_name": checked.text("fullname", longest=200) or "",
        "about": checked.text("about") or "",
        "image_url": checked.text("image_url", longest=500) or "",
    }
    if old is None or call.data.get("name"):
        fields["username"] = _username(checked, old)
    email = checked.email("email")
    if not email and old is None:
        checked.fault("email", "Missing value")
    if email:
        fields["email"] = email
    if call.caller.is_sysadmin and "sysadmin" in call.data:
        fields["is_superuser"] = checked.flag("sysadmin", default=bool(old and old.is_superuser))
    password = checked.text("password", longest=1000)
    if old is None and not password:
        checked.fault("password", "Missing value")
    elif password and len(password) < 8:
        checked.fault("password", "Your password must be 8 characters or longer")
    checked.done()
    return fields, password


def _username(checked: Checked, old: User | None) -> str:
    def taken(name: str) -> bool:
        rows = User.objects.filter(username=name)
        return (rows.exclude(pk=old.pk) if old else rows).exists()

    name = checked.name(taken=taken)
    if checked.faults.get("name") == ["That URL is already in use."]:
        checked.faults["name"] = ["That login name is not available."]
    return name


def _own(call: Call) -> User:
    """Return the account to change: the caller's own, or any one for sysadmins."""
    user = find_user(call["id"])
    if call.caller.user is None or not (call.caller.is_sysadmin or call.caller.user == user):
        raise denied(f"User {call.caller.name} not authorized to edit user {user.public_id}")
    return user


@write_action(required("id"), text("fullname"), text("email"), text("about"), text("password"))
def user_update(call: Call) -> Dict:
    """Replace an account's description."""
    user = _own(call)
    fields, password = _fields(call, user)
    return _shown(
        call, account_save(actor=call.caller.user, user=user, fields=fields, password=password)
    )


@write_action(required("id"), text("fullname"), text("email"), text("about"), text("password"))
def user_patch(call: Call) -> Dict:
    """Change the keys of an account that are sent and leave all others."""
    user = _own(call)
    fields, password = _fields(call, user)
    sent = {"full_name": "fullname"}
    fields = {k: v for k, v in fields.items() if sent.get(k, k) in call.data or k == "username"}
    return _shown(
        call, account_save(actor=call.caller.user, user=user, fields=fields, password=password)
    )


@write_action(required("id"), access=Access.SYSADMIN)
def user_delete(call: Call) -> None:
    """Lock an account for good."""
    account_delete(actor=call.caller.user, user=find_user(call["id"]))


@write_action(required("email"), required("group_id"), required("role"), access=Access.USER)
def user_invite(call: Call) -> Dict:
    """Make an account for a person by e-mail address, with a role in an organization or group."""
    body = either_body(call["group_id"])
    if not can_edit_body(call.caller.user, body):
        raise denied()
    if call["role"] not in Role.values:
        raise invalid({"role": [f'role does not exist: "{call["role"]}"']})
    checked = Checked(call.data)
    email = checked.email("email") or ""
    checked.done()
    if User.objects.filter(email__iexact=email).exists():
        raise invalid({"email": [f"The email address '{email}' belongs to a registered user."]})
    local = "".join(c for c in email.split("@")[0].lower() if c.isascii() and c.isalnum())
    name = f"{local[:40] or 'person'}-{secrets.randbelow(9000) + 1000}"
    user = account_save(
        actor=call.caller.user, user=User(), fields={"username": name, "email": email}
    )
    member_set(actor=call.caller.user, body=body, user=user, role=call["role"])
    return _shown(call, user)
