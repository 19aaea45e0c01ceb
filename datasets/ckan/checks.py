"""Rules for single values of records that are sent, with CKAN's messages."""

import re
from collections.abc import Callable
from typing import Any

from datasets.ckan.dicts import text_value
from datasets.ckan.errors import ActionError, invalid
from datasets.ckan.params import read_bool
from datasets.models.base import NAME_PATTERN

RESERVED_NAMES = frozenset({"new", "edit", "search"})
SLUG = "Must be purely lowercase alphanumeric (ascii) characters and these symbols: -_"
NAME_LONGEST, VERSION_LONGEST, TEXT_LONGEST = 100, 100, 1_000_000
TAG_SHORTEST, TAG_LONGEST = 2, 100
_TAG = re.compile(r"[\w \-.]*\Z")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\Z")
ID_PATTERN = re.compile(r"[\w.~-]{1,100}\Z", re.ASCII)

Faults = dict[str, Any]


class Checked:
    """Reads fields of a sent record and gathers every fault before anything is written."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.faults: Faults = {}

    def fault(self, field: str, message: Any) -> None:
        """Note a fault of a field."""
        self.faults.setdefault(field, []).append(message)

    def text(self, field: str, *, longest: int = TEXT_LONGEST, label: str = "") -> str | None:
        """Return a text as it was sent; numbers become texts, None stays None."""
        value = self.data.get(field)
        if value is None:
            return None
        if isinstance(value, bool | int | float):
            value = str(value)
        if not isinstance(value, str):
            self.fault(field, "Must be a Unicode string value")
            return None
        if len(value) > longest:
            name = label or field.capitalize()
            self.fault(field, f"{name} must be a maximum of {longest} characters long")
            return None
        return value

    def email(self, field: str) -> str | None:
        """Return an e-mail address."""
        value = self.text(field, longest=1000)
        if value and not _EMAIL.match(value.strip()):
            self.fault(field, f"Email {value} is not a valid format")
        return value

    def flag(self, field: str, default: bool) -> bool:
        """Return a yes or no."""
        value = self.data.get(field)
        if value in (None, ""):
            return default
        try:
            return read_bool(field, value)
        except ActionError:
            self.fault(field, "Must be a boolean")
            return default

    def name(self, *, taken: Callable[[str], bool]) -> str:
        """Return the record's name, which must be free."""
        value = self.data.get("name")
        if value is None or value == "":
            self.fault("name", "Missing value")
            return ""
        if not isinstance(value, str):
            self.fault("name", "Names must be strings")
            return ""
        before = len(self.faults)
        if value in RESERVED_NAMES:
            self.fault("name", "That name cannot be used")
        if len(value) < 2:
            self.fault("name", "Must be at least 2 characters long")
        if len(value) > NAME_LONGEST:
            self.fault("name", f"Name must be a maximum of {NAME_LONGEST} characters long")
        elif len(value) >= 2 and not NAME_PATTERN.match(value):
            self.fault("name", SLUG)
        if len(self.faults) == before and taken(value):
            self.fault("name", "That URL is already in use.")
        return value

    def new_id(self, *, allowed: bool, taken: Callable[[str], bool], fault: str) -> str | None:
        """Return an id that the sender chose; only sysadmins may."""
        value = self.text("id", longest=100)
        if not value:
            return None
        if not allowed:
            self.fault("id", "The input field id was not expected.")
        elif not ID_PATTERN.match(value):
            self.fault("id", "Invalid id")
        elif taken(value):
            self.fault("id", fault)
        return value

    def items(self, field: str) -> list[dict[str, Any]] | None:
        """Return a list of objects; None if nothing was sent."""
        value = self.data.get(field)
        if value is None:
            return None
        if value == "":
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(field, "Only lists of dicts can be placed against subschema")
            return None
        return value

    def done(self) -> None:
        """Raise a validation error if there were faults."""
        if self.faults:
            raise invalid(self.faults)


def tag_fault(name: str) -> str | None:
    """Return what is wrong with a keyword, None if nothing."""
    if len(name) < TAG_SHORTEST:
        return f'Tag "{name}" length is less than minimum {TAG_SHORTEST}'
    if len(name) > TAG_LONGEST:
        return f'Tag "{name}" length is more than maximum {TAG_LONGEST}'
    if not _TAG.match(name):
        return (
            f'Tag "{name}" can only contain alphanumeric characters, spaces (" "), '
            'hyphens ("-"), underscores ("_") or dots (".")'
        )
    return None


def read_extras(
    checked: Checked, reserved: frozenset[str], *, with_ids: bool = True
) -> list[dict[str, str]]:
    """Return the further details as key and text; each key once, none that is a field.

    `with_ids` says whether the sender may name ids of details, as sysadmins may; they are not kept.
    """
    found: dict[str, str] = {}
    per_item: list[Faults] = []
    for item in checked.items("extras") or []:
        key, value = item.get("key"), item.get("value")
        faults: Faults = {}
        if key in (None, "") or not isinstance(key, str):
            faults["key"] = ["Missing value"]
        elif key in reserved:
            faults["key"] = ["There is a schema field with the same name"]
        if item.get("id") and not with_ids:
            faults["id"] = ["The input field id was not expected."]
        per_item.append(faults)
        if faults or item.get("state") == "deleted":
            continue
        if key in found:
            checked.fault("extras_validation", f'Duplicate key "{key}"')
        found[str(key)] = text_value(value)
    if any(per_item):
        checked.faults["extras"] = per_item
    return [{"key": key, "value": value} for key, value in found.items()]
