"""A timeline to begin with: the usual steps of a lab over its term, as a draft to be changed."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from labs.models import LabMilestone, LabPage

MONTHS = datetime.timedelta(days=18 * 30)


def steps() -> tuple[tuple[str, str], ...]:
    """Return the steps with what belongs to each."""
    return (
        (_("Auftaktwerkstatt"), _("Alle Partner kommen zusammen und einigen sich auf die Frage.")),
        (_("Konzept"), _("Ziele, Rollen und das Vorgehen stehen auf wenigen Seiten.")),
        (_("Erprobung"), _("Das Labor probiert aus, was es sich vorgenommen hat.")),
        (_("Rückschau"), _("Was hat geholfen, was nicht? Aufgeschrieben für andere.")),
        (_("Vorschläge an Land und Bund"), _("Was das Labor nicht selbst ändern kann.")),
        (_("Weitergabe"), _("Methoden, Daten und Geschichten stehen bereit zum Nachmachen.")),
    )


def plan_start(*, lab: LabPage, user: Any) -> bool:
    """Put the steps into the newest draft, spread over the term; a lab that has some keeps them."""
    draft = lab.get_latest_revision_as_object()
    if draft.milestones.count():
        return False
    first = draft.start or timezone.localdate()
    last = draft.end if draft.end and draft.end > first else first + MONTHS
    listed = steps()
    gap = (last - first) / len(listed)
    draft.milestones = [
        LabMilestone(title=title, text=text, date=first + gap * (number + 1), sort_order=number)
        for number, (title, text) in enumerate(listed)
    ]
    draft.save_revision(user=user, clean=False, log_action=True)
    return True
