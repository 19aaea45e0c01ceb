"""Dictionaries of organizations and groups, many at once in a fixed number of queries."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet

from datasets.ckan.auth import Caller
from datasets.ckan.dicts import Dict, body_dict, extras_list
from datasets.ckan.lookup import may_see_details
from datasets.ckan.renderings import renderings
from datasets.ckan.users import user_dict
from datasets.models import Body, Dataset, Follow, Membership, Organization, Role, Theme
from datasets.permissions import is_sysadmin, readable_datasets, role_of


@dataclass(frozen=True, slots=True)
class BodyWish:
    """What is wanted beside the body's own fields."""

    count: bool = False
    extras: bool = False
    groups: bool = False
    users: bool = False
    member_count: bool = False
    datasets: int = 0
    followers: bool = False


def body_answers(bodies: Sequence[Body], wish: BodyWish, caller: Caller) -> list[Dict]:
    """Return the dictionaries in this order."""
    if not bodies:
        return []
    ids = [body.pk for body in bodies]
    is_owner = isinstance(bodies[0], Organization)
    visible = readable_datasets(caller.user).filter(live=True)
    counts = _counts(visible, ids, is_owner=is_owner) if wish.count else {}
    # Where names of people are not told to the public, there is nothing to look up.
    listed = wish.users and (caller.user is not None or people_are_public())
    followers = _followers(ids, is_owner=is_owner) if wish.followers else {}
    members = _members(ids, is_owner=is_owner) if listed or wish.member_count else {}
    answers = []
    for body in bodies:
        answer = body_dict(body)
        if wish.count:
            answer["package_count"] = counts.get(body.pk, 0)
        if wish.extras:
            answer["extras"] = extras_list(body.additional)
        if wish.followers:
            answer["num_followers"] = followers.get(body.pk, 0)
        if wish.groups:
            answer["groups"] = _parents(body)
        if wish.member_count:
            answer["member_count"] = len(members.get(body.pk, ()))
        if wish.users:
            answer["users"] = _users(body, members.get(body.pk, []), caller)
        if wish.datasets:
            # Private datasets never stand in a description of their organization, as in CKAN.
            answer["packages"] = _packages(Dataset.objects.public(), body, wish.datasets)
        answers.append(answer)
    return answers


def people_are_public() -> bool:
    """Say whether everybody may know who belongs to an organization."""
    return bool(settings.CKAN["AUTH_PUBLIC_USER_DETAILS"])


def _relation(*, is_owner: bool) -> str:
    return "organization" if is_owner else "themes"


def _counts(visible: QuerySet[Dataset], ids: Sequence[str], *, is_owner: bool) -> dict[str, int]:
    """Count the datasets that the caller may see, by body."""
    relation = _relation(is_owner=is_owner)
    rows = (
        visible.order_by()
        .filter(**{f"{relation}__in": ids})
        .values_list(relation)
        .annotate(number=Count("pk", distinct=True))
    )
    return dict(rows)


def _followers(ids: Sequence[str], *, is_owner: bool) -> dict[str, int]:
    """Count the people who follow, by body."""
    field = "organization" if is_owner else "theme"
    rows = Follow.objects.filter(**{f"{field}__in": ids}).values_list(field)
    return dict(rows.annotate(number=Count("pk")))


def _members(ids: Sequence[str], *, is_owner: bool) -> dict[str, list[Membership]]:
    """Return the memberships by body."""
    field = "organization" if is_owner else "theme"
    found: dict[str, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(**{f"{field}__in": ids}, user__deleted=False)
    for membership in rows.select_related("user").order_by("user__username"):
        found[getattr(membership, f"{field}_id")].append(membership)
    return found


def _users(body: Body, members: Sequence[Membership], caller: Caller) -> list[Dict]:
    """Return the members, but only to those who work there: names are personal data."""
    user = caller.user
    works_there = user is not None and (is_sysadmin(user) or role_of(user, body) is not None)
    if not (works_there or people_are_public()):
        return []
    return [
        {
            **user_dict(membership.user, details=may_see_details(caller, membership.user)),
            "capacity": membership.role,
        }
        for membership in members
    ]


def _parents(body: Body) -> list[Dict]:
    """Return the body that this one belongs to."""
    parent: Body | None = getattr(body, "parent", None)
    if parent is None and body.above:
        other: Any = Theme if isinstance(body, Organization) else Organization
        parent = other.objects.filter(pk=body.above).first()
    return [{**body_dict(parent), "capacity": Role.MEMBER}] if parent else []


def _packages(visible: QuerySet[Dataset], body: Body, limit: int) -> list[Dict]:
    relation = _relation(is_owner=isinstance(body, Organization))
    ids = visible.filter(**{relation: body.pk}).order_by("-modified_at", "pk")
    texts = renderings(list(ids.values_list("pk", flat=True)[:limit]))
    return [json.loads(text) for text in texts]
