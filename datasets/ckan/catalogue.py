"""Imports every module that registers actions."""

from importlib import import_module

MODULES = (
    "site",
    "package_read",
    "package_search",
    "package_write",
    "resource_write",
    "revise",
    "bodies_read",
    "bodies_write",
    "members",
    "tags",
    "tags_write",
    "users",
    "users_write",
    "tokens",
    "follow",
    "collaborators",
    "resource_views",
    "foreign",
    "options",
    "activity",
    "dashboard",
    "datastore_read",
    "datastore_write",
    "datastore_delete",
    "datastore_functions",
    "datastore_sql",
    "small",
    "files",
)


def load_actions() -> None:
    """Fill the registry."""
    for name in MODULES:
        import_module(f"datasets.ckan.actions.{name}")
