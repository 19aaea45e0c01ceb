"""Following, and people who work on a single dataset."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.errors import NotAllowed
from datasets.models import Collaborator, Dataset, Follow, Organization, Theme
from datasets.permissions import can_manage_collaborators
from datasets.services.audit import audit_record
from datasets.services.datasets import changed
from portal.base.models import User

Followed = User | Dataset | Organization | Theme


def follow_relation(target: Followed) -> dict[str, Any]:
    """Return the field of a `Follow` that names this record."""
    kinds: dict[type[Any], str] = {
        User: "user",
        Dataset: "dataset",
        Organization: "organization",
        Theme: "theme",
    }
    return {kinds[type(target)]: target}


@transaction.atomic
def follow(*, follower: User, target: Followed) -> tuple[Follow, bool]:
    """Follow a record; the second value says whether that is new."""
    return Follow.objects.get_or_create(follower=follower, **follow_relation(target))


def unfollow(*, follower: User, target: Followed) -> bool:
    """Follow a record no more; return whether it was followed."""
    count, _each = Follow.objects.filter(follower=follower, **follow_relation(target)).delete()
    return bool(count)


@transaction.atomic
def collaborator_set(
    *, actor: User | None, dataset: Dataset, user: User, role: str
) -> Collaborator:
    """Let a person work on a dataset, in place of the role they have. Raises NotAllowed."""
    _check(actor, dataset)
    found, _made = Collaborator.objects.update_or_create(
        dataset=dataset, user=user, defaults={"role": role, "modified_at": timezone.now()}
    )
    _record(actor, dataset, user, role)
    return found


@transaction.atomic
def collaborator_remove(*, actor: User | None, dataset: Dataset, user: User) -> bool:
    """End a person's work on a dataset; return whether there was any. Raises NotAllowed."""
    _check(actor, dataset)
    count, _each = Collaborator.objects.filter(dataset=dataset, user=user).delete()
    if count:
        _record(actor, dataset, user, "")
    return bool(count)


def _check(actor: User | None, dataset: Dataset) -> None:
    if not can_manage_collaborators(actor, dataset):
        raise NotAllowed(_("Sie dürfen die Mitarbeit an diesem Datensatz nicht ändern."))


def _record(actor: User | None, dataset: Dataset, user: User, role: str) -> None:
    audit_record(
        actor=actor,
        verb="collaborator_set" if role else "collaborator_remove",
        object_type="dataset",
        object_id=dataset.pk,
        data={"user": user.pk, "role": role},
    )
    # Who may find the dataset stands in its search document.
    changed(dataset)


def collaboration_offered() -> bool:
    """Say whether this portal lets people work on single datasets."""
    return bool(settings.CKAN["AUTH_ALLOW_DATASET_COLLABORATORS"])
