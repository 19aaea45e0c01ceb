"""Publish a bundle: one transaction, all parts or none; a failure is told once, with part and reason."""

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction

from datasets.models import Dataset
from datasets.services.versions import version_publish
from labs.bundles.approving import bundle_approve, is_approved
from labs.bundles.checking import problems_of
from labs.bundles.history import note
from labs.bundles.models import Bundle, BundleItem, BundleState
from labs.bundles.planning import PARTS, bundle_changed, bundle_wait
from portal.base.errors import PortalError
from portal.base.models import User

logger = logging.getLogger(__name__)


class BundleProblem(PortalError):
    """A part of a bundle cannot be published; the message names part and reason."""

    code = "bundle_problem"
    http_status = 409


def bundles_publish_due() -> int:
    """Publish what is due and return how many bundles became public; called by the background round."""
    due = Bundle.objects.filter(state=BundleState.PLANNED, publish_at__lte=timezone.now())
    ids = list(due.order_by("publish_at", "pk").values_list("pk", flat=True))
    return sum(bundle_publish(bundle_id=pk) for pk in ids)


def bundle_publish(*, bundle_id: int, actor: User | None = None) -> bool:
    """Publish all parts in one transaction; on failure nothing is public and one mail says why."""
    try:
        with transaction.atomic():
            bundle = Bundle.objects.select_for_update().get(pk=bundle_id)
            if bundle.is_over or (actor is None and bundle.state != BundleState.PLANNED):
                return False
            items = _ready(bundle)
            if not _approved(bundle, items, actor):
                return False
            _publish_items(items, actor or bundle.planned_by)
            bundle.state, bundle.failure = BundleState.PUBLISHED, ""
            bundle.published_at = timezone.now()
            bundle.save(update_fields=["state", "failure", "published_at"])
            note(bundle, "publish", actor)
    except BundleProblem as problem:
        _failed(bundle_id, problem.message)
        return False
    except Exception:
        logger.exception("bundle %s could not be published", bundle_id)
        _failed(
            bundle_id, _("Unerwarteter Fehler; der Betrieb findet die Einzelheiten im Protokoll.")
        )
        return False
    return True


def items_of(bundle: Bundle) -> Iterable[BundleItem]:
    """Return the parts: data first, so that pages come up with their figures."""
    items = list(bundle.items.select_related(*PARTS).order_by("pk"))
    return sorted(items, key=lambda item: (item.page_id is not None, item.dataset_id is None))


def _ready(bundle: Bundle) -> list[BundleItem]:
    """Return the parts if all could be published. Raises BundleProblem."""
    items = list(items_of(bundle))
    if not items:
        raise BundleProblem(_("Das Paket ist leer."))
    for item in items:
        if problems := problems_of(item):
            raise BundleProblem(f"{item}: {' '.join(problems)}")
    return items


def _approved(bundle: Bundle, items: list[BundleItem], actor: User | None) -> bool:
    """Say whether each part is what somebody said yes to; pressing the button is this person's yes."""
    if actor is not None:
        missing = bundle_approve(bundle=bundle, actor=actor)
        if missing:
            bundle_wait(bundle=bundle, actor=actor, missing=missing)
        return not missing
    if changed := [item for item in items if not is_approved(item)]:
        bundle_changed(bundle=bundle, items=changed)
    return not changed


def _publish_items(items: list[BundleItem], actor: User | None) -> None:
    """Publish each part. Raises BundleProblem."""
    for item in items:
        try:
            _publish(item, actor)
        except PortalError as error:
            raise BundleProblem(f"{item}: {error.message}") from error


def _publish(item: BundleItem, actor: User | None) -> None:
    if item.page is not None:
        page = item.page.specific
        revision = page.latest_revision or page.save_revision(user=actor)
        # The action for pages: the general one does not tell the search and the figures.
        PublishPageRevisionAction(revision, user=actor, changed=True).execute(
            skip_permission_checks=True
        )
    elif item.dataset is not None:
        _publish_dataset(item.dataset, actor)
    elif item.version is not None:
        dataset = item.version.resource.dataset
        if not dataset.live:
            _publish_dataset(dataset, actor)
        item.version.resource.dataset.refresh_from_db()
        # Checked before: a second person said yes where one is needed.
        version_publish(version=item.version, actor=actor, approved=True)


def _publish_dataset(dataset: Dataset, actor: User | None) -> None:
    revision = dataset.latest_revision or dataset.save_revision(user=actor)
    revision.publish(user=actor)


def _failed(bundle_id: int, reason: str) -> None:
    """Keep the reason and send one mail to who is responsible."""
    bundle = Bundle.objects.select_related("created_by", "planned_by").get(pk=bundle_id)
    bundle.state, bundle.failure = BundleState.FAILED, reason
    bundle.save(update_fields=["state", "failure"])
    note(bundle, "fail", reason=reason)
    people: list[Any] = [bundle.created_by, bundle.planned_by]
    addresses = sorted({person.email for person in people if person and person.email})
    if not addresses:
        return
    address = settings.PORTAL_BASE_URL + reverse("labs_bundle", args=[bundle.pk])
    text = _(
        "Das Paket „{title}“ ist nicht veröffentlicht worden; kein Teil davon ist öffentlich.\n\n"
        "{reason}\n\nBeheben Sie das und planen Sie das Paket neu ein:\n{address}\n"
    ).format(title=bundle.title, reason=reason, address=address)
    subject = _("Nicht veröffentlicht: {title}").format(title=bundle.title)
    send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, addresses, fail_silently=True)
