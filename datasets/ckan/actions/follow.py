"""Following people, datasets, organizations and groups: who follows what is told to sysadmins only."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from datasets.ckan.actions.members import either_body
from datasets.ckan.bodies import BodyWish, body_answers
from datasets.ckan.dicts import Dict
from datasets.ckan.envelope import RawJson, dump_list, dump_object
from datasets.ckan.errors import ActionError, denied, invalid, not_found
from datasets.ckan.lookup import find_dataset, find_user, may_see_details
from datasets.ckan.params import anything, read_text, text
from datasets.ckan.registry import Access, Call, add_action
from datasets.ckan.renderings import renderings
from datasets.ckan.times import iso
from datasets.ckan.users import user_dict
from datasets.models import Body, Dataset, Follow, Organization, Theme
from datasets.permissions import can_read_dataset, readable_datasets
from datasets.services.relations import Followed, follow, follow_relation, unfollow
from portal.base.models import User


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be followed: its word, the field of `Follow`, how it is found."""

    word: str
    field: str
    find: Callable[[str], Any]


KINDS = (
    Kind("user", "user", find_user),
    Kind("dataset", "dataset", find_dataset),
    Kind("group", "theme", either_body),
    Kind("organization", "organization", either_body),
)
_ID = (anything("id", "id or name"),)


def _target(call: Call, kind: Kind) -> Followed:
    """Return what the id names. Raises a validation error for whatever is none."""
    value = call.data.get("id")
    if value is None or value == "":
        raise invalid({"id": ["Missing value"]})
    key = read_text("id", value)
    try:
        found: Followed = kind.find(key)
    except ActionError:
        raise invalid({"id": [f"Not found: {kind.word.capitalize()}"]}) from None
    if isinstance(found, Dataset) and not can_read_dataset(call.caller.user, found):
        raise denied(f"User {call.caller.name} not authorized to read package {found.pk}")
    return found


def _caller(call: Call) -> User:
    if call.caller.user is None:
        raise denied("You must be logged in to follow something")
    return call.caller.user


def _follow(call: Call, kind: Kind) -> Dict:
    follower = _caller(call)
    target = _target(call, kind)
    if target == follower:
        raise invalid({"message": "You cannot follow yourself"})
    row, made = follow(follower=follower, target=target)
    if not made:
        raise invalid({"message": f"You are already following {call.data['id']}"})
    return {
        "follower_id": follower.public_id,
        "object_id": target.public_id if isinstance(target, User) else target.pk,
        "datetime": iso(row.created_at),
    }


def _unfollow(call: Call, kind: Kind) -> None:
    if not unfollow(follower=_caller(call), target=_target(call, kind)):
        raise not_found(f"You are not following {call.data['id']}.")


def _am_following(call: Call, kind: Kind) -> bool:
    caller = _caller(call)
    rows = Follow.objects.filter(follower=caller, **follow_relation(_target(call, kind)))
    return rows.exists()


def _follower_count(call: Call, kind: Kind) -> int:
    return Follow.objects.filter(**follow_relation(_target(call, kind))).count()


def _follower_list(call: Call, kind: Kind) -> list[Dict]:
    rows = Follow.objects.filter(**follow_relation(_target(call, kind)), follower__deleted=False)
    people = [row.follower for row in rows.select_related("follower").order_by("pk")]
    return [user_dict(user, details=may_see_details(call.caller, user)) for user in people]


def _person(call: Call) -> User:
    found: Any = _target(call, KINDS[0])
    return found


def _own(call: Call) -> User:
    """Return the account asked about: the caller's own, or any one for sysadmins."""
    caller, person = _caller(call), _person(call)
    if person != caller and not call.caller.is_sysadmin:
        raise denied()
    return person


def _followee_count(call: Call, fields: Sequence[str]) -> int:
    rows = Follow.objects.filter(follower=_person(call))
    return sum(rows.filter(**{f"{field}__isnull": False}).count() for field in fields)


def _followees(call: Call, person: User, field: str) -> list[RawJson]:
    """Return what a person follows, as far as they may see it."""
    ids = Follow.objects.filter(follower=person, **{f"{field}__isnull": False})
    keys = list(ids.order_by("pk").values_list(f"{field}_id", flat=True))
    if field == "dataset":
        return renderings(keys, datasets=readable_datasets(person))
    if field == "user":
        people = User.objects.filter(pk__in=keys, deleted=False)
        shown = [user_dict(u, details=may_see_details(call.caller, u)) for u in people]
    else:
        model: Any = Organization if field == "organization" else Theme
        bodies: list[Body] = list(model.objects.filter(pk__in=keys))
        shown = body_answers(bodies, BodyWish(count=True), call.caller)
    return [dump_object(item) for item in shown]


def _followee_list(call: Call, kind: Kind) -> RawJson:
    return dump_list(_followees(call, _own(call), kind.field))


def _all_followees(call: Call) -> RawJson:
    """Return everything that is followed, by name; `q` is how the names begin."""
    person = _own(call)
    begin = (call["q"] or "").lower()
    found = []
    for kind in KINDS:
        for shown, name in _named(call, person, kind):
            if name.lower().startswith(begin):
                entry = dump_object({"type": kind.word, "display_name": name, "dict": shown})
                found.append((name.lower(), entry))
    return dump_list([entry for _name, entry in sorted(found)])


def _named(call: Call, person: User, kind: Kind) -> list[tuple[RawJson, str]]:
    texts = _followees(call, person, kind.field)
    records = [json.loads(text) for text in texts]
    names = [str(record.get("display_name") or record.get("title")) for record in records]
    return list(zip(texts, names, strict=True))


def _register(kind: Kind) -> None:
    word = kind.word
    if word != "organization":
        add_action(
            f"follow_{word}",
            lambda call: _follow(call, kind),
            _ID,
            f"Follow a {word}.",
            writes=True,
        )
        add_action(
            f"unfollow_{word}",
            lambda call: _unfollow(call, kind),
            _ID,
            f"Follow a {word} no more.",
            writes=True,
        )
        add_action(
            f"am_following_{word}",
            lambda call: _am_following(call, kind),
            _ID,
            f"Say whether the caller follows a {word}.",
        )
    add_action(
        f"{word}_follower_count",
        lambda call: _follower_count(call, kind),
        _ID,
        f"Return how many people follow a {word}.",
    )
    add_action(
        f"{word}_follower_list",
        lambda call: _follower_list(call, kind),
        _ID,
        f"Return the people who follow a {word}.",
        access=Access.SYSADMIN,
    )
    add_action(
        f"{word}_followee_count",
        lambda call: _followee_count(call, (kind.field,)),
        _ID,
        f"Return how many {word}s a person follows.",
    )
    add_action(
        f"{word}_followee_list",
        lambda call: _followee_list(call, kind),
        _ID,
        f"Return the {word}s that a person follows.",
        access=Access.USER,
    )


for _kind in KINDS:
    _register(_kind)
add_action(
    "followee_count",
    lambda call: _followee_count(call, tuple(kind.field for kind in KINDS)),
    _ID,
    "Return how many things a person follows.",
)
add_action(
    "followee_list",
    _all_followees,
    (*_ID, text("q", about="how the names begin")),
    "Return everything that a person follows.",
    access=Access.USER,
)
