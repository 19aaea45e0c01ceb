"""Write organizations and themes."""

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from datasets.errors import Invalid, NotAllowed
from datasets.models import Body, Dataset, Membership, Organization, Role, Theme
from datasets.permissions import can_create_body, can_edit_body
from datasets.services.audit import audit_record
from datasets.services.datasets import changed
from portal.base.models import User

AnyBody = TypeVar("AnyBody", Organization, Theme)


def organization_create(*, actor: User | None, check: bool = True, **fields: Any) -> Organization:
    """Make an organization; the person who makes it leads it."""
    return body_create(Organization, actor=actor, check=check, **fields)


def theme_create(*, actor: User | None, check: bool = True, **fields: Any) -> Theme:
    """Make a theme."""
    return body_create(Theme, actor=actor, check=check, **fields)


@transaction.atomic
def body_create(
    model: type[AnyBody], *, actor: User | None, check: bool = True, **fields: Any
) -> AnyBody:
    """Make an organization or theme. Raises NotAllowed and Invalid."""
    if check and not can_create_body(actor, model):
        raise NotAllowed(_("Sie dürfen hier keine Organisation und keine Kategorie anlegen."))
    body = model(**fields)
    _save(body)
    if actor is not None:
        relation = "organization" if isinstance(body, Organization) else "theme"
        Membership.objects.create(user=actor, role=Role.ADMIN, **{relation: body})
    audit_record(
        actor=actor, verb=f"{kind_of(body)}_create", object_type=kind_of(body), object_id=body.pk
    )
    return body


@transaction.atomic
def body_update(*, actor: User | None, body: AnyBody, check: bool = True, **fields: Any) -> AnyBody:
    """Change an organization or theme; its datasets are rendered anew. Raises NotAllowed, Invalid."""
    if check and not can_edit_body(actor, body):
        raise NotAllowed(_("Sie dürfen diese Angaben nicht ändern."))
    for field, value in fields.items():
        setattr(body, field, value)
    _save(body)
    audit_record(
        actor=actor, verb=f"{kind_of(body)}_update", object_type=kind_of(body), object_id=body.pk
    )
    for dataset in Dataset.objects.filter(
        Q(organization_id=body.pk) | Q(themes=body.pk)
    ).distinct():
        changed(dataset)
    return body


def kind_of(body: Body) -> str:
    """Return the word of the audit trail for this record."""
    return "organization" if isinstance(body, Organization) else "theme"


def _save(body: Organization | Theme) -> None:
    """Check and save."""
    other: type[Body] = Theme if isinstance(body, Organization) else Organization
    try:
        body.clean_fields()
        body.validate_unique()
    except ValidationError as error:
        raise Invalid(_("Bitte prüfen Sie die Angaben."), data=error.message_dict) from error
    if other.objects.filter(name=body.name).exists():  # type: ignore[attr-defined]
        raise Invalid(
            _("Diesen Kurznamen gibt es schon."),
            data={"name": [_("Diesen Kurznamen gibt es schon.")]},
        )
    body.save()
