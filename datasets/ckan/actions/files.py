"""Files without a resource: this portal keeps none, and says so as a CKAN without a file storage does."""

from typing import NoReturn

from datasets.ckan.dicts import Dict
from datasets.ckan.errors import invalid, missing, not_found
from datasets.ckan.params import anything, flag, natural, required, text
from datasets.ckan.registry import Access, Call, add_action, read_action, write_action

_STORAGE = "default"


def _no_storage(call: Call) -> NoReturn:
    raise invalid({"storage": [f"Storage {call['storage'] or _STORAGE} is not configured"]})


@write_action(text("name"), text("storage"), anything("upload"))
def file_create(call: Call) -> None:
    """Keep a file without a resource: not offered, files belong to resources here."""
    if call["upload"] is None:
        raise missing("upload")
    _no_storage(call)


@write_action(text("location"), text("storage"), access=Access.SYSADMIN)
def file_register(call: Call) -> None:
    """Take note of a file that lies in a storage: there are none."""
    _no_storage(call)


def _no_file(call: Call) -> NoReturn:
    raise not_found("file")


_ONE = (required("id"),)
for _name, _params, _does in (
    ("file_delete", _ONE, "Delete a file"),
    ("file_rename", (*_ONE, required("name")), "Rename a file"),
    ("file_pin", _ONE, "Keep a file with its owner"),
    ("file_unpin", _ONE, "Keep a file with its owner no more"),
    (
        "file_ownership_transfer",
        (*_ONE, text("owner_id"), text("owner_type"), flag("force"), flag("pin")),
        "Give a file to another owner",
    ),
):
    add_action(
        _name,
        _no_file,
        _params,
        f"{_does} that belongs to no resource: there are none.",
        writes=True,
        access=Access.USER,
    )
add_action(
    "file_show",
    _no_file,
    _ONE,
    "Return a file that belongs to no resource: there are none.",
    access=Access.USER,
)


@read_action(
    text("owner_id"), text("owner_type"), natural("start", 0), natural("rows"), text("sort"),
    access=Access.USER,
)  # fmt: skip
def file_owner_scan(call: Call) -> Dict:
    """Return the files of an owner that belong to no resource: there are none."""
    return {"count": 0, "results": []}
