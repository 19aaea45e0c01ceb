"""Take in and look after tables from the command line: the same services as the admin."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from datasets.models import Organization, ResourceVersion
from datasets.services.imports import Imported, Manner, import_path
from datasets.services.sweeping import tables_sweep
from datasets.services.versions import table_rebuild, versions_resume
from portal.base.models import User

STEPS = {
    "intake": "wird gelesen",
    "validation": "wird geprüft",
    "table": "wird abgelegt",
    "profile": "wird beschrieben",
}


class Command(BaseCommand):
    """`manage.py data import PATH…`, `data rebuild`, `data resume`."""

    help = "Nimmt Tabellen und Datenpakete auf; stellt Tabellen wieder her."

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the sub-commands."""
        commands = parser.add_subparsers(dest="action", required=True)
        take = commands.add_parser("import", help="Dateien, Ordner, datapackage.json aufnehmen")
        take.add_argument("paths", nargs="+", type=Path)
        take.add_argument("--organization", help="Kurzname der Organisation")
        take.add_argument("--user", help="Konto, in dessen Namen aufgenommen wird")
        take.add_argument("--license", help="Kennung der Lizenz")
        take.add_argument("--private", action="store_true")
        take.add_argument(
            "--personal-data", default="", help="Begründung, falls Personenbezug vermutet wird"
        )
        take.add_argument("--json", action="store_true", help="eine Zeile JSON je Datei")
        commands.add_parser("rebuild", help="fehlende Tabellen aus den Originalen neu bauen")
        commands.add_parser("resume", help="liegengebliebene Prüfungen wieder aufnehmen")
        commands.add_parser("sweep", help="Reste abgebrochener Ladevorgänge löschen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the chosen sub-command."""
        getattr(self, f"_{options['action']}")(options)

    def _import(self, options: dict[str, Any]) -> None:
        """Take in every path and print what became of it."""
        self.plain = options["json"]
        manner = Manner(
            actor=self._user(options["user"]),
            organization=self._organization(options["organization"]),
            private=options["private"],
            license=options["license"],
            personal_data_answer=options["personal_data"],
            on_progress=None if self.plain else self._progress,
        )
        counts: dict[str, int] = {}
        for path in options["paths"]:
            for done in import_path(path, manner):
                counts[done.state] = counts.get(done.state, 0) + 1
                self._print(done)
        if not self.plain:
            self.stdout.write(
                ", ".join(f"{state}: {count}" for state, count in sorted(counts.items()))
            )

    def _print(self, done: Imported) -> None:
        """Print one line for one file."""
        if self.plain:
            self.stdout.write(json.dumps(asdict(done), ensure_ascii=False))
        else:
            if self.stderr.isatty():
                self.stderr.write("\r\033[K", ending="")
            self.stdout.write(f"{done.state:10} {done.path}: {done.message}")
        self.stdout.flush()

    def _progress(self, step: str, rows: int) -> None:
        """Show how far the file at hand has come; one line that is written over, on a terminal."""
        if self.stderr.isatty():
            shown = f"{rows:,}".replace(",", ".")
            self.stderr.write(f"\r\033[K{STEPS.get(step, step)} … {shown} Zeilen", ending="")
            self.stderr.flush()

    def _rebuild(self, options: dict[str, Any]) -> None:
        """Build each table that is lost from its stored original."""
        built = 0
        for version in ResourceVersion.objects.exclude(table_key="").iterator():
            built += table_rebuild(version=version)
        self.stdout.write(f"{built} Tabellen neu gebaut")

    def _resume(self, options: dict[str, Any]) -> None:
        """Queue what a crash has left."""
        self.stdout.write(f"{versions_resume()} Prüfungen wieder aufgenommen")

    def _sweep(self, options: dict[str, Any]) -> None:
        """Delete what killed processes have left of tables."""
        self.stdout.write(f"{len(tables_sweep())} Dateien gelöscht")

    def _user(self, name: str | None) -> User | None:
        """Return the account of that name."""
        if not name:
            return None
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"Das Konto „{name}“ gibt es nicht.")
        return user

    def _organization(self, name: str | None) -> Organization | None:
        """Return the organization of that name."""
        if not name:
            return None
        organization = Organization.objects.filter(name=name).first()
        if organization is None:
            raise CommandError(f"Die Organisation „{name}“ gibt es nicht.")
        return organization
