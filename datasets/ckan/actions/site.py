"""Actions about the portal itself: is it there, what is it, how is an action called."""

from django.conf import settings

from datasets.ckan.actions.options import option_texts
from datasets.ckan.errors import not_found
from datasets.ckan.params import required
from datasets.ckan.registry import ACTIONS, Call, read_action
from datasets.licenses import License, licenses

# What clients look for to know how to speak with a portal.
VERSION = "2.12.0"
EXTENSIONS = ("datastore", "activity")


@read_action()
def site_read(call: Call) -> bool:
    """Say that the portal may be read (gone from CKAN since 2.10; older clients begin with it)."""
    return True


@read_action()
def status_show(call: Call) -> dict[str, object]:
    """Return the portal's name, address, language, the version spoken and the extensions."""
    texts = option_texts("ckan.site_title", "ckan.site_description")
    answer: dict[str, object] = {
        "site_title": texts["ckan.site_title"],
        "site_description": texts["ckan.site_description"],
        "site_url": settings.PORTAL_BASE_URL,
        "error_emails_to": "",
        "locale_default": settings.LANGUAGE_CODE,
        "extensions": list(EXTENSIONS),
    }
    if call.caller.is_sysadmin or not settings.CKAN["HIDE_VERSION"]:
        answer["ckan_version"] = VERSION
    return answer


@read_action(required("name", "name of the action"))
def help_show(call: Call) -> str:
    """Return what is to be known of an action and its parameters."""
    action = ACTIONS.get(call["name"])
    if action is None:
        raise not_found("Action function not found")
    return action.help


@read_action()
def license_list(call: Call) -> list[dict[str, str]]:
    """Return the licences that datasets can have."""
    return [license_dict(entry) for entry in licenses().values()]


def license_dict(entry: License) -> dict[str, str]:
    """Return a licence; yes and no are texts here."""
    return {
        name: str(value) if isinstance(value, bool) else value
        for name, value in entry.to_dict().items()
    }
