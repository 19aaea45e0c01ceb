"""Keys of programs: made, shown once, revoked."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from datasets.models import ApiToken, TokenScope
from datasets.services.audit import audit_record
from portal.base.models import User

# Name of tokens that `manage.py ckan_token` makes: emptying a test portal keeps them.
COMMAND_TOKEN = "ckan_token"  # noqa: S105 - a name, no secret


def token_digest(secret: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def token_create(
    *,
    actor: User | None,
    user: User,
    name: str,
    scope: str = TokenScope.WRITE,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Make a token for a person or machine; the second value is the token, never shown again."""
    secret = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user, name=name, digest=token_digest(secret), scope=scope, expires_at=expires_at
    )
    audit_record(
        actor=actor,
        verb="token_create",
        object_type="token",
        object_id=token.pk,
        data={"user": user.pk, "name": name, "scope": scope},
    )
    return token, secret


@transaction.atomic
def token_revoke(*, actor: User | None, token: ApiToken) -> None:
    """Make a token worthless from now on."""
    token.revoked_at = token.revoked_at or timezone.now()
    token.save(update_fields=["revoked_at"])
    audit_record(actor=actor, verb="token_revoke", object_type="token", object_id=token.pk)
