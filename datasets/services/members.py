"""Who belongs to an organization or theme, and in which role."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from datasets.errors import Invalid, NotAllowed
from datasets.models import Body, Membership, Organization, Role
from datasets.permissions import can_edit_body
from datasets.services.audit import audit_record
from datasets.services.bodies import kind_of
from portal.base.models import User


@transaction.atomic
def member_set(
    *, actor: User | None, body: Body, user: User, role: str, check: bool = True
) -> Membership:
    """Give a person a role, in place of the one they have. Raises NotAllowed and Invalid."""
    _check(actor, body, check=check)
    if role not in Role.values:
        raise Invalid(_("Diese Rolle gibt es nicht."), data={"role": [role]})
    where: dict[str, Any] = {"user": user, _relation(body): body}
    membership, _made = Membership.objects.update_or_create(**where, defaults={"role": role})
    _record(actor, body, user, "member_set", role)
    return membership


@transaction.atomic
def member_remove(*, actor: User | None, body: Body, user: User, check: bool = True) -> bool:
    """End a person's membership; return whether there was one."""
    _check(actor, body, check=check)
    count, _each = Membership.objects.filter(user=user, **{_relation(body): body}).delete()
    if count:
        _record(actor, body, user, "member_remove", "")
    return bool(count)


def _relation(body: Body) -> str:
    return "organization" if isinstance(body, Organization) else "theme"


def _check(actor: User | None, body: Body, *, check: bool) -> None:
    if check and not can_edit_body(actor, body):
        raise NotAllowed(_("Sie dürfen die Mitglieder hier nicht ändern."))


def _record(actor: User | None, body: Body, user: User, verb: str, role: str) -> None:
    audit_record(
        actor=actor,
        verb=verb,
        object_type=kind_of(body),
        object_id=body.pk,
        data={"user": user.pk, "role": role},
    )
