"""Plan a bundle once every part has its yes; take it from the plan when a part is another one since."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.services.reviews import reviewers
from labs.bundles.approving import bundle_approve, is_approved, wanted
from labs.bundles.history import note
from labs.bundles.models import Bundle, BundleItem, BundleState
from portal.base.models import User

PARTS = ("page", "dataset__organization", "version__resource__dataset__organization", "approved_by")


@transaction.atomic
def bundle_plan(*, bundle: Bundle, actor: User) -> list[BundleItem]:
    """Say yes to what this person may; plan the bundle, or have it wait for others; return those parts."""
    missing = bundle_approve(bundle=bundle, actor=actor)
    if missing:
        bundle_wait(bundle=bundle, actor=actor, missing=missing)
        return missing
    bundle.state, bundle.failure = BundleState.PLANNED, ""
    bundle.planned_by = actor
    bundle.save(update_fields=["state", "failure", "planned_by"])
    note(bundle, "plan", actor, time=moment(bundle))
    return []


def bundle_wait(*, bundle: Bundle, actor: User, missing: list[BundleItem]) -> None:
    """Have the bundle wait for the yes of others; who may give it to data gets one mail."""
    if bundle.state != BundleState.WAITING:
        people: set[Any] = {bundle.created_by}
        for item in missing:
            people |= set(reviewers(item.data, actor)) if item.data is not None else set()
        parts = [f"{item}: {wanted(item)}" for item in missing]
        text = _(
            "Das Paket „{title}“ wird eingeplant, sobald alle Teile freigegeben sind. Es fehlt noch:\n\n{parts}"
            "\n\nAnsehen und freigeben:\n{address}\n"
        )
        _tell(bundle, people - {actor}, _("Bitte freigeben: {title}"), text, parts)
        note(bundle, "wait", actor)
    bundle.state, bundle.failure = BundleState.WAITING, ""
    bundle.save(update_fields=["state", "failure"])


def bundle_reopen(*, bundle: Bundle) -> None:
    """Take the bundle from the plan, by hand."""
    bundle.state, bundle.failure = BundleState.OPEN, ""
    bundle.save(update_fields=["state", "failure"])
    note(bundle, "reopen")


def moment(bundle: Bundle) -> str:
    """Return the time of a bundle as it is written."""
    when = bundle.publish_at
    return timezone.localtime(when).strftime("%d.%m.%Y %H:%M") if when else "–"


def bundles_check(*, page: Any = None) -> int:
    """Take from the plan what is not what was approved any more; return how many bundles."""
    planned = Bundle.objects.filter(state=BundleState.PLANNED)
    if page is not None:
        planned = planned.filter(items__page=page)
    return sum(bundle_check(bundle=bundle) for bundle in planned.order_by("pk"))


@transaction.atomic
def bundle_check(*, bundle: Bundle) -> bool:
    """Look whether all parts are as they were approved; if not, nothing goes out and one mail says why."""
    bundle = Bundle.objects.select_for_update().get(pk=bundle.pk)
    if bundle.state != BundleState.PLANNED:
        return False
    items = bundle.items.select_related(*PARTS).order_by("pk")
    changed = [item for item in items if not is_approved(item)]
    if not changed:
        return False
    bundle_changed(bundle=bundle, items=changed)
    return True


def bundle_changed(*, bundle: Bundle, items: Iterable[BundleItem]) -> None:
    """Keep which parts are others than those approved, and tell who is responsible."""
    items = list(items)
    parts = [f"{item}{_author(item)}" for item in items]
    bundle.state = BundleState.CHANGED
    bundle.failure = _("Nach der Freigabe geändert: {parts}.").format(parts=", ".join(parts))
    bundle.save(update_fields=["state", "failure"])
    note(bundle, "changed", reason=bundle.failure)
    text = _(
        "Das Paket „{title}“ ist nicht mehr eingeplant, denn nach der Freigabe wurde geändert:\n\n{parts}\n\n"
        "Es erscheint nichts, was niemand freigegeben hat. Sehen Sie die Änderung an und planen Sie das "
        "Paket neu ein:\n{address}\n"
    )
    people = {bundle.created_by, bundle.planned_by, *(item.approved_by for item in items)}
    _tell(bundle, people, _("Nicht mehr eingeplant: {title}"), text, parts)


def _author(item: BundleItem) -> str:
    """Return who wrote the newest draft of a part and when, as far as it is known."""
    record: Any = item.page or item.dataset
    revision = record.latest_revision if record is not None else None
    if revision is None or revision.user is None:
        return ""
    moment = timezone.localtime(revision.created_at).strftime("%d.%m.%Y %H:%M")
    return _(" (von {who}, {moment})").format(who=revision.user, moment=moment)


def _tell(bundle: Bundle, people: set[Any], subject: str, text: str, parts: list[str]) -> None:
    """Mail people about a bundle once the transaction holds."""
    addresses = sorted({person.email for person in people if person and person.email})
    if not addresses:
        return
    body = text.format(
        title=bundle.title,
        parts="\n".join(f"– {part}" for part in parts),
        address=settings.PORTAL_BASE_URL + reverse("labs_bundle", args=[bundle.pk]),
    )
    line = " ".join(subject.format(title=bundle.title).split())
    transaction.on_commit(
        lambda: send_mail(line, body, settings.DEFAULT_FROM_EMAIL, addresses, fail_silently=True)
    )
