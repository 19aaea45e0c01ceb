"""Tokens of programs: made, listed, revoked."""

from datetime import timedelta

from django.utils import timezone

from datasets.ckan.auth import Caller
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import denied, invalid, not_found
from datasets.ckan.lookup import find_user
from datasets.ckan.params import natural, need, required, text
from datasets.ckan.registry import Access, Call, read_action, write_action
from datasets.ckan.times import iso
from datasets.models import ApiToken, TokenScope
from datasets.services.tokens import token_create, token_digest, token_revoke
from portal.base.models import User

_LONGEST_DAYS = 3650


def _whose(caller: Caller, key: str) -> User:
    """Return the account: the caller's own, or any one for sysadmins."""
    user = find_user(key)
    if not (caller.is_sysadmin or caller.user == user):
        raise denied()
    return user


@write_action(
    required("user", "id or name of the account"),
    required("name", "what the token is for"),
    text("scope", TokenScope.WRITE, about="read, or write (reading and writing)"),
    natural("expires_in", about="days until it expires"),
    access=Access.USER,
)
def api_token_create(call: Call) -> Dict:
    """Make a token; it is shown in this answer and never again."""
    user = _whose(call.caller, call["user"])
    if call["scope"] not in TokenScope.values:
        raise invalid({"scope": [f"Value must be one of {TokenScope.values}"]})
    if len(call["name"]) > 200:
        raise invalid({"name": ["Name must be a maximum of 200 characters long"]})
    days = call["expires_in"]
    if days is not None and days > _LONGEST_DAYS:
        raise invalid({"expires_in": [f"Must be at most {_LONGEST_DAYS}"]})
    token, secret = token_create(
        actor=call.caller.user,
        user=user,
        name=call["name"],
        scope=call["scope"],
        expires_at=timezone.now() + timedelta(days=days) if days is not None else None,
    )
    return {"token": secret, "id": token.pk}


@read_action(text("user_id", about="id or name of the account"), text("user"), access=Access.USER)
def api_token_list(call: Call) -> list[Dict]:
    """Return an account's valid tokens, without the secrets."""
    user = _whose(call.caller, need(call["user_id"] or call["user"], "user_id"))
    return [
        {
            "id": token.pk,
            "name": token.name,
            "user_id": user.public_id,
            "created_at": iso(token.created_at),
            "last_access": iso(token.last_used_at),
            "scope": token.scope,
            "expires_at": iso(token.expires_at),
        }
        for token in ApiToken.objects.filter(user=user, revoked_at__isnull=True)
    ]


@write_action(
    text("token", about="the token itself"), text("jti", about="or its id"), access=Access.USER
)
def api_token_revoke(call: Call) -> None:
    """Make a token worthless."""
    if call["token"]:
        rows = ApiToken.objects.filter(digest=token_digest(call["token"]))
    else:
        rows = ApiToken.objects.filter(pk=need(call["jti"], "token"))
    token = rows.select_related("user").first()
    if token is None:
        raise not_found("Token not found")
    if not (call.caller.is_sysadmin or token.user == call.caller.user):
        raise denied()
    token_revoke(actor=call.caller.user, token=token)
