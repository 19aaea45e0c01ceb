"""Give a judged version its number, by what changed since the last one."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from datasets.errors import Invalid
from datasets.models import Resource, ResourceVersion, VersionState
from datasets.services.audit import audit_record
from datasets.versioning import Shape, Step, next_step
from portal.base.models import User


def step_for(version: ResourceVersion) -> Step:
    """Return the number of a version whose schema and rows are known by now.

    It says what changed for readers: drafts that nobody saw do not count. The row of the resource is
    locked until the transaction ends: of two files judged and published at the same time, the second
    sees the first.
    """
    Resource.objects.select_for_update().get(pk=version.resource_id)
    earlier = list(
        version.resource.versions.filter(finished_at__isnull=False, published_at__isnull=False)
        .exclude(pk=version.pk)
        .order_by("-number")
        .values("pk", "label", "schema", "rows", "sha256", "state")
    )
    labels = [row["label"] for row in earlier]
    judged = [row for row in earlier if row["state"] != VersionState.FAILED]
    source = [row for row in judged if row["pk"] == version.repaired_from_id]
    after = Shape.of(version.schema, version.rows, version.sha256)
    before = None
    for last in (source or judged)[:1]:
        before = Shape.of(last["schema"], last["rows"], last["sha256"])
    if version.state == VersionState.FAILED:
        # Nothing is known of it, so nothing can be said to have changed.
        before = after
    return next_step(before, after, labels)


def label_settle(version: ResourceVersion) -> str:
    """Return the version's number, a greater one where another public version has it already."""
    others = version.resource.versions.filter(published_at__isnull=False).exclude(pk=version.pk)
    labels = list(others.values_list("label", flat=True))
    if version.label not in labels:
        return version.label
    same = Shape.of(version.schema, version.rows, version.sha256)
    return next_step(same, same, labels).label


def step_kept(step: Step) -> dict[str, Any]:
    """Return what a version keeps of the decision."""
    return {"level": step.level, "label": step.label, "reasons_de": list(step.reasons_de)}


@transaction.atomic
def version_explain(*, version: ResourceVersion, note: str, actor: User | None) -> ResourceVersion:
    """Keep the sentence that says what changed. Raises Invalid if it is empty."""
    if not note.strip():
        raise Invalid(
            _("Bitte sagen Sie in einem Satz, was sich geändert hat."),
            data={"note": [_("Satz fehlt")]},
        )
    audit_record(
        actor=actor,
        verb="version_explain",
        object_type="resource",
        object_id=version.resource_id,
        data={"version": version.number, "before": version.note, "note": note.strip()},
    )
    version.note = note.strip()
    version.save(update_fields=["note"])
    return version


def needs_explanation(version: ResourceVersion) -> bool:
    """Say whether a version changes so much that its readers are owed a sentence."""
    return version.proposal.get("version", {}).get("level") == "major" and not version.note
