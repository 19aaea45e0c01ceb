"""Actions that clients call in passing and that have little or nothing to answer here."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from datasets.ckan.dicts import Dict
from datasets.ckan.errors import denied, invalid, not_found
from datasets.ckan.lookup import editable_dataset, find_user, readable_dataset
from datasets.ckan.params import anything, flag, names, natural, required, text
from datasets.ckan.registry import Access, Call, read_action

# What may be told about the configuration; never secrets, never paths.
_SHOWN: Mapping[str, Callable[[], str]] = {
    "ckan.site_title": lambda: settings.PORTAL_NAME,
    "ckan.site_url": lambda: settings.PORTAL_BASE_URL,
    "ckan.site_description": lambda: "",
    "ckan.locale_default": lambda: settings.LANGUAGE_CODE,
}


@read_action(text("id"), text("id2"), anything("rel"))
def package_relationships_list(call: Call) -> list[Any]:
    """Return relationships between datasets: there are none."""
    if not call["id"]:
        raise invalid({"id": ["Missing value"]})
    readable_dataset(call.caller, call["id"])
    return []


@read_action(required("id"), text("capacity"), access=Access.USER)
def package_collaborator_list(call: Call) -> list[Any]:
    """Return single people who may work on a dataset: roles are given by organizations here."""
    editable_dataset(call.caller, call["id"])
    return []


@read_action(required("id"), text("capacity"))
def package_collaborator_list_for_user(call: Call) -> list[Any]:
    """Return datasets that a person works on beside their organizations: none."""
    user = find_user(call["id"])
    if call.caller.user != user and not call.caller.is_sysadmin:
        raise denied()
    return []


@read_action(anything("terms"), anything("lang_codes"))
def term_translation_show(call: Call) -> list[Any]:
    """Return translations of terms: there are none."""
    if call["terms"] in (None, ""):
        raise invalid({"terms": ["Missing value"]})
    return []


@read_action(required("id"))
def resource_view_show(call: Call) -> Dict:
    """Return a view of a resource: there are none."""
    raise not_found("Resource view was not found")


@read_action(text("id"), text("entity_id"), text("task_type"), text("key"))
def task_status_show(call: Call) -> Dict:
    """Return the state of a foreign tool's task: there are none."""
    raise not_found("Task was not found")


@read_action(required("key"), access=Access.SYSADMIN)
def config_option_show(call: Call) -> Any:
    """Return an option of the configuration."""
    if call["key"] not in _SHOWN:
        raise invalid({"message": f"Configuration option '{call['key']}' can not be shown"})
    return _SHOWN[call["key"]]()


@read_action(access=Access.SYSADMIN)
def config_option_list(call: Call) -> list[str]:
    """Return the names of the options that can be shown."""
    return sorted(_SHOWN)


@read_action(names("queues"), natural("limit"), flag("ids_only"), access=Access.SYSADMIN)
def job_list(call: Call) -> list[Any]:
    """Return waiting jobs of foreign tools: there are none; the portal's own stand in its admin."""
    return []


@read_action(required("id"), access=Access.SYSADMIN)
def job_show(call: Call) -> Dict:
    """Return a job."""
    raise not_found("Job was not found")
