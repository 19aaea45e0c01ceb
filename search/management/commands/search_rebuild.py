"""Build the search index anew while the portal runs."""

from typing import Any

from django.core.management.base import BaseCommand

from search.api import rebuild


class Command(BaseCommand):
    """`manage.py search_rebuild`."""

    help = "Baut den Suchindex neu auf."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how many documents there are."""
        self.stdout.write(f"{rebuild()} Einträge im Suchindex")
