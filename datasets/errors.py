"""Errors of the data module; edges translate them into their own dialect.

DatasetsError
├── NotFound          404  no such record, or none that this person may know of
├── NotAllowed        403  the person lacks the right
├── Invalid           409  fields with German or contract messages in `data`
├── Conflict          409  somebody else was faster
└── FileTooLarge      413  more bytes than the portal takes
"""

from portal.base.errors import PortalError


class DatasetsError(PortalError):
    """Root of the data module's expected failures."""


class NotFound(DatasetsError):
    """No such record, or none that this person may know of."""

    code = "not_found"
    http_status = 404


class NotAllowed(DatasetsError):
    """The person lacks the right."""

    code = "not_allowed"
    http_status = 403


class Invalid(DatasetsError):
    """Input breaks a rule; `data` maps field names to lists of messages."""

    code = "invalid"
    http_status = 409


class Conflict(DatasetsError):
    """The record was changed by somebody else meanwhile."""

    code = "conflict"
    http_status = 409


class FileTooLarge(DatasetsError):
    """More bytes than the portal takes."""

    code = "file_too_large"
    http_status = 413
