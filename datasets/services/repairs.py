"""Mend a file: the chosen repairs make a new version, the original stays as it came."""

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_tasks import task

from datasets.errors import Invalid
from datasets.isolation import IsolationError, Limits, run_isolated
from datasets.models import ResourceVersion
from datasets.repairs import REPAIR, Repaired, RepairOrder
from datasets.services.storage import local_file
from datasets.services.versions import version_receive
from portal.base.models import User

logger = logging.getLogger(__name__)


def offers_of(version: ResourceVersion) -> list[dict[str, Any]]:
    """Return the repairs that may be applied to a version."""
    if version.finished_at is None or version.withdrawn_at is not None:
        return []
    found: list[dict[str, Any]] = version.proposal.get("repairs", [])
    return found


def version_repair(
    *,
    version: ResourceVersion,
    codes: Sequence[str],
    actor: User | None,
) -> ResourceVersion | None:
    """Apply the repairs, at once to small files; None if a background job does it. Raises Invalid.

    Nothing becomes public by it: a person looks at the mended file first.
    """
    chosen = _chosen(version, codes)
    if version.size > settings.PORTAL_SYNC_BYTES:
        version_repair_task.enqueue(version.pk, list(chosen), actor.pk if actor else None)
        return None
    return version_repair_now(version=version, codes=chosen, actor=actor)


def _chosen(version: ResourceVersion, codes: Sequence[str]) -> tuple[str, ...]:
    """Return those codes that this version offers. Raises Invalid if there are none."""
    offered = [offer["code"] for offer in offers_of(version)]
    chosen = tuple(code for code in offered if code in codes)
    if not chosen:
        raise Invalid(
            _("Bitte wählen Sie mindestens eine Reparatur."),
            data={"repairs": [_("Keine Reparatur gewählt")]},
        )
    return chosen


def version_repair_now(
    *,
    version: ResourceVersion,
    codes: Sequence[str],
    actor: User | None,
) -> ResourceVersion:
    """Write the mended copy in a bounded process and take it in as the next version."""
    chosen = _chosen(version, codes)
    scratch = Path(settings.FILE_UPLOAD_TEMP_DIR)
    with tempfile.TemporaryDirectory(dir=scratch, prefix="repair-") as folder:
        target = Path(folder) / "repaired.csv"
        done = _mend(version, chosen, target)
        if not done.applied:
            raise Invalid(
                _("Diese Reparaturen ändern an der Datei nichts."),
                data={"repairs": [_("Nichts zu reparieren")]},
            )
        return version_receive(
            resource=version.resource,
            file_name=done.file_name,
            path=target,
            actor=actor,
            schema=done.schema,
            note=_note(done),
            personal_data_answer=version.personal_data_answer,
            repairs=[*version.repairs, *(item.to_dict() for item in done.applied)],
            repaired_from=version,
            publish=False,
        )


def _mend(version: ResourceVersion, codes: tuple[str, ...], target: Path) -> Repaired:
    limits = Limits(settings.PORTAL_WORKER_MEMORY_MB, settings.PORTAL_WORKER_SECONDS)
    try:
        with local_file(version.sha256) as source:
            order = RepairOrder(
                source=source,
                file_name=version.file_name,
                target=target,
                codes=codes,
                schema=version.schema,
                schema_given=version.schema_given,
                sheet=version.proposal.get("sheet"),
                member=version.proposal.get("member"),
            )
            done: Repaired = run_isolated(REPAIR, order, limits=limits)
    except IsolationError as error:
        logger.exception("repair of version %s was broken off", version.pk)
        raise Invalid(
            _("Die Reparatur ließ sich nicht ausführen. Das Original ist unverändert gespeichert."),
            data={"repairs": [_("Abgebrochen")]},
        ) from error
    return done


def _note(done: Repaired) -> str:
    """Say in the new version what was done."""
    count = len(done.applied)
    head = ngettext("%(count)s Reparatur:", "%(count)s Reparaturen:", count) % {"count": count}
    return " ".join([head, *(item.log_de for item in done.applied)])


@task()
def version_repair_task(version_id: str, codes: list[str], actor_id: int | None) -> str:
    """Apply repairs to a large file and return the new version's id."""
    version = ResourceVersion.objects.select_related("resource__dataset").get(pk=version_id)
    actor = User.objects.filter(pk=actor_id).first() if actor_id else None
    made = version_repair_now(version=version, codes=codes, actor=actor)
    return str(made.pk)
