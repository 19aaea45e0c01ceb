"""Accounts of people and machines as the interfaces make and change them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from datasets.errors import Invalid
from datasets.models import ApiToken, Collaborator, Membership
from datasets.services.audit import audit_record
from portal.base.models import User


@transaction.atomic
def account_save(
    *, actor: User | None, user: User, fields: Mapping[str, Any], password: str | None = None
) -> User:
    """Make or change an account; whether a password is good is for the edge to say. Raises Invalid."""
    made = user.pk is None
    for name, value in fields.items():
        setattr(user, name, value)
    if password:
        user.set_password(password)
    elif made and not fields.get("password"):
        user.set_unusable_password()
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise Invalid(_("Bitte prüfen Sie die Angaben."), data=error.message_dict) from error
    user.save()
    _record(actor, user, "account_create" if made else "account_update")
    return user


@transaction.atomic
def account_delete(*, actor: User | None, user: User) -> None:
    """Lock an account for good: no log-in, no token, no role; what it did stays attributed."""
    user.deleted, user.is_active = True, False
    user.save(update_fields=["deleted", "is_active"])
    ApiToken.objects.filter(user=user).delete()
    Membership.objects.filter(user=user).delete()
    Collaborator.objects.filter(user=user).delete()
    _record(actor, user, "account_delete")


def _record(actor: User | None, user: User, verb: str) -> None:
    audit_record(actor=actor, verb=verb, object_type="account", object_id=user.public_id)
