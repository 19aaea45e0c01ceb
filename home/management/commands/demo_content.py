"""Add the demo content."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from home.loader.catalogue import load_catalogue
from home.loader.content import load_content
from home.loader.images import load_images
from home.models import HomePage
from portal.base.pages import HOME_DEPTH


class Command(BaseCommand):
    """`manage.py demo_content`: a second run changes nothing, pages that were edited stay."""

    help = "Fügt Beispielinhalte hinzu: Labore, Geschichten, Leitfäden, Datensätze."

    def handle(self, *args: Any, **options: Any) -> None:
        """Add what is missing: datasets each for itself, then all pages together."""
        if not HomePage.objects.exists():
            call_command("first_pages")
        for title in load_catalogue():
            self.stdout.write(f"Datensatz: {title}")
            self.stdout.flush()
        with transaction.atomic():
            home = HomePage.objects.get(depth=HOME_DEPTH)
            if number := load_content(home, load_images()):
                self.stdout.write(f"{number} Beispielseiten angelegt.")
