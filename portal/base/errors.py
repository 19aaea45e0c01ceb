"""The root of every error that a person or a program is meant to see.

PortalError
├── datasets.errors.DatasetsError …
└── search.errors.SearchError …
"""

from collections.abc import Mapping
from typing import Any


class PortalError(Exception):
    """An expected failure: a machine code, an HTTP status, a sentence for a person, and data."""

    code = "portal_error"
    http_status = 400

    def __init__(self, message: str = "", *, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.data = dict(data or {})
