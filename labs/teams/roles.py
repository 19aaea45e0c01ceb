"""Who was given or lost which role, and by whom: kept with the account."""

from typing import Any

from django.contrib.auth.models import Group
from wagtail.log_actions import log

from portal.base.models import User

GIVEN, TAKEN = "labs.role.give", "labs.role.take"
_DEEDS = {"post_add": GIVEN, "post_remove": TAKEN}


def note_roles(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_kwargs: Any
) -> None:
    """Keep a change of groups; receiver of `m2m_changed`."""
    if action not in _DEEDS or not pk_set:
        return
    people = User.objects.filter(pk__in=pk_set).order_by("pk") if reverse else [instance]
    groups = [instance] if reverse else Group.objects.filter(pk__in=pk_set).order_by("name")
    roles = ", ".join(group.name for group in groups)
    for person in people:
        log(instance=person, action=_DEEDS[action], data={"roles": roles})
