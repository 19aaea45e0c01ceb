"""Take records away: organizations and themes to the bin, datasets and all the rest for good."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.errors import Invalid, NotAllowed
from datasets.models import (
    Body,
    Dataset,
    Membership,
    Organization,
    RecordState,
)
from datasets.permissions import can_edit_body, can_edit_dataset, is_sysadmin
from datasets.services.audit import audit_record
from datasets.services.bodies import kind_of
from datasets.services.datasets import changed
from datasets.services.tables import fed_table
from datasets.signals import dataset_changed
from portal.base.models import User


@transaction.atomic
def dataset_retract(*, actor: User | None, dataset: Dataset, check: bool = True) -> None:
    """Make a public dataset a draft again."""
    if check and not can_edit_dataset(actor, dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    dataset.live = False
    dataset.modified_at = timezone.now()
    dataset.save(update_fields=["live", "modified_at"])
    audit_record(actor=actor, verb="dataset_retract", object_type="dataset", object_id=dataset.pk)
    changed(dataset)


@transaction.atomic
def dataset_purge(*, actor: User | None, dataset: Dataset) -> None:
    """Remove a dataset with its resources and history; only the record of deeds stays."""
    if not is_sysadmin(actor):
        raise NotAllowed(_("Endgültig löschen darf nur die Leitung des Portals."))
    pk, name = dataset.pk, dataset.name
    fed = [fed_table(resource) for resource in dataset.resources.filter(table_active=True)]
    dataset.delete()
    audit_record(
        actor=actor,
        verb="dataset_purge",
        object_type="dataset",
        object_id=pk,
        data={"name": name},
    )
    dataset_changed.send(sender=Dataset, dataset_id=pk)
    for table in fed:
        if table.exists():
            transaction.on_commit(table.drop)


def can_delete_body(user: User | None, body: Body) -> bool:
    """Say whether the person may put the organization or theme into the bin."""
    if is_sysadmin(user):
        return True
    option = "ORGANIZATIONS" if isinstance(body, Organization) else "GROUPS"
    return bool(settings.CKAN[f"AUTH_USER_DELETE_{option}"]) and can_edit_body(user, body)


@transaction.atomic
def body_delete(*, actor: User | None, body: Body, check: bool = True) -> None:
    """Put an organization or theme into the bin. Raises NotAllowed, Invalid while it has datasets."""
    if check and not can_delete_body(actor, body):
        raise NotAllowed(_("Sie dürfen diese Angaben nicht löschen."))
    datasets = _datasets_of(body)
    if isinstance(body, Organization):
        existing = datasets.filter(deleted_at__isnull=True)
        if existing.exists() and not settings.CKAN["AUTH_CREATE_UNOWNED_DATASET"]:
            raise Invalid(_("Diese Organisation hat noch Datensätze."))
    ids = list(datasets.values_list("pk", flat=True))
    if isinstance(body, Organization):
        datasets.update(organization=None)
    else:
        Dataset.themes.through.objects.filter(theme_id=body.pk).delete()
    _memberships(body).delete()
    body.state = RecordState.DELETED
    body.save(update_fields=["state"])
    _record(actor, body, "delete")
    _changed(ids)


@transaction.atomic
def body_purge(*, actor: User | None, body: Body) -> None:
    """Remove an organization or theme; its datasets stay, without it."""
    if not is_sysadmin(actor):
        raise NotAllowed(_("Endgültig löschen darf nur die Leitung des Portals."))
    ids = list(_datasets_of(body).values_list("pk", flat=True))
    _record(actor, body, "purge")
    if isinstance(body, Organization):
        _datasets_of(body).update(organization=None)
    body.delete()
    _changed(ids)


def _datasets_of(body: Body) -> QuerySet[Dataset]:
    if isinstance(body, Organization):
        return Dataset.objects.filter(organization_id=body.pk)
    return Dataset.objects.filter(
        pk__in=Dataset.themes.through.objects.filter(theme_id=body.pk).values("dataset_id")
    )


def _memberships(body: Body) -> QuerySet[Membership]:
    return Membership.objects.filter(Q(organization_id=body.pk) | Q(theme_id=body.pk))


def _record(actor: User | None, body: Body, verb: str) -> None:
    kind = kind_of(body)
    audit_record(
        actor=actor,
        verb=f"{kind}_{verb}",
        object_type=kind,
        object_id=body.pk,
        data={"name": body.name},
    )


def _changed(ids: list[str]) -> None:
    for dataset in Dataset.objects.filter(pk__in=ids):
        changed(dataset)
