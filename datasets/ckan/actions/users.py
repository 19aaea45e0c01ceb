"""Accounts: what others may see of them."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Lower, NullIf

from datasets.ckan.auth import Caller
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import denied, invalid, not_found
from datasets.ckan.lookup import find_user, may_see_details
from datasets.ckan.params import flag, natural, required, text
from datasets.ckan.registry import Access, Call, read_action
from datasets.ckan.renderings import renderings
from datasets.ckan.users import user_dict
from datasets.models import Dataset, Follow
from datasets.permissions import is_sysadmin, readable_datasets
from portal.base.models import User

_SHOWN_DATASETS, _MOST = 1000, 1000
_UNUSABLE = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
_ORDERS = {
    "name": "username",
    "fullname": "full_name",
    "display_name": "shown",
    "about": "about",
    "sysadmin": "is_superuser",
    "created": "date_joined",
    "id": "public_id",
    "number_created_packages": "made",
}


def _require_details(caller: Caller) -> None:
    """Raise unless accounts may be seen: by people with an account, or by all if so configured."""
    if caller.user is None and not settings.CKAN["AUTH_PUBLIC_USER_DETAILS"]:
        raise denied(f"User {caller.name} not authorized to read user details")


@read_action(
    text("id", about="id or name; the caller's own if left out"),
    flag("include_datasets"),
    flag("include_num_followers"),
    flag("include_password_hash", about="for sysadmins"),
    flag("include_plugin_extras", about="for sysadmins"),
)
def user_show(call: Call) -> Dict:
    """Return an account; e-mail and last use only to the person and to sysadmins."""
    caller = call.caller
    if call["id"]:
        _require_details(caller)
    user = find_user(call["id"]) if call["id"] else caller.user
    if user is None or (user.deleted and not caller.is_sysadmin):
        raise not_found("User not found")
    return shown_account(call, user)


def shown_account(call: Call, user: User) -> Dict:
    """Return an account as far as the caller may see it."""
    caller = call.caller
    details = may_see_details(caller, user)
    made = readable_datasets(caller.user) if details else Dataset.objects.public()
    made = made.filter(creator=user)
    answer = user_dict(user, details=details, count=made.count())
    wanted = call.values.get
    if wanted("include_num_followers"):
        answer["num_followers"] = Follow.objects.filter(user=user).count()
    if wanted("include_datasets"):
        ids = made.order_by("-modified_at", "pk").values_list("pk", flat=True)[:_SHOWN_DATASETS]
        answer["datasets"] = [json.loads(text) for text in renderings(list(ids))]
    if caller.is_sysadmin:
        if wanted("include_password_hash"):
            answer["password_hash"] = user.password
        if wanted("include_plugin_extras"):
            answer["plugin_extras"] = user.plugin_extras or None
    return answer


@read_action(
    text("q", about="part of the names, for sysadmins of the e-mail too"),
    text("email", about="for sysadmins"),
    text("order_by", "display_name"),
    flag("all_fields", True),
    flag("include_site_user", about="also accounts of programs, made on the command line"),
)
def user_list(call: Call) -> list[Any]:
    """Return the accounts."""
    _require_details(call.caller)
    rows = User.objects.filter(is_active=True, deleted=False)
    if not call["include_site_user"]:
        # Accounts of programs have neither an address nor a password.
        rows = rows.exclude(Q(email="") & (Q(password="") | _UNUSABLE))
    if call["q"]:
        rows = rows.filter(_named(call, call["q"]))
    if call["email"]:
        if not call.caller.is_sysadmin:
            raise denied()
        rows = rows.filter(email__iexact=call["email"])
    ordered = _ordered(rows, call["order_by"] or "display_name")[:_MOST]
    if not call["all_fields"]:
        return [user.get_username() for user in ordered]
    caller = call.caller
    answers = []
    for user in ordered:
        answer = user_dict(user, details=is_sysadmin(caller.user), count=user.made)
        answers.append(answer)
    return answers


def _named(call: Call, words: str) -> Q:
    found = Q(username__icontains=words) | Q(full_name__icontains=words)
    return found | Q(email__iexact=words) if call.caller.is_sysadmin else found


def _ordered(rows: QuerySet[User], order: str) -> QuerySet[Any]:
    if order not in _ORDERS:
        allowed = ", ".join(_ORDERS)
        raise invalid({"order_by": [f"Value must be one of {allowed}"]})
    made = (
        Dataset.objects.public()
        .order_by()
        .filter(creator__isnull=False)
        .values_list("creator")
        .annotate(number=Count("pk"))
    )
    counts = dict(made)
    found: Any = rows.annotate(
        shown=Lower(Coalesce(NullIf("full_name", Value("")), F("username")))
    ).order_by(_ORDERS[order] if order != "number_created_packages" else "shown", "username")
    return _counted(found, counts, by_count=order == "number_created_packages")


def _counted(rows: Any, counts: dict[int, int], *, by_count: bool) -> Any:
    people = list(rows[: 10 * _MOST])
    for user in people:
        user.made = counts.get(user.pk, 0)
    return sorted(people, key=lambda user: user.made) if by_count else people


@read_action(required("q"), natural("limit", 20), access=Access.USER)
def user_autocomplete(call: Call) -> list[Dict]:
    """Return accounts whose name contains a text."""
    rows = User.objects.filter(is_active=True, deleted=False).filter(_named(call, call["q"]))
    return [
        {"id": u.public_id, "name": u.get_username(), "fullname": u.full_name or None}
        for u in rows.order_by("username")[: min(call["limit"], 100)]
    ]
