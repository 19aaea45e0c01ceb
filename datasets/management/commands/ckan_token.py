"""Make an API token from the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from datasets.services.tokens import COMMAND_TOKEN, token_create
from portal.base.models import User


class Command(BaseCommand):
    """`manage.py ckan_token NAME [--sysadmin]`: the last line is the new token."""

    help = "Legt einen API-Schlüssel an (und das Konto dazu, wenn es fehlt)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Describe the arguments."""
        parser.add_argument("name", help="Name des Kontos")
        parser.add_argument("--sysadmin", action="store_true", help="darf alles")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make account and token, print what it is and the token."""
        name = options["name"].strip()
        user = User.objects.filter(username=name).first()
        if user is None:
            user = User(username=name)
            user.set_unusable_password()
            user.full_clean(exclude=["password"])
            user.save()
        if not user.is_active:
            raise CommandError(f"Das Konto „{name}“ ist gesperrt.")
        if options["sysadmin"] and not user.is_superuser:
            user.is_superuser = True
            user.save(update_fields=["is_superuser"])
        _token, secret = token_create(actor=user, user=user, name=COMMAND_TOKEN)
        self.stdout.write(f"API-Schlüssel für „{name}“ (wird nur jetzt gezeigt):")
        self.stdout.write(secret)
