"""Who sees which bundle: its maker, and whose yes it may want. An embargo is told to nobody else."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from wagtail.models import GroupPagePermission

from datasets.models import Organization
from datasets.permissions import EDITORS, is_sysadmin, organizations_with
from labs.bundles.models import Bundle, BundleItem, BundleState
from labs.models import LabPage


def bundles_of(user: Any) -> QuerySet[Bundle]:
    """Return the bundles of this person and those that it may approve; who runs the portal sees all."""
    bundles = Bundle.objects.all()
    if is_sysadmin(user):
        return bundles
    return bundles.filter(
        Q(created_by=user) | Q(pk__in=_with_data(user)) | Q(pk__in=_with_pages(user))
    )


def _with_data(user: Any) -> QuerySet[BundleItem, int]:
    """Return the bundles with data of organizations in which the person writes and four eyes are wanted."""
    bodies = Organization.objects.filter(pk__in=organizations_with(user, EDITORS), four_eyes=True)
    rows = BundleItem.objects.filter(
        Q(dataset__organization__in=bodies) | Q(version__resource__dataset__organization__in=bodies)
    )
    return rows.values_list("bundle_id", flat=True)


def _with_pages(user: Any) -> QuerySet[BundleItem, int]:
    """Return the bundles that wait, with pages that the person publishes or whose lab it leads."""
    inner = ExpressionWrapper(OuterRef("page__path"), output_field=CharField())
    publishing = GroupPagePermission.objects.filter(
        group__user=user, permission__codename="publish_page"
    ).alias(inner=inner)
    led = LabPage.objects.filter(team__group__user=user).alias(inner=inner)
    rows = BundleItem.objects.filter(
        Exists(publishing.filter(inner__startswith=F("page__path")))
        | Exists(led.filter(inner__startswith=F("path"))),
        bundle__state=BundleState.WAITING,
    )
    return rows.values_list("bundle_id", flat=True)
