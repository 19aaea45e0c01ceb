"""Import the labs of a programme from a CSV file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from labs.importing.services import labs_foresee, labs_import, sentence
from labs.models import LabIndexPage


class Command(BaseCommand):
    """`manage.py import_labs labore.csv`: all or nothing; a second run changes nothing."""

    help = "Legt die Labore eines Programms aus einer CSV an (Spalten: Name, Partner, Land)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and the programme."""
        parser.add_argument("file", type=Path, help="CSV mit den Spalten Name, Partner, Land")
        parser.add_argument("--programm", default="labore", help="Adressteil der Programmseite")
        parser.add_argument("--pruefen", action="store_true", help="nur prüfen, nichts anlegen")
        parser.add_argument("--entwurf", action="store_true", help="nicht veröffentlichen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, or say per line what is wrong."""
        programme = LabIndexPage.objects.filter(slug=options["programm"]).first()
        if programme is None:
            raise CommandError(f"Es gibt keine Programmseite „{options['programm']}“.")
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"Die Datei lässt sich nicht lesen: {error.strerror}") from error
        if options["pruefen"]:
            done = labs_foresee(programme=programme, content=content)
        else:
            done = labs_import(
                programme=programme, content=content, actor=None, publish=not options["entwurf"]
            )
        for problem in done.problems:
            column = f", {problem.column}" if problem.column else ""
            self.stderr.write(f"Zeile {problem.line}{column}: {problem.text}")
        if done.problems:
            raise CommandError(sentence(done))
        if options["pruefen"]:
            self.stdout.write(f"In Ordnung: {len(done.new)} neu, {len(done.known)} schon da.")
        else:
            self.stdout.write(sentence(done))
