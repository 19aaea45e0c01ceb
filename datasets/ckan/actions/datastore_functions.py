"""Functions in a database's own language, which CKAN lets run at each row written: there are none here."""

from typing import Any

from datasets.ckan.errors import invalid
from datasets.ckan.params import anything, as_json, flag, required, text
from datasets.ckan.registry import Access, Call, write_action

_NONE = (
    "Functions are not offered: tables here lie in no database server that could run them. "
    "Rows are checked by the types and the primary key of their table."
)


def refuse_triggers(triggers: Any) -> None:
    """Raise for triggers that name functions; an empty list takes away what is not there."""
    triggers = as_json(triggers) if isinstance(triggers, str) and triggers else triggers
    if not triggers:
        return
    listed = triggers if isinstance(triggers, list) else [triggers]
    names = [item.get("function") if isinstance(item, dict) else item for item in listed]
    raise invalid({"triggers": [_absent(name) for name in names]})


def _absent(name: object) -> str:
    return f"function {str(name)[:63]}() does not exist"


@write_action(
    required("name"),
    flag("or_replace"),
    text("rettype"),
    anything("arguments"),
    text("definition"),
    access=Access.SYSADMIN,
)
def datastore_function_create(call: Call) -> None:
    """Make a function that runs at each row written: not offered here."""
    raise invalid({"definition": [_NONE]})


@write_action(required("name"), flag("if_exists"), access=Access.SYSADMIN)
def datastore_function_delete(call: Call) -> None:
    """Delete a function that runs at each row written: there are none here."""
    if not call["if_exists"]:
        raise invalid({"name": [_absent(call["name"])]})
