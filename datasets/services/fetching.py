"""Fetch files from addresses: at once, or again and again, with a mail when it fails."""

import hashlib
import io
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from datasets.errors import Invalid, NotAllowed
from datasets.models import FetchPlan, Interval, Resource, ResourceVersion, VersionState
from datasets.permissions import can_edit_dataset
from datasets.remote import Bounds, Fetched, RemoteError, fetch
from datasets.services.audit import audit_record
from datasets.services.versions import may_publish, version_publish, version_receive
from portal.base.models import User

MIB = 1024 * 1024
SCHEMA_BYTES = 5 * MIB
SECONDS, SECONDS_IN_PAGE = 600.0, 30.0
STEPS = {
    Interval.DAILY: timedelta(days=1),
    Interval.WEEKLY: timedelta(days=7),
    Interval.MONTHLY: timedelta(days=30),
}
# After a failure it is tried again sooner, but not more often than this.
AGAIN = timedelta(hours=6)


def bytes_at(url: str) -> bytes:
    """Return a small file from an address. Raises Invalid."""
    target = io.BytesIO()
    bounds = Bounds(SCHEMA_BYTES, SECONDS_IN_PAGE, private=settings.PORTAL_FETCH_PRIVATE)
    try:
        fetch(url, target, bounds)
    except RemoteError as error:
        raise Invalid(error.message, data={"url": [error.message]}) from error
    return target.getvalue()


def file_at(
    url: str, folder: Path, *, seconds: float = SECONDS, etag: str = ""
) -> tuple[Path, Fetched]:
    """Fetch a file into the folder. Raises RemoteError."""
    target = folder / "fetched"
    bounds = Bounds(
        settings.PORTAL_MAX_UPLOAD_MB * MIB, seconds, private=settings.PORTAL_FETCH_PRIVATE
    )
    with target.open("wb") as stream:
        fetched = fetch(url, stream, bounds, etag=etag)
    return target, fetched


@transaction.atomic
def plan_save(
    *, actor: User | None, resource: Resource, url: str, interval: str, notify: str = ""
) -> FetchPlan:
    """Keep where a resource's file is fetched from and how often. Raises NotAllowed."""
    if not can_edit_dataset(actor, resource.dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    plan, _made = FetchPlan.objects.get_or_create(resource=resource, defaults={"url": url})
    if plan.url != url:
        plan.etag, plan.failures = "", 0
    plan.url, plan.interval, plan.notify = url, interval, notify
    step = STEPS.get(Interval(interval))
    plan.next_at = timezone.now() + step if step else None
    plan.save()
    audit_record(
        actor=actor,
        verb="fetch_plan_save",
        object_type="resource",
        object_id=resource.pk,
        data={"url": url, "interval": interval},
    )
    return plan


def plan_run(*, plan: FetchPlan, actor: User | None = None, in_page: bool = False) -> FetchPlan:
    """Fetch now; a changed file becomes a new version, a failure becomes a mail.

    `in_page`: somebody waits, so a slow server is given up sooner and a large file judged later.
    """
    seconds = SECONDS_IN_PAGE if in_page else SECONDS
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR, prefix="fetch-") as folder:
        try:
            path, fetched = file_at(plan.url, Path(folder), seconds=seconds, etag=plan.etag)
        except RemoteError as error:
            return _noted(plan, "failed", error.message)
        if fetched.unchanged:
            return _noted(plan, "unchanged", _("Die Datei ist unverändert."))
        last = plan.resource.versions.first()
        if last is not None and _same(path, last):
            plan.etag = fetched.etag
            return _noted(plan, "unchanged", _("Die Datei ist unverändert."))
        version = version_receive(
            resource=plan.resource,
            file_name=fetched.file_name,
            path=path,
            actor=actor,
            note=_("Abgeholt von %(url)s") % {"url": plan.url},
            personal_data_answer=last.personal_data_answer if last else "",
            schema=last.schema if last and last.schema_given else None,
            at_once=None if in_page else True,
            publish=False,
        )
    plan.etag = fetched.etag
    version.refresh_from_db()
    return _judged(plan, version)


def _same(path: Path, version: ResourceVersion) -> bool:
    """Say whether these are the bytes that are there already."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == version.sha256


def _judged(plan: FetchPlan, version: ResourceVersion) -> FetchPlan:
    if version.finished_at is None:
        return _noted(
            plan,
            "fetched",
            _(
                "Abgeholt; die Datei wird noch geprüft. Sie finden sie danach unter „Datei einreichen“."
            ),
        )
    if _goes_on_by_itself(version):
        version_publish(version=version, actor=version.created_by)
    if version.published_at is not None and version.state != VersionState.INVALID:
        return _noted(plan, "fetched", version.message)
    message = version.message
    if version.awaits_review:
        message = _("Die neue Fassung wartet auf die Freigabe durch eine zweite Person. ") + message
    elif version.published_at is None:
        message = _("Die neue Fassung ist nicht öffentlich und wartet auf Sie. ") + message
    return _noted(plan, "findings", message, version)


def _goes_on_by_itself(version: ResourceVersion) -> bool:
    """Say whether nobody has to look: the dataset is public, the file sound, its columns as before."""
    level = version.proposal.get("version", {}).get("level")
    return version.resource.dataset.live and level != "major" and may_publish(version)


def _noted(
    plan: FetchPlan, state: str, message: str, version: ResourceVersion | None = None
) -> FetchPlan:
    """Keep how it went and when it is tried next; tell the person what went wrong."""
    now = timezone.now()
    plan.last_at, plan.last_state, plan.last_message = now, state, message
    plan.failures = plan.failures + 1 if state == "failed" else 0
    plan.next_at = _next(plan, now)
    plan.save()
    # Not every night again for the same fault: the first time, and then once a week or so.
    if plan.notify and (state == "findings" or (state == "failed" and plan.failures % 7 == 1)):
        _mail(plan, message, version)
    return plan


def _next(plan: FetchPlan, now: datetime) -> datetime | None:
    step = STEPS.get(Interval(plan.interval))
    if step is None:
        return None
    return now + (min(step, AGAIN * plan.failures) if plan.failures else step)


def _mail(plan: FetchPlan, message: str, version: ResourceVersion | None) -> None:
    base = settings.PORTAL_BASE_URL
    where = (
        f"{base}/datei-einreichen/{version.pk}/"
        if version
        else f"{base}{plan.resource.get_absolute_url()}"
    )
    send_mail(
        _("Abholung: %(title)s braucht Ihre Hilfe") % {"title": plan.resource.dataset.title},
        _("Adresse: %(url)s\n\n%(message)s\n\nBericht: %(where)s\n")
        % {"url": plan.url, "message": message, "where": where},
        None,
        [plan.notify],
        fail_silently=True,
    )


def plans_enqueue_due() -> int:
    """Put every plan that is due to work, each once, and return how many there were."""
    now = timezone.now()
    due = FetchPlan.objects.filter(next_at__lte=now, resource__state="active")
    ids = list(due.values_list("pk", flat=True)[:500])
    for pk in ids:
        # Pushed on before it is done: a round that comes meanwhile does not start it again.
        claimed = FetchPlan.objects.filter(pk=pk, next_at__lte=now).update(next_at=now + AGAIN)
        if claimed:
            plan_run_task.enqueue(pk)
    return len(ids)


@task()
def plan_run_task(plan_id: int) -> str:
    """Run one plan and return how it ended."""
    plan = FetchPlan.objects.select_related("resource__dataset").get(pk=plan_id)
    return str(plan_run(plan=plan).last_state)
