"""Accounts as dictionaries: without personal data, except for the person's own and for sysadmins."""

import hashlib

from datasets.ckan.dicts import Dict
from datasets.ckan.times import iso
from portal.base.models import User


def user_dict(user: User, *, details: bool = False, count: int | None = None) -> Dict:
    """Return an account; `count` is the number of datasets it made."""
    answer: Dict = {
        "id": user.public_id,
        "name": user.get_username(),
        "fullname": user.full_name or None,
        "created": iso(user.date_joined),
        "about": user.about or None,
        "last_active": iso(user.last_login) if details else None,
        "activity_streams_email_notifications": False,
        "sysadmin": user.is_superuser,
        "state": "deleted" if user.deleted or not user.is_active else "active",
        "image_url": user.image_url or None,
        "image_display_url": user.image_url or None,
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
