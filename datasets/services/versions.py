"""Take files in: store the original, judge it in a bounded process, publish what holds.

The same two steps for the admin's upload, the CKAN interface, importers and commands:
`version_receive` keeps the bytes and answers at once; `version_process` does the work, at once for
small files and in the worker for large ones. A crash between them leaves a version in state
"received" that `versions_resume` finds.
"""

import logging
import mimetypes
from datetime import timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.errors import Invalid
from datasets.isolation import IsolationError, Limits, Progress, run_isolated
from datasets.models import Resource, ResourceVersion, VersionState
from datasets.orders import PROCESS, Order, Outcome
from datasets.reviewing import version_waits
from datasets.services.audit import audit_record
from datasets.services.labels import label_settle, step_for, step_kept
from datasets.services.progress import progress_noted
from datasets.services.reviews import version_review_ask
from datasets.services.storage import (
    StoredFile,
    local_file,
    store_file,
    table_exists,
    table_keep,
    table_target,
)
from datasets.services.tasks import version_process_task
from datasets.signals import dataset_changed
from portal.base.models import User

logger = logging.getLogger(__name__)

# After this time a version still in work is taken for left over by a crash.
LEASE = timedelta(minutes=45)
MAX_NAME = 200


def version_receive(
    *,
    resource: Resource,
    file_name: str,
    actor: User | None,
    upload: IO[bytes] | None = None,
    path: Path | None = None,
    schema: dict[str, Any] | None = None,
    note: str = "",
    personal_data_answer: str = "",
    repairs: list[dict[str, Any]] | None = None,
    repaired_from: ResourceVersion | None = None,
    publish: bool = True,
    on_progress: Progress | None = None,
    at_once: bool | None = None,
) -> ResourceVersion:
    """Store the bytes as a new version of the resource and have it judged after the commit.

    Without `publish` the version waits for a person, however sound it is. Exactly one of `upload`
    (a binary stream) and `path` is given. `at_once` None decides by size.
    Raises FileTooLarge.
    """
    if path is not None:
        with path.open("rb") as stream:
            stored = store_file(stream)
    elif upload is not None:
        stored = store_file(upload)
    else:
        raise Invalid(_("Es wurde keine Datei gesendet."), data={"upload": [_("Datei fehlt")]})
    version = _version_create(
        resource=resource,
        stored=stored,
        file_name=safe_file_name(file_name),
        actor=actor,
        schema=schema or {},
        schema_given=bool(schema),
        note=note,
        personal_data_answer=personal_data_answer,
        repairs=repairs or [],
        repaired_from=repaired_from,
        held=not publish,
    )
    if at_once is None:
        at_once = stored.size <= settings.PORTAL_SYNC_BYTES
    if at_once:
        transaction.on_commit(
            lambda: version_process(version_id=version.id, publish=publish, on_progress=on_progress)
        )
    else:
        transaction.on_commit(lambda: version_process_task.enqueue(version.id, publish))
    version.refresh_from_db()
    return version


@transaction.atomic
def _version_create(
    *, resource: Resource, stored: StoredFile, actor: User | None, file_name: str, **fields: Any
) -> ResourceVersion:
    """Write the row, numbered after the last one of its resource, and the audit entry."""
    Resource.objects.select_for_update().get(pk=resource.pk)
    last = resource.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = ResourceVersion.objects.create(
        resource=resource,
        number=last + 1,
        sha256=stored.sha256,
        md5=stored.md5,
        size=stored.size,
        file_name=file_name,
        mimetype=mimetypes.guess_type(file_name)[0] or "application/octet-stream",
        created_by=actor,
        **fields,
    )
    audit_record(
        actor=actor,
        verb="version_receive",
        object_type="resource",
        object_id=resource.id,
        data={"version": version.number, "file_name": file_name, "sha256": stored.sha256},
    )
    return version


def version_process(
    *, version_id: str, publish: bool = True, on_progress: Progress | None = None
) -> ResourceVersion:
    """Judge a received version in a bounded process and keep what was found out."""
    version = ResourceVersion.objects.select_related("resource__dataset").get(pk=version_id)
    claimed = ResourceVersion.objects.filter(pk=version.pk, finished_at__isnull=True).update(
        state=VersionState.PROCESSING
    )
    if not claimed:
        return version
    key = f"{version.sha256[:16]}-{version.id}.duckdb"
    # Left over by a crash between building and noting it; nothing can refer to it yet.
    table_target(key).unlink(missing_ok=True)
    outcome = _examine(version, key, on_progress or progress_noted(version.pk))
    if outcome.has_table:
        table_keep(key)
    return _version_finish(version=version, outcome=outcome, table_key=key, publish=publish)


def _examine(version: ResourceVersion, table_key: str, on_progress: Progress | None) -> Outcome:
    """Run the road of a file in a bounded process; being broken off is an outcome too."""
    try:
        with local_file(version.sha256) as source:
            order = Order(
                source=source,
                file_name=version.file_name,
                table_target=table_target(table_key),
                scratch=Path(settings.FILE_UPLOAD_TEMP_DIR),
                schema=version.schema if version.schema_given else None,
            )
            limits = Limits(settings.PORTAL_WORKER_MEMORY_MB, settings.PORTAL_WORKER_SECONDS)
            outcome: Outcome = run_isolated(PROCESS, order, limits=limits, on_progress=on_progress)
    except IsolationError as error:
        logger.exception("examination of version %s was broken off", version.pk)
        return Outcome(state="failed", message=_isolation_message(error))
    return outcome


def table_rebuild(*, version: ResourceVersion) -> bool:
    """Build a lost table again from the stored original; return whether that was needed and worked."""
    if not version.table_key or table_exists(version.table_key):
        return False
    outcome = _examine(version, version.table_key, None)
    if outcome.has_table:
        table_keep(version.table_key)
    return outcome.has_table


def _isolation_message(error: IsolationError) -> str:
    """Say in a sentence why the examination of a file was broken off, and what to do."""
    if error.code == "memory":
        return _(
            "Die Prüfung brauchte mehr Arbeitsspeicher, als dieses Portal einer Datei zugesteht. "
            "Das Original ist gespeichert. Bitte teilen Sie die Datei auf."
        )
    if error.code == "time":
        return _(
            "Die Prüfung dauerte länger als erlaubt. Das Original ist gespeichert. "
            "Bitte teilen Sie die Datei auf."
        )
    return _(
        "Die Prüfung ist unerwartet abgebrochen. Das Original ist gespeichert; der Betrieb des "
        "Portals findet die Einzelheiten im Protokoll."
    )


@transaction.atomic
def _version_finish(
    *, version: ResourceVersion, outcome: Outcome, table_key: str, publish: bool
) -> ResourceVersion:
    """Write the outcome, and publish the version if it may be."""
    version.state = outcome.state
    version.message = outcome.message
    version.proposal = outcome.proposal
    version.schema = outcome.schema or version.schema
    version.report = outcome.report
    version.findings = list(outcome.findings)
    version.profile = list(outcome.profile)
    version.personal_data = list(outcome.personal_data)
    version.finding_count = outcome.finding_count
    version.rows = outcome.rows
    version.columns = outcome.columns
    version.table_key = table_key if outcome.has_table else ""
    step = step_for(version)
    version.label = step.label
    version.proposal = {**version.proposal, "version": step_kept(step)}
    version.finished_at = timezone.now()
    version.save()
    if publish and may_publish(version):
        version_publish(version=version, actor=version.created_by)
    else:
        dataset_changed.send(sender=ResourceVersion, dataset_id=version.resource.dataset_id)
    return version


def may_publish(version: ResourceVersion) -> bool:
    """Say whether a version may go public by itself.

    A version with findings never replaces a sound one; as the first of its resource it is shown,
    with its report. Possible personal data wait for an answer.
    """
    if version.personal_data and not version.personal_data_answer:
        return False
    if version.state in {VersionState.VALID, VersionState.NO_TABLE}:
        return True
    current = version.resource.current_version
    return current is None or current.state in {VersionState.INVALID, VersionState.FAILED}


@transaction.atomic
def version_publish(
    *, version: ResourceVersion, actor: User | None, approved: bool = False
) -> ResourceVersion:
    """Make the version the one that everybody gets. Raises Invalid while a question is open.

    Under four eyes it waits instead, unless somebody else than its authors does this or it is `approved`.
    """
    if version.personal_data and not version.personal_data_answer:
        raise Invalid(
            _("Bitte beantworten Sie zuerst die Frage nach personenbezogenen Daten."),
            data={"personal_data_answer": [_("Antwort fehlt")]},
        )
    if not approved and version_waits(version, actor):
        version_review_ask(version=version, actor=actor)
        dataset_changed.send(sender=ResourceVersion, dataset_id=version.resource.dataset_id)
        return version
    resource = version.resource
    now = timezone.now()
    if version.published_at is None:
        version.label = label_settle(version)
        version.published_at = now
        version.save(update_fields=["published_at", "label"])
    resource.current_version = version
    resource.table_active = version.has_table
    resource.size = version.size
    resource.hash = version.sha256
    resource.mimetype = resource.mimetype or version.mimetype
    resource.last_modified = resource.modified_at = now
    resource.save()
    resource.dataset.modified_at = now
    resource.dataset.save(update_fields=["modified_at"])
    audit_record(
        actor=actor,
        verb="version_publish",
        object_type="resource",
        object_id=resource.id,
        data={"version": version.number},
    )
    dataset_changed.send(sender=ResourceVersion, dataset_id=resource.dataset_id)
    return version


@transaction.atomic
def version_answer_personal_data(
    *, version: ResourceVersion, answer: str, actor: User | None, publish: bool = True
) -> ResourceVersion:
    """Keep the reason why a version with possible personal data may be published, and publish it."""
    if not answer.strip():
        raise Invalid(
            _("Bitte begründen Sie, warum die Daten veröffentlicht werden dürfen."),
            data={"personal_data_answer": [_("Begründung fehlt")]},
        )
    version.personal_data_answer = answer.strip()
    version.save(update_fields=["personal_data_answer"])
    audit_record(
        actor=actor,
        verb="personal_data_answer",
        object_type="resource",
        object_id=version.resource_id,
        data={"version": version.number, "answer": version.personal_data_answer},
    )
    return version


@transaction.atomic
def version_withdraw(
    *, version: ResourceVersion, notice: str, actor: User | None
) -> ResourceVersion:
    """Take a published version back with a notice; its place stays, its bytes are kept."""
    if not notice.strip():
        raise Invalid(_("Bitte nennen Sie den Grund."), data={"notice": [_("Grund fehlt")]})
    version.withdrawn_at = timezone.now()
    version.withdrawn_notice = notice.strip()
    version.save(update_fields=["withdrawn_at", "withdrawn_notice"])
    resource = version.resource
    if resource.current_version_id == version.pk:
        resource.current_version = (
            resource.versions.filter(published_at__isnull=False, withdrawn_at__isnull=True)
            .order_by("-number")
            .first()
        )
        resource.table_active = bool(
            resource.current_version and resource.current_version.has_table
        )
        resource.save(update_fields=["current_version", "table_active"])
    audit_record(
        actor=actor,
        verb="version_withdraw",
        object_type="resource",
        object_id=resource.id,
        data={"version": version.number, "notice": version.withdrawn_notice},
    )
    dataset_changed.send(sender=ResourceVersion, dataset_id=resource.dataset_id)
    return version


def versions_resume() -> int:
    """Put left-over versions (crash, power cut) to work again and return how many there were."""
    old = timezone.now() - LEASE
    left = ResourceVersion.objects.filter(finished_at__isnull=True, created_at__lt=old)
    waiting = list(left.values_list("pk", "held")[:1000])
    for version_id, held in waiting:
        version_process_task.enqueue(version_id, not held)
    return len(waiting)


def safe_file_name(name: str) -> str:
    """Return the last part of a file name without control characters, shortened if need be."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(c for c in last if c.isprintable()).strip().lstrip(".")
    if len(clean) > MAX_NAME:
        stem, dot, ending = clean.rpartition(".")
        clean = (stem or ending)[: MAX_NAME - 20] + (dot + ending[:19] if stem else "")
    return clean or "datei"
