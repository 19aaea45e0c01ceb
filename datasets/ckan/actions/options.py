"""Texts about the portal that sysadmins read and set over the interface."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.db import transaction

from datasets.ckan.checks import Checked
from datasets.ckan.dicts import Dict
from datasets.ckan.errors import invalid
from datasets.ckan.params import required
from datasets.ckan.registry import Access, Call, read_action, write_action
from datasets.models import PortalOption
from datasets.services.audit import audit_record

# CKAN's names of what may be told and set; never secrets, never paths.
OPTIONS: Mapping[str, Callable[[], str]] = {
    "ckan.site_title": lambda: settings.PORTAL_NAME,
    "ckan.site_logo": str,
    "ckan.site_url": lambda: settings.PORTAL_BASE_URL,
    "ckan.site_description": str,
    "ckan.site_about": str,
    "ckan.site_intro_text": str,
    "ckan.site_custom_css": str,
    "ckan.theme": str,
    "logo_upload": str,
    "clear_logo_upload": str,
}
_FIXED = frozenset({"ckan.site_url", "logo_upload", "clear_logo_upload"})
_LONGEST = 100_000


def option_texts(*keys: str) -> dict[str, str]:
    """Return the texts in force: those that were set, otherwise the portal's own."""
    rows = PortalOption.objects.filter(key__in=keys).values_list("key", "value")
    return {key: OPTIONS[key]() for key in keys} | dict(rows)


@read_action(required("key"), access=Access.SYSADMIN)
def config_option_show(call: Call) -> str:
    """Return a text about the portal."""
    key = call["key"]
    if key not in OPTIONS:
        raise invalid({"message": f"Configuration option '{key}' can not be shown"})
    return option_texts(key)[key]


@read_action(access=Access.SYSADMIN)
def config_option_list(call: Call) -> list[str]:
    """Return the names of the texts about the portal."""
    return list(OPTIONS)


@write_action(access=Access.SYSADMIN)
def config_option_update(call: Call) -> Dict:
    """Set texts about the portal: each key is the name of one.

    They stand in the answers of this interface; the look of the pages has its own settings.
    """
    unknown = [key for key in call.data if key not in OPTIONS or key in _FIXED]
    if unknown:
        names = " ".join(sorted(unknown))[:500]
        raise invalid({"message": f"Configuration option(s) '{names}' can not be updated"})
    checked = Checked(call.data)
    texts = {key: checked.text(key, longest=_LONGEST) or "" for key in call.data}
    checked.done()
    with transaction.atomic():
        for key, value in texts.items():
            PortalOption.objects.update_or_create(key=key, defaults={"value": value})
        audit_record(
            actor=call.caller.user, verb="option_set", object_type="option",
            object_id="", data={"keys": sorted(texts)},
        )  # fmt: skip
    return dict(texts)
