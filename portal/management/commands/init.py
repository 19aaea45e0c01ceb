"""Make a portal, or bring one up to date: database, static files, first pages, an admin."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from portal.base.models import User
from portal.settings.env import BASE_DIR

LOGIN_FILE = "demo-login.txt"


class Command(BaseCommand):
    """`manage.py init [--demo]`: safe to run at every start; a second run changes nothing."""

    # `make lint` checks the system; here it would only make the start slower.
    requires_system_checks = ()
    help = "Legt ein Portal an oder bringt es auf den neuesten Stand."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether demo content is wanted."""
        parser.add_argument("--demo", action="store_true", help="mit Beispielinhalten")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step that is not done yet."""
        self._migrate()
        self._static()
        call_command("first_pages")
        call_command("redraw_charts")
        self._admin(demo=options["demo"])
        if options["demo"]:
            call_command("demo_content")

    def _migrate(self) -> None:
        """Migrate the database if anything is missing in it."""
        connection = connections["default"]
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Datenbank wird eingerichtet …")
            self.stdout.flush()
            call_command("migrate", verbosity=0, interactive=False)

    def _static(self) -> None:
        """Collect static files when the code is newer than what was collected."""
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        sources = [BASE_DIR / app for app in ("portal", "home", "labs", "datasets", "search")]
        lock = BASE_DIR / "requirements.txt"
        program = settings.SQLTAB_ROOT.glob("*")
        newest = max(
            path.stat().st_mtime
            for path in [
                lock,
                *(p for s in sources for p in s.rglob("static/**/*") if p.is_file()),
                *program,
            ]
        )
        if stamp.exists() and stamp.stat().st_mtime >= newest:
            return
        self.stdout.write("Gestaltung wird bereitgestellt …")
        self.stdout.flush()
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.touch()

    def _admin(self, *, demo: bool) -> None:
        """Make an admin if there is none; its password is shown (and kept for a demo only)."""
        kept = Path(settings.PORTAL_DATA) / LOGIN_FILE
        if not User.objects.filter(is_superuser=True).exists():
            password = secrets.token_urlsafe(9)
            User.objects.create_superuser("admin", "", password)
            if demo:
                kept.touch(mode=0o600)
                kept.write_text(password)
            else:
                self.stdout.write(
                    f"Anmeldung unter /admin/: admin / {password} (wird nur jetzt gezeigt)"
                )
        if demo and kept.exists():
            self.stdout.write(f"Anmeldung unter /admin/: admin / {kept.read_text()}")
        self.stdout.flush()
