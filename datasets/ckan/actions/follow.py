"""Following does not exist in this portal: counts are zero, lists empty, nobody follows."""

from typing import Any

from datasets.ckan.errors import denied
from datasets.ckan.lookup import find_user
from datasets.ckan.params import required, text
from datasets.ckan.registry import Access, Call, add_action

_KINDS = ("user", "dataset", "group", "organization")
_ID = (required("id", "id or name"),)


def _zero(call: Call) -> int:
    """Return zero."""
    return 0


def _nobody(call: Call) -> list[Any]:
    """Return an empty list."""
    return []


def _no(call: Call) -> bool:
    """Return false."""
    return False


def _own_list(call: Call) -> list[Any]:
    """Return an empty list to the person asked about and to sysadmins."""
    if not call.caller.is_sysadmin and find_user(call["id"]) != call.caller.user:
        raise denied()
    return []


for _kind in _KINDS:
    add_action(f"{_kind}_follower_count", _zero, _ID, "Return how many follow it: always 0.")
    add_action(f"{_kind}_followee_count", _zero, _ID, "Return how many are followed: always 0.")
    add_action(
        f"{_kind}_follower_list",
        _nobody,
        _ID,
        "Return who follows it: nobody.",
        access=Access.SYSADMIN,
    )
    add_action(
        f"{_kind}_followee_list",
        _own_list,
        _ID,
        "Return what is followed: nothing.",
        access=Access.USER,
    )
    if _kind != "organization":
        add_action(
            f"am_following_{_kind}",
            _no,
            _ID,
            "Say whether the caller follows it: never.",
            access=Access.USER,
        )
add_action("followee_count", _zero, _ID, "Return how many are followed: always 0.")
add_action(
    "followee_list",
    _own_list,
    (*_ID, text("q")),
    "Return what is followed: nothing.",
    access=Access.USER,
)
