"""What a dataset's description lacks before other catalogues can use it well, said plainly."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from datasets.models import Dataset
from datasets.schemas.describing import BEGIN, FREQUENCY, PLACE, detail


@dataclass(frozen=True, slots=True)
class Gap:
    """A field of the form that is empty, what it is good for, and whether catalogues insist on it."""

    field: str
    sentence: str
    must: bool


def gaps(dataset: Dataset) -> list[Gap]:
    """Return what DCAT-AP.de asks for and this dataset does not say, the demanded first."""
    more = dataset.additional
    asked = (
        ("notes", dataset.notes, True, _("Beschreibung: Ohne sie nimmt kein Verzeichnis den Datensatz auf.")),
        ("license", dataset.license, True, _("Lizenz: Ohne sie darf niemand die Daten weiterverwenden.")),
        ("organization", dataset.organization_id, True, _("Herausgeber: Wer steht hinter den Daten?")),
        ("themes", dataset.pk and list(dataset.themes.all()), False,
         _("Kategorie: GovData und das europäische Portal ordnen danach.")),
        ("keywords", dataset.pk and list(dataset.tags.all()), False,
         _("Schlagwörter: Damit wird der Datensatz leichter gefunden.")),
        ("maintainer_email", dataset.maintainer or dataset.maintainer_email, False,
         _("Ansprechstelle: Wen kann man fragen?")),
        ("place", detail(more, PLACE), False, _("Raum: Für welches Gebiet gelten die Daten?")),
        ("begin", detail(more, BEGIN), False, _("Zeitraum: Für welche Zeit gelten die Daten?")),
        ("frequency", detail(more, FREQUENCY), False,
         _("Aktualisierung: Wie oft kommen neue Daten?")),
    )  # fmt: skip
    return [Gap(field, sentence, must) for field, value, must, sentence in asked if not value]
