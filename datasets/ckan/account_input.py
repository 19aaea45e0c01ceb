"""Accounts as they are sent: read and checked, turned into the account's fields."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from datasets.ckan.auth import Caller
from datasets.ckan.checks import ID_PATTERN, Checked
from datasets.ckan.dicts import Dict
from datasets.ckan.parsing import is_file
from datasets.ckan.pictures import read_picture
from portal.base.models import User

PASSWORD_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class AccountInput:
    """A checked account: its fields, a new password if one was sent."""

    fields: Dict
    password: str | None = None


def read_account(
    caller: Caller, data: Dict, *, old: User | None = None, patch: bool = False
) -> AccountInput:
    """Read and check; raises a validation error with every fault by field."""
    checked = Checked(data)
    fields: Dict = {}
    for sent, name, longest in (
        ("fullname", "full_name", 200),
        ("about", "about", 100_000),
    ):
        if sent in data or not patch:
            fields[name] = checked.text(sent, longest=longest) or ""
    _read_picture(checked, fields, old, patch=patch)
    _read_name(caller, checked, fields, old)
    if not _is_copy_without_email(caller, data, old):
        _read_email(checked, fields, old, patch=patch)
    if caller.is_sysadmin:
        _read_for_sysadmins(caller, checked, fields, old)
    password = _read_password(caller, checked, old, hashed="password" in fields)
    checked.done()
    return AccountInput(fields, password)


def _read_picture(checked: Checked, fields: Dict, old: User | None, *, patch: bool) -> None:
    upload = checked.data.get("image_upload")
    if is_file(upload):
        picture = read_picture(checked, upload)
        fields |= {"picture": picture, "image_url": ""} if picture is not None else {}
    elif "image_url" in checked.data or not patch:
        url = checked.text("image_url", longest=500) or ""
        if old is not None and old.picture and url and str(old.picture.name).endswith(f"/{url}"):
            return
        fields |= {"image_url": url, "picture": ""}


def _read_name(caller: Caller, checked: Checked, fields: Dict, old: User | None) -> None:
    """Read the name; it may be left out of a change, and only sysadmins change it."""
    sent = checked.data.get("name")
    if old is not None and ("name" not in checked.data or sent == old.get_username()):
        return

    def taken(name: str) -> bool:
        rows = User.objects.filter(username=name)
        return (rows.exclude(pk=old.pk) if old else rows).exists()

    name = checked.name(taken=taken)
    if checked.faults.get("name") == ["That URL is already in use."]:
        checked.faults["name"] = ["That login name is not available."]
    if old is not None and not caller.is_sysadmin:
        checked.fault("name", "That login name can not be modified.")
    fields["username"] = name


def _is_copy_without_email(caller: Caller, data: Dict, old: User | None) -> bool:
    """Say whether a sysadmin loads the dump of an account that never had an address: a program's."""
    if not caller.is_sysadmin or "email" not in data or data["email"]:
        return False
    return bool(data.get("password_hash")) and (old is None or not old.email)


def _read_email(checked: Checked, fields: Dict, old: User | None, *, patch: bool) -> None:
    if patch and "email" not in checked.data:
        return
    email = checked.email("email")
    if not email:
        if "email" not in checked.faults:
            checked.fault("email", "Missing value")
        return
    rows = User.objects.filter(email__iexact=email, deleted=False)
    other = (rows.exclude(pk=old.pk) if old else rows).first()
    if other is not None:
        checked.fault("email", f"The email address '{other.email}' belongs to a registered user.")
    fields["email"] = email


def _read_for_sysadmins(caller: Caller, checked: Checked, fields: Dict, old: User | None) -> None:
    """Read what only sysadmins may set."""
    data = checked.data
    if old is None:
        new_id = checked.text("id", longest=100)
        if new_id and not ID_PATTERN.match(new_id):
            checked.fault("id", "Invalid id")
        elif new_id and not User.objects.filter(public_id=new_id).exists():
            fields["public_id"] = new_id
    _read_sysadmin(caller, checked, fields, old)
    extras = data.get("plugin_extras")
    if isinstance(extras, dict):
        fields["plugin_extras"] = extras
    elif extras is not None:
        checked.fault("plugin_extras", "Must be a dictionary")
    state = checked.text("state", longest=20)
    if state == "deleted":
        fields |= {"deleted": True, "is_active": False}
    elif state == "active" and old is not None:
        fields |= {"deleted": False, "is_active": True}
    hashed = checked.text("password_hash", longest=128)
    if hashed:
        fields["password"] = hashed


def _read_sysadmin(caller: Caller, checked: Checked, fields: Dict, old: User | None) -> None:
    if "sysadmin" not in checked.data:
        return
    wanted = checked.flag("sysadmin", default=bool(old and old.is_superuser))
    if old is not None and wanted != old.is_superuser and caller.user == old:
        checked.fault("sysadmin", "Cannot modify your own sysadmin privileges")
    if old is not None and old.get_username() == settings.CKAN["SITE_ID"]:
        checked.fault("sysadmin", "Cannot modify sysadmin privileges for system user")
    fields["is_superuser"] = wanted


def _read_password(
    caller: Caller, checked: Checked, old: User | None, *, hashed: bool
) -> str | None:
    """Return the new password; sysadmins set a first one, people choose a good one."""
    password: Any = checked.data.get("password")
    if "password" not in checked.data or (old is not None and password == ""):
        if old is None and not hashed:
            checked.fault("password", "Missing value")
        return None
    if not isinstance(password, str):
        checked.fault("password", "Passwords must be strings" if password else "Missing value")
    elif not password:
        checked.fault("password", "Missing value")
    elif len(password) < PASSWORD_SHORTEST:
        checked.fault("password", f"Your password must be {PASSWORD_SHORTEST} characters or longer")
    elif len(password) > 1000:
        checked.fault("password", "Your password is too long")
    elif not caller.is_sysadmin:
        _check_strength(checked, password, old)
    return password if isinstance(password, str) else None


def _check_strength(checked: Checked, password: str, old: User | None) -> None:
    try:
        with translation.override("en"):
            validate_password(password, old)
    except ValidationError as error:
        for message in error.messages:
            checked.fault("password", message)
