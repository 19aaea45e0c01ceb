"""What is new for a person; activities that foreign programs note, and how theirs are removed."""

from datetime import timedelta
from typing import Any, NoReturn

from django.db.models import Q, QuerySet
from django.utils import timezone

from datasets.ckan.actions.activity import PAGE, deeds_of
from datasets.ckan.activities import activities, page
from datasets.ckan.checks import Checked
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import ActionError, denied, invalid, not_found
from datasets.ckan.lookup import find_user
from datasets.ckan.params import anything, natural, text
from datasets.ckan.registry import Access, Call, read_action, write_action
from datasets.ckan.times import parse_moment
from datasets.models import AuditEntry, Follow
from datasets.permissions import readable_datasets
from datasets.services.audit import (
    FOREIGN_VERB,
    dashboard_last_seen,
    dashboard_seen,
    foreign_record,
    foreign_remove,
)
from portal.base.models import User


def _of_person(user: User) -> QuerySet[AuditEntry]:
    """Return what the person and what they follow did, as far as they may see it."""
    follows = Follow.objects.filter(follower=user).order_by()
    people = User.objects.filter(followers__in=follows)
    bodies = {
        *follows.filter(organization__isnull=False).values_list("organization", flat=True),
        *follows.filter(theme__isnull=False).values_list("theme", flat=True),
    }
    datasets = {*follows.filter(dataset__isnull=False).values_list("dataset", flat=True)}
    readable = readable_datasets(user)
    near = readable.filter(
        Q(pk__in=datasets) | Q(organization_id__in=bodies) | Q(themes__in=bodies)
    )
    wanted = Q(object_type="dataset", object_id__in=near.order_by().values("pk"))
    wanted |= Q(object_type__in=("organization", "theme"), object_id__in=bodies)
    public_ids = list(people.values_list("public_id", flat=True))
    theirs = Q(actor__in=people) & (
        Q(object_type__in=("organization", "theme"))
        | Q(object_type="dataset", object_id__in=readable.order_by().values("pk"))
    )
    wanted |= theirs | Q(object_type="account", object_id__in=public_ids)
    return AuditEntry.objects.filter(wanted | deeds_of(user))


def _news(call: Call) -> list[Dict]:
    user = call.caller.user
    if user is None:
        raise denied()
    found = page(call, _of_person(user))
    seen = dashboard_last_seen(user)
    answers = activities(call.caller, found)
    for entry, answer in zip(found, answers, strict=True):
        answer["is_new"] = answer["user_id"] != user.public_id and entry.at > seen
    return answers


@read_action(*PAGE, access=Access.USER)
def dashboard_activity_list(call: Call) -> list[Dict]:
    """Return what the caller and all they follow did, last first; `is_new` says what is unread."""
    return _news(call)


@read_action(*PAGE, access=Access.USER)
def dashboard_new_activities_count(call: Call) -> int:
    """Return how many activities of the last page are unread."""
    return sum(bool(answer["is_new"]) for answer in _news(call))


@write_action(access=Access.USER)
def dashboard_mark_activities_old(call: Call) -> None:
    """Note that the caller has read all activities."""
    if call.caller.user is not None:
        dashboard_seen(user=call.caller.user)


@write_action(
    text("user_id"), text("object_id"), text("activity_type"), anything("data"),
    access=Access.SYSADMIN,
)  # fmt: skip
def activity_create(call: Call) -> Dict:
    """Note what a foreign program did; the portal notes its own deeds by itself."""
    checked = Checked(call.data)
    for name in ("user_id", "object_id", "activity_type"):
        if not checked.text(name, longest=100) and name not in checked.faults:
            checked.fault(name, "Missing value")
    data = call["data"]
    if data is not None and (not isinstance(data, dict) or len(str(data)) > 100_000):
        checked.fault("data", "Must be a dictionary")
    user = None
    if call["user_id"]:
        try:
            user = find_user(call["user_id"])
        except ActionError:
            checked.fault("user_id", "Not found: User")
    checked.done()
    entry = foreign_record(
        actor=user,
        object_id=call["object_id"],
        data={"activity_type": call["activity_type"], "data": data},
    )
    return activities(call.caller, [entry])[0]


def _no_period() -> NoReturn:
    raise invalid({"message": "Either both start_date and end_date or offset_days must be given"})


@write_action(
    text("id"), text("start_date"), text("end_date"), natural("offset_days"), natural("keep"),
    natural("batch_size"), access=Access.SYSADMIN,
)  # fmt: skip
def activity_delete(call: Call) -> Dict:
    """Remove activities that foreign programs noted; the portal's own record stays.

    By `id`, from `start_date` to `end_date`, or older than `offset_days`.
    """
    rows = AuditEntry.objects.filter(verb=FOREIGN_VERB)
    if call["id"]:
        rows = rows.filter(pk=call["id"])
        if not rows.exists():
            raise not_found("Activity not found")
    elif call["offset_days"] is not None:
        days = min(call["offset_days"], 100_000)
        rows = rows.filter(at__lt=timezone.now() - timedelta(days=days))
    else:
        start, end = (parse_moment(call[name] or "") for name in ("start_date", "end_date"))
        if start is None or end is None or start > end:
            _no_period()
        rows = rows.filter(at__gte=start, at__lte=end)
    return _removed(rows)


@write_action(natural("batch_size"), access=Access.SYSADMIN)
def activity_delete_all(call: Call) -> Dict:
    """Remove all activities that foreign programs noted; the portal's own record stays."""
    return _removed(AuditEntry.objects.filter(verb=FOREIGN_VERB))


def _removed(rows: QuerySet[AuditEntry]) -> Dict:
    count = foreign_remove(rows=rows)
    if not count:
        return {"message": "No activities found matching the specified criteria."}
    return {"message": f"Deleted {count} rows from the activity table."}


@write_action(access=Access.SYSADMIN)
def send_email_notifications(call: Call) -> Any:
    """Send mails about activities: this portal sends none."""
    raise invalid({"message": "ckan.activity_streams_email_notifications is not enabled in config"})
