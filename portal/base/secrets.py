"""Signed links for people without an account: one purpose, one thing, one time."""

from datetime import timedelta
from typing import Any

from django.core import signing

LONGEST = 500


def make_token(purpose: str, content: dict[str, Any]) -> str:
    """Return a text for an address that only this portal can have made."""
    return signing.dumps(content, salt=f"portal.{purpose}", compress=True)


def read_token(
    purpose: str, token: str, *, valid: timedelta | None = None
) -> dict[str, Any] | None:
    """Return what the token says; None if it is forged, for another purpose, or too old."""
    if len(token) > LONGEST:
        return None
    try:
        content = signing.loads(token, salt=f"portal.{purpose}", max_age=valid)
    except signing.BadSignature:
        return None
    return content if isinstance(content, dict) else None
