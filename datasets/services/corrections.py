"""Make a correction known: one deed, and every exit that shows the data shows it too."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from datasets.errors import Invalid, NotAllowed
from datasets.models import Correction, Dataset, ResourceVersion
from datasets.permissions import can_edit_dataset
from datasets.services.audit import audit_record
from datasets.services.datasets import changed
from datasets.signals import version_corrected
from portal.base.models import User


def correction_made() -> str:
    """Say to who made it known where it stands."""
    return _("Die Korrektur steht jetzt beim Datensatz und auf allen Seiten mit seinen Daten.")


@transaction.atomic
def version_correct(
    *, version: ResourceVersion, text: str, period: str, actor: User | None, check: bool = True
) -> Correction:
    """Mark a published version and all earlier ones. Raises NotAllowed and Invalid."""
    dataset = version.resource.dataset
    if check and not can_edit_dataset(actor, dataset):
        raise NotAllowed(_("Sie dürfen diesen Datensatz nicht bearbeiten."))
    if not text.strip():
        raise Invalid(
            _("Bitte sagen Sie in einem Satz, was korrigiert ist."),
            data={"text": [_("Text fehlt")]},
        )
    if version.published_at is None:
        raise Invalid(_("Diese Fassung war nie öffentlich; eine Korrektur ist nicht nötig."))
    correction = Correction.objects.create(
        dataset=dataset,
        resource=version.resource,
        version=version,
        number=version.number,
        text=text.strip()[:1000],
        period=period.strip()[:200],
        created_by=actor,
    )
    dataset.modified_at = timezone.now()
    Dataset.objects.filter(pk=dataset.pk).update(modified_at=dataset.modified_at)
    audit_record(
        actor=actor,
        verb="version_correct",
        object_type="resource",
        object_id=version.resource_id,
        data={"version": version.number, "text": correction.text, "period": correction.period},
    )
    changed(dataset)
    version_corrected.send(sender=ResourceVersion, correction=correction)
    return correction
