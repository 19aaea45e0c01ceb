"""What follows when Wagtail's own forms saved or published something of the catalogue."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils import timezone

from datasets.models import Body, Dataset, Membership, Organization, ResourceVersion, Role
from datasets.services.audit import audit_record
from datasets.services.bodies import kind_of
from datasets.services.datasets import changed
from datasets.services.versions import version_publish
from portal.base.models import User

DATA_TEAM = "Datenpflege"


def dataset_saved(dataset: Dataset, *, actor: User | None, created: bool) -> None:
    """Note that a form saved a dataset (perhaps as a draft)."""
    verb = "dataset_create" if created else "dataset_draft"
    audit_record(actor=actor, verb=verb, object_type="dataset", object_id=dataset.pk)
    changed(dataset)


def dataset_published(sender: Any, instance: Dataset, **_: Any) -> None:
    """Note that a revision went live; receiver of Wagtail's `published`."""
    Dataset.objects.filter(pk=instance.pk).update(modified_at=timezone.now())
    revision = instance.live_revision
    actor = revision.user if revision else None
    audit_record(actor=actor, verb="dataset_update", object_type="dataset", object_id=instance.pk)
    waiting = ResourceVersion.objects.filter(
        resource__dataset_id=instance.pk,
        review_requested_at__isnull=False,
        published_at__isnull=True,
        withdrawn_at__isnull=True,
    )
    # The second person's yes to the dataset is one to the files it was shown with.
    for version in waiting.select_related("resource__dataset"):
        if not version.personal_data or version.personal_data_answer:
            version_publish(version=version, actor=actor, approved=True)
    changed(instance)


def dataset_unpublished(sender: Any, instance: Dataset, **_: Any) -> None:
    """Note that a dataset is no longer public; receiver of Wagtail's `unpublished`."""
    audit_record(actor=None, verb="dataset_unpublish", object_type="dataset", object_id=instance.pk)
    changed(instance)


def membership_saved(sender: Any, instance: Membership, **_: Any) -> None:
    """Let who writes for an organization into the admin; receiver of `post_save`."""
    if instance.role == Role.MEMBER:
        return
    group, created = Group.objects.get_or_create(name=DATA_TEAM)
    if created:
        access = Permission.objects.filter(
            content_type__app_label="wagtailadmin", codename="access_admin"
        )
        group.permissions.add(*access)
    instance.user.groups.add(group)


def four_eyes_switched(body: Organization, *, actor: User | None) -> None:
    """Note that an organization began or ceased to ask for a second person."""
    audit_record(
        actor=actor, verb="four_eyes", object_type="organization", object_id=body.pk,
        data={"on": body.four_eyes},
    )  # fmt: skip


def body_saved(body: Body, *, actor: User | None, created: bool) -> None:
    """Note that a form saved an organization or theme; its datasets carry its title."""
    kind = kind_of(body)
    verb = f"{kind}_create" if created else f"{kind}_update"
    audit_record(actor=actor, verb=verb, object_type=kind, object_id=body.pk)
    for dataset in Dataset.objects.filter(
        Q(organization_id=body.pk) | Q(themes=body.pk)
    ).distinct():
        changed(dataset)
