"""Make the pages that every portal starts with."""

from typing import Any

from django.core.management.base import BaseCommand

from home.loader.first import make_first_pages


class Command(BaseCommand):
    """`manage.py first_pages`: a second run changes nothing."""

    help = "Legt Startseite, Übersichten, Rechtstexte und Menüs an."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing."""
        if number := make_first_pages():
            self.stdout.write(f"{number} Seiten angelegt.")
