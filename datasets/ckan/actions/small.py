"""Actions that clients call in passing and that have nothing to answer here."""

from typing import Any

from datasets.ckan.dicts import Dict
from datasets.ckan.errors import denied, not_found
from datasets.ckan.lookup import readable_dataset
from datasets.ckan.params import anything, flag, names, natural, required, text
from datasets.ckan.registry import Access, Call, read_action, write_action
from datasets.ckan.users import user_dict


@read_action(required("id"), text("id2"), anything("rel"))
def package_relationships_list(call: Call) -> list[Any]:
    """Return relationships between datasets: there are none."""
    readable_dataset(call.caller, call["id"])
    if call["id2"]:
        readable_dataset(call.caller, call["id2"])
    return []


@read_action(flag("defer_commit"), access=Access.SYSADMIN)
def get_site_user(call: Call) -> Dict:
    """Return the account that programs of the portal itself work under: the caller's own."""
    if call.caller.user is None:
        raise denied()
    return user_dict(call.caller.user, details=True)


@read_action(names("queues"), natural("limit"), flag("ids_only"), access=Access.SYSADMIN)
def job_list(call: Call) -> list[Any]:
    """Return waiting jobs of foreign tools: there are none; the portal's own stand in its admin."""
    return []


@read_action(required("id"), access=Access.SYSADMIN)
def job_show(call: Call) -> Dict:
    """Return a job of a foreign tool: there are none."""
    raise not_found("Job was not found")


@write_action(names("queues"), access=Access.SYSADMIN)
def job_clear(call: Call) -> list[str]:
    """Empty the queues of foreign tools: there are none."""
    return []


@write_action(required("id"), access=Access.SYSADMIN)
def job_cancel(call: Call) -> None:
    """Cancel a job of a foreign tool: there are none."""
    raise not_found("Job was not found")
