"""Failures as CKAN's clients know them, and the translation of the portal's own into them."""

from collections.abc import Mapping
from typing import Any

from datasets.errors import Conflict, FileTooLarge, Invalid, NotAllowed, NotFound
from datasets.store import StoreError
from portal.base.errors import PortalError
from search.errors import IndexUnavailable
from search.errors import QueryError as SearchSyntaxError


class BadRequest(Exception):
    """The request itself cannot be read; answered by a bare JSON text as CKAN does."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.text = text
        self.status = status


class ActionError(Exception):
    """An action failed: HTTP status, CKAN's `__type`, and the further keys of the error."""

    def __init__(self, status: int, kind: str, fields: Mapping[str, Any]) -> None:
        super().__init__(kind)
        self.status = status
        self.kind = kind
        self.fields = dict(fields)


def invalid(fields: Mapping[str, Any]) -> ActionError:
    """Return a validation error: field name to list of messages."""
    return ActionError(409, "Validation Error", fields)


def missing(name: str) -> ActionError:
    """Return the validation error of a parameter that was not sent."""
    return invalid({name: ["Missing value"]})


def denied(reason: str = "") -> ActionError:
    """Return an authorization error."""
    message = f"Access denied: {reason}" if reason else "Access denied"
    return ActionError(403, "Authorization Error", {"message": message})


def not_found(what: str = "") -> ActionError:
    """Return a not-found error."""
    message = f"Not found: {what}" if what else "Not found"
    return ActionError(404, "Not Found Error", {"message": message})


def search_query_error(text: str) -> ActionError:
    """Return the error for search parameters that make no sense."""
    return ActionError(400, "Search Query Error", {"message": f"Search Query is invalid: {text!r}"})


def search_error(text: str) -> ActionError:
    """Return the error for a search expression that cannot be read."""
    return ActionError(409, "Search Error", {"message": f"Search error: {text!r}"})


# Names of the catalogue's fields where CKAN has others.
_FIELDS = {
    "license": "license_id",
    "landing_page": "url",
    "version_label": "version",
    "kind": "type",
    "organization": "owner_org",
    "additional": "extras",
    "themes": "groups",
}


def translated(error: PortalError | StoreError) -> ActionError:
    """Return the portal's own error in CKAN's words."""
    if isinstance(error, StoreError):
        return invalid({"message": error.message})
    if isinstance(error, NotFound):
        return not_found(error.message)
    if isinstance(error, NotAllowed):
        return denied(error.message)
    if isinstance(error, FileTooLarge):
        return invalid({"upload": [error.message]})
    if isinstance(error, SearchSyntaxError):
        return search_error(error.message)
    if isinstance(error, IndexUnavailable):
        return ActionError(503, "Search Index Error", {"message": error.message})
    if isinstance(error, Invalid | Conflict):
        fields = {_FIELDS.get(name, name): messages for name, messages in error.data.items()}
        return invalid(fields or {"message": error.message})
    return ActionError(error.http_status, "Integrity Error", {"message": error.message})
