"""Rights of groups to the files of a collection and to the pages below one."""

from collections.abc import Sequence

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import policy_registry


def allow_files(group: Group, collection: Collection, actions: Sequence[str]) -> None:
    """Let the group use images and documents of the collection, and of those below it."""
    named = Q()
    for model in (get_image_model(), get_document_model()):
        # The names of the permissions are those of Wagtail's own models, not of ours.
        meta = policy_registry.get_by_type(model).auth_model._meta
        codenames = [f"{action}_{meta.model_name}" for action in actions]
        named |= Q(content_type__app_label=meta.app_label, codename__in=codenames)
    GroupCollectionPermission.objects.bulk_create(
        [
            GroupCollectionPermission(group=group, collection=collection, permission=permission)
            for permission in Permission.objects.filter(named)
        ],
        ignore_conflicts=True,
    )


def allow_pages(group: Group, page: Page, codenames: Sequence[str]) -> None:
    """Let the group work on a page and all below it."""
    GroupPagePermission.objects.bulk_create(
        [
            GroupPagePermission(group=group, page=page, permission=permission)
            for permission in Permission.objects.filter(
                content_type__app_label="wagtailcore", codename__in=codenames
            )
        ],
        ignore_conflicts=True,
    )
