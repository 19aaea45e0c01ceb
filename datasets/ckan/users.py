"""Accounts as dictionaries: without personal data, except for the person's own and for sysadmins."""

import hashlib

from django.conf import settings

from datasets.ckan.dicts import Dict
from datasets.ckan.times import iso
from portal.base.models import User


def user_dict(user: User, *, details: bool = False, count: int | None = None) -> Dict:
    """Return an account; `count` is the number of datasets it made."""
    image_url, shown = _image_urls(user)
    answer: Dict = {
        "id": user.public_id,
        "name": user.get_username(),
        "fullname": user.full_name,
        "created": iso(user.date_joined),
        "about": user.about or None,
        "last_active": iso(user.last_login) if details else None,
        "activity_streams_email_notifications": False,
        "sysadmin": user.is_superuser,
        "state": state_of_account(user),
        "image_url": image_url,
        "image_display_url": shown,
        "display_name": user.display_name,
        "email_hash": "",
        "number_created_packages": 0 if count is None else count,
    }
    if details:
        email = user.email.strip().lower()
        answer["email"] = user.email
        answer["apikey"] = None
        answer["email_hash"] = hashlib.md5(email.encode(), usedforsecurity=False).hexdigest()
    return answer


def state_of_account(user: User) -> str:
    """Return the one word for deleted, invited or locked, and usable."""
    if user.deleted:
        return "deleted"
    return "active" if user.is_active else "pending"


def _image_urls(user: User) -> tuple[str | None, str | None]:
    """Return the picture as it was given and as an address that can be shown."""
    if user.picture:
        url = f"{settings.PORTAL_BASE_URL}{user.picture.url}"
        return str(user.picture.name).rsplit("/", 1)[-1], url
    return user.image_url or None, user.image_url or None
