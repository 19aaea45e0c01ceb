"""Read a file again with a schema that a person gave, or with one from the library."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from datasets.errors import Conflict, NotAllowed
from datasets.models import ResourceVersion, SchemaVersion, VersionState
from datasets.permissions import can_edit_dataset
from datasets.services.audit import audit_record
from datasets.services.storage import local_file
from datasets.services.tasks import version_process_task
from datasets.services.versions import version_process, version_receive
from portal.base.models import User


def version_describe(
    *,
    version: ResourceVersion,
    schema: dict[str, Any],
    actor: User | None,
    obeys: SchemaVersion | None = None,
    publish: bool = False,
    note: str = "",
) -> ResourceVersion:
    """Judge the version's file by this schema.

    What nobody has seen yet is judged again in its place; a published version stays as it is and the
    same bytes become the next one. Raises NotAllowed and Conflict.
    """
    if not can_edit_dataset(actor, version.resource.dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    if version.finished_at is None:
        raise Conflict(_("Die Datei wird gerade noch geprüft. Bitte warten Sie einen Augenblick."))
    if schema == version.schema and obeys == version.obeys:
        return version
    if version.published_at is not None:
        with local_file(version.sha256) as path:
            made = version_receive(
                resource=version.resource,
                file_name=version.file_name,
                path=path,
                actor=actor,
                schema=schema,
                note=note or _("Beschreibung der Spalten geändert."),
                personal_data_answer=version.personal_data_answer,
                repairs=version.repairs,
                repaired_from=version.repaired_from,
                publish=publish,
            )
        ResourceVersion.objects.filter(pk=made.pk).update(obeys=obeys)
        made.obeys = obeys
        return made
    _reopen(version, schema, obeys, actor)
    if version.size <= settings.PORTAL_SYNC_BYTES:
        return version_process(version_id=version.pk, publish=publish)
    transaction.on_commit(lambda: version_process_task.enqueue(version.pk, publish))
    version.refresh_from_db()
    return version


@transaction.atomic
def _reopen(
    version: ResourceVersion,
    schema: dict[str, Any],
    obeys: SchemaVersion | None,
    actor: User | None,
) -> None:
    """Put an unpublished version back to where it has to be judged."""
    ResourceVersion.objects.filter(pk=version.pk, published_at__isnull=True).update(
        schema=schema,
        schema_given=True,
        obeys=obeys,
        finished_at=None,
        state=VersionState.RECEIVED,
    )
    audit_record(
        actor=actor,
        verb="version_describe",
        object_type="resource",
        object_id=version.resource_id,
        data={"version": version.number, "obeys": obeys.pk if obeys else None},
    )
