"""Who calls: a token in one of three headers, or the session of the admin."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils import timezone

from datasets.ckan.errors import denied
from datasets.models import ApiToken, TokenScope
from datasets.permissions import is_sysadmin
from datasets.services.tokens import token_digest
from portal.base.models import User

# The last use of a token is noted at most so often: a read should not become a write.
NOTED_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Caller:
    """The person or machine behind a call; `user` None is the public."""

    user: User | None = None
    may_write: bool = True
    token: str = ""
    """Id of the token that was sent, empty for sessions and the public."""

    @property
    def name(self) -> str:
        """Return the account's name, empty for the public, as CKAN's messages have it."""
        return self.user.get_username() if self.user else ""

    @property
    def is_sysadmin(self) -> bool:
        """Say whether the caller runs the portal."""
        return is_sysadmin(self.user)

    def require(self, access: str, *, writes: bool) -> None:
        """Raise an authorization error unless the caller is of this kind."""
        if writes and not self.may_write:
            raise denied("this token may only read")
        if access == "user" and self.user is None:
            raise denied()
        if access == "sysadmin" and not self.is_sysadmin:
            raise denied()


PUBLIC = Caller()


def sent_token(request: HttpRequest) -> str:
    """Return the token that came with the request: `T`, `Bearer T`, or in X-CKAN-API-Key."""
    for header in ("Authorization", "X-CKAN-API-Key"):
        value = request.headers.get(header, "").strip()
        if value[:7].lower() == "bearer ":
            value = value[7:].strip()
        if value:
            return value
    return ""


def caller_of(request: HttpRequest) -> Caller:
    """Return who calls, looked up once per request; a wrong token is the public, as in CKAN."""
    known: Caller | None = getattr(request, "_data_caller", None)
    if known is None:
        known = _look_up(request)
        request._data_caller = known  # type: ignore[attr-defined]
    return known


def _look_up(request: HttpRequest) -> Caller:
    token = sent_token(request)
    if token:
        return caller_by_token(token)
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return _caller_by_session(request)
    return PUBLIC


def caller_by_token(token: str) -> Caller:
    """Return whose token this is; the public for one that is wrong, revoked or past its time."""
    now = timezone.now()
    row = (
        ApiToken.objects.select_related("user")
        .filter(digest=token_digest(token), revoked_at__isnull=True, user__is_active=True)
        .first()
    )
    if row is None or (row.expires_at is not None and row.expires_at <= now):
        return PUBLIC
    if row.last_used_at is None or now - row.last_used_at > NOTED_EVERY:
        with transaction.atomic():
            ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
            # Clients expect that whoever asks was active.
            User.objects.filter(pk=row.user_id).update(last_login=now)
    return Caller(row.user, may_write=row.scope == TokenScope.WRITE, token=row.pk)


def _caller_by_session(request: HttpRequest) -> Caller:
    """Take the admin's session: for reading always, for writing with a CSRF token only."""
    user = request.user
    if not user.is_authenticated:
        return PUBLIC
    if request.method not in ("GET", "HEAD", "OPTIONS") and not _csrf_holds(request):
        return PUBLIC
    return Caller(user)


def _csrf_holds(request: HttpRequest) -> bool:
    """Check the CSRF token as Django does for its own forms."""
    check = CsrfViewMiddleware(lambda _request: HttpResponse())
    check.process_request(request)
    return check.process_view(request, lambda _request: HttpResponse(), (), {}) is None
