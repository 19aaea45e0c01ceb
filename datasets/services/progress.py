"""Say how far the judging of a large file has come, where the person who waits can see it."""

import time

from django.utils.translation import gettext_lazy as _

from datasets.isolation import Progress
from datasets.models import ResourceVersion

# Small files are done before the first note; large ones cost a write every few seconds.
SECONDS = 2.0
STEPS = {
    "intake": _("Die Datei wird gelesen"),
    "validation": _("Die Werte werden geprüft"),
    "profile": _("Die Spalten werden ausgewertet"),
    "table": _("Die Tabelle wird angelegt"),
}


def progress_noted(version_id: str, *, every: float = SECONDS) -> Progress:
    """Return what notes the progress with a version that is still in work."""
    last = time.monotonic()

    def note(step: str, rows: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < every:
            return
        last = now
        words = str(STEPS.get(step, step))
        if rows:
            words += _(": bisher %(rows)s Zeilen") % {"rows": f"{rows:,}".replace(",", ".")}
        ResourceVersion.objects.filter(pk=version_id, finished_at__isnull=True).update(
            message=f"{words}."
        )

    return note
