"""Bring the English interface up to date; see docs/uebersetzung.md."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.management import catalogues
from portal.settings.env import BASE_DIR


class Command(BaseCommand):
    """`manage.py messages`: collect new texts, drop those that are gone, compile."""

    requires_system_checks = ()
    help = (
        "Sammelt die Texte der Oberfläche, meldet fehlende Übersetzungen und übersetzt den Katalog."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write both files anew; fail if a text has no English words yet."""
        path = settings.LOCALE_PATHS[0] / "en" / "LC_MESSAGES" / "django.po"
        known = catalogues.read(path)
        catalogue = catalogues.Catalogue(
            {
                text: known.texts.get(text) or ("",) * (2 if text.many else 1)
                for text in catalogues.texts_of(BASE_DIR)
            }
        )
        catalogues.write(path, catalogue)
        path.with_suffix(".mo").write_bytes(catalogues.compiled(catalogue))
        open_texts = catalogues.missing(BASE_DIR, catalogue)
        wrong = [*catalogues.broken(catalogue)]
        self.stdout.write(f"{len(catalogue.texts)} Texte, {len(open_texts)} ohne Übersetzung")
        if open_texts or wrong:
            lines = [f"fehlt: {text.one!r}" for text in open_texts]
            lines += [f"Platzhalter: {text.one!r}" for text in wrong]
            raise CommandError("\n".join([*lines, f"Bitte ergänzen in {path}, dann noch einmal."]))
