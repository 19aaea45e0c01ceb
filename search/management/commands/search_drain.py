"""Write into the search index what waits for it."""

from typing import Any

from django.core.management.base import BaseCommand

from search.api import repair
from search.errors import IndexBusy, IndexUnavailable


class Command(BaseCommand):
    """`manage.py search_drain`: run by the background worker every minute."""

    help = "Schreibt offene Änderungen in den Suchindex; baut einen fehlenden Index neu auf."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what waits; a lost or damaged index is built anew, one out of reach is waited for."""
        try:
            count = repair()
        except (IndexUnavailable, IndexBusy) as error:
            self.stderr.write(
                f"Der Suchindex ist gerade nicht beschreibbar: {error.message or error.code}"
            )
            return
        if options["verbosity"]:
            self.stdout.write(f"{count} Einträge geschrieben")
