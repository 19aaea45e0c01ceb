"""Empty the catalogue of a test portal."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from datasets.services.reset import catalogue_reset


class Command(BaseCommand):
    """`manage.py ckan_reset --yes`: nothing of the catalogue is left."""

    help = "Leert den Katalog (nur auf Testportalen: PORTAL_ALLOW_RESET=1)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the arguments."""
        parser.add_argument("--yes", action="store_true", help="wirklich alles löschen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Empty the catalogue, if that is allowed and meant."""
        if not settings.CKAN["ALLOW_RESET"]:
            raise CommandError(
                "Dieses Portal lässt sich nicht leeren. Auf einem Testportal: PORTAL_ALLOW_RESET=1."
            )
        if not options["yes"]:
            raise CommandError("Das löscht alle Datensätze. Wenn das gemeint ist: --yes")
        count = catalogue_reset()
        self.stdout.write(f"{count} Einträge gelöscht.")
